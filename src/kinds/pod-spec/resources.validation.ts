/** The rules for requests and limits. */
import type { FieldError } from '../field-error.ts'
import { duplicate, forbidden, invalid, required } from '../field-error.ts'
import type { PodSpec, ResourceRequirements } from '../generated/api-types.ts'
import type { Quantity } from '../../lib/quantity.ts'
import { parseQuantity } from '../../lib/quantity.ts'
import { checkLabel } from '../validation/fields.ts'
import {
  checkContainerResourceName, checkQuantity, checkResourceName, isHugePages, isOvercommitAllowed,
} from '../validation/resource-names.ts'
import { aggregateContainers, isPodLevelResource } from './resources.ts'

type NameRule = (name: string, path: string) => FieldError[]

export const quantitiesOf = (list: { readonly [name: string]: string | number } | undefined): [string, Quantity][] =>
  Object.entries(list ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, text]) => [name, parseQuantity(text)])

/** ValidateContainerResourceRequirements. */
export const validateContainerResources = (resources: ResourceRequirements, claims: ReadonlySet<string>, at: string): FieldError[] =>
  validateRequirements(resources, checkContainerResourceName, claims, at)

function validateRequirements(
  resources: ResourceRequirements, nameRule: NameRule, claims: ReadonlySet<string>, at: string,
): FieldError[] {
  const limits = new Map(quantitiesOf(resources.limits))
  const requests = quantitiesOf(resources.requests)
  const errors: FieldError[] = []
  for (const [name, quantity] of limits) {
    const path = `${at}.limits[${name}]`
    errors.push(...nameRule(name, path), ...checkQuantity(name, quantity, path), ...checkHugePages(name, quantity, path))
  }
  for (const [name, quantity] of requests) {
    const path = `${at}.requests[${name}]`
    errors.push(...nameRule(name, path), ...checkQuantity(name, quantity, path))
    const limit = limits.get(name)
    if (limit === undefined) {
      if (!isOvercommitAllowed(name)) errors.push(required(`${at}.limits`, 'Limit must be set for non overcommitable resources'))
    } else if (quantity.compare(limit) !== 0 && !isOvercommitAllowed(name)) {
      errors.push(invalid(`${at}.requests`, quantity.toString(), `must be equal to ${name} limit of ${limit}`))
    } else if (quantity.compare(limit) > 0) {
      errors.push(invalid(`${at}.requests`, quantity.toString(), `must be less than or equal to ${name} limit of ${limit}`))
    }
    errors.push(...checkHugePages(name, quantity, path))
  }
  const names = [...limits.keys(), ...requests.map(([name]) => name)]
  if (names.some(isHugePages) && !names.some((name) => name === 'cpu' || name === 'memory')) {
    errors.push(forbidden(at, 'HugePages require cpu or memory'))
  }
  return [...errors, ...validateClaims(resources, claims, `${at}.claims`)]
}

function checkHugePages(name: string, quantity: Quantity, path: string): FieldError[] {
  if (!isHugePages(name)) return []
  const size = parseQuantity(name.slice('hugepages-'.length))
  const divisible = size.sign() > 0 && quantity.nano % size.nano === 0n
  return divisible ? [] : [invalid(path, quantity.toString(), `${quantity} is not positive integer multiple of ${name}`)]
}

function validateClaims(resources: ResourceRequirements, known: ReadonlySet<string>, at: string): FieldError[] {
  const errors: FieldError[] = []
  const names = new Set<string>()
  ;(resources.claims ?? []).forEach(({ name, request }, i) => {
    const path = `${at}[${i}]`
    if (!name) {
      errors.push(required(path))
      return
    }
    const key = request ? `${name}/${request}` : name
    if (request) errors.push(...checkLabel(request, `${path}.request`))
    if (names.has(name) || names.has(key)) errors.push(duplicate(path, names.has(name) ? name : key))
    names.add(key)
    if (!known.has(name)) {
      const rest = known.size === 0 ? ' which is empty' : `: ${[...known].sort().join(', ')}`
      errors.push({ type: 'NotFound', field: path, value: name, detail: `must be one of the names in pod.spec.resourceClaims${rest}` })
    }
  })
  return errors
}

const podLevelName: NameRule = (name, path) => {
  const errors = checkResourceName(name, path)
  if (errors.length > 0 || isPodLevelResource(name)) return errors
  return [{ type: 'NotSupported', field: path, value: name, detail: 'supported values: "cpu", "hugepages-", "memory"' }]
}

/** validatePodResources and validatePodResourceConsistency: what a pod says for all its containers together. */
export function validatePodResources(spec: PodSpec, claims: ReadonlySet<string>, path: string): FieldError[] {
  const { resources } = spec
  if (resources === undefined) return []
  const at = `${path}.resources`
  if (spec.os?.name === 'windows') return [forbidden(at, 'may not be set for a windows pod')]
  const errors: FieldError[] = []
  if (resources.claims !== undefined) errors.push(forbidden(`${at}.claims`, 'claims may not be set for Resources at pod-level'))
  errors.push(...validateRequirements(resources, podLevelName, claims, at))
  const requests = new Map(quantitiesOf(resources.requests))
  const limits = new Map(quantitiesOf(resources.limits))
  for (const [name, sum] of [...aggregateContainers(spec, 'requests')].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const own = requests.get(name)
    if (own !== undefined && sum.compare(own) > 0) {
      errors.push(invalid(`${at}.requests[${name}]`, own.toString(), `must be greater than or equal to aggregate container requests of ${sum}`))
    }
  }
  for (const [name, sum] of aggregateContainers(spec, 'limits')) {
    const own = limits.get(name)
    if (isHugePages(name) && own !== undefined && sum.compare(own) > 0) {
      errors.push(invalid(`${at}.limits[${name}]`, own.toString(), `must be greater than or equal to aggregate container limits of ${sum}`))
    }
  }
  ;(spec.containers ?? []).forEach((container, i) => {
    for (const [name, limit] of quantitiesOf(container.resources?.limits)) {
      const own = limits.get(name)
      if (own === undefined || limit.compare(own) <= 0) continue
      errors.push(invalid(`${at}.containers[${i}][${name}].limits`, limit.toString(), `must be less than or equal to pod limits of ${own}`))
    }
  })
  return errors
}
