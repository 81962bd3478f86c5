/** The rules for LimitRanges and ResourceQuotas. */
import type { FieldError } from '../field-error.ts'
import { duplicate, forbidden, invalid, required } from '../field-error.ts'
import type { LimitRange, LimitRangeItem, ResourceQuota, ResourceQuotaSpec } from '../generated/api-types.ts'
import { quantitiesOf } from '../pod-spec/resources.validation.ts'
import type { Quantity } from '../../lib/quantity.ts'
import { check, immutable } from '../validation/fields.ts'
import { isLabelKey } from '../validation/formats.ts'
import {
  checkContainerResourceName, checkQuantity, checkQuotaResourceName, checkResourceName, isOvercommitAllowed, isStandardQuota,
} from '../validation/resource-names.ts'

const LIMIT_TYPES = ['Pod', 'Container', 'PersistentVolumeClaim']

export function validateLimitRange(range: LimitRange): FieldError[] {
  const seen = new Set<string>()
  return (range.spec?.limits ?? []).flatMap((item, i) => {
    const at = `spec.limits[${i}]`
    const errors = check(isLabelKey, item.type ?? '', `${at}.type`)
    if (errors.length === 0 && !item.type.includes('/') && !LIMIT_TYPES.includes(item.type)) {
      errors.push(invalid(`${at}.type`, item.type, 'must be a standard limit type or fully qualified'))
    }
    if (seen.has(item.type)) errors.push(duplicate(`${at}.type`, item.type))
    seen.add(item.type)
    return [...errors, ...validateItem(item, at)]
  })
}

function validateItem(item: LimitRangeItem, at: string): FieldError[] {
  const errors: FieldError[] = []
  const lists = new Map<string, Map<string, Quantity>>()
  const rule = item.type === 'Pod' || item.type === 'Container' ? checkContainerResourceName : checkResourceName
  const read = (field: 'max' | 'min' | 'default' | 'defaultRequest' | 'maxLimitRequestRatio'): void => {
    const found = quantitiesOf(item[field])
    errors.push(...found.flatMap(([name]) => rule(name, `${at}.${field}[${name}]`)))
    lists.set(field, new Map(found))
  }
  read('max')
  read('min')
  for (const field of ['default', 'defaultRequest'] as const) {
    if (item.type !== 'Pod') read(field)
    else if (Object.keys(item[field] ?? {}).length > 0) {
      errors.push(forbidden(`${at}.${field}`, "may not be specified when `type` is 'Pod'"))
    }
  }
  if (item.type === 'PersistentVolumeClaim' && item.min?.['storage'] === undefined && item.max?.['storage'] === undefined) {
    errors.push(required(`${at}.limits`, 'either minimum or maximum storage value is required, but neither was provided'))
  }
  read('maxLimitRequestRatio')
  const names = [...new Set([...lists.values()].flatMap((list) => [...list.keys()]))].sort()
  return [...errors, ...names.flatMap((name) => compareLimits(name, (field) => lists.get(field)?.get(name), at))]
}

function compareLimits(name: string, of: (field: string) => Quantity | undefined, at: string): FieldError[] {
  const [min, max, limit, request, ratio] = ['min', 'max', 'default', 'defaultRequest', 'maxLimitRequestRatio'].map(of)
  const errors: FieldError[] = []
  const above = (a: Quantity | undefined, b: Quantity | undefined): boolean => a !== undefined && b !== undefined && a.compare(b) > 0
  const wrong = (field: string, value: Quantity, text: string): number => errors.push(invalid(`${at}.${field}[${name}]`, value.toString(), text))
  if (above(min, max)) wrong('min', min!, `min value ${min} is greater than max value ${max}`)
  if (above(min, request)) wrong('defaultRequest', request!, `min value ${min} is greater than default request value ${request}`)
  if (above(request, max)) wrong('defaultRequest', request!, `default request value ${request} is greater than max value ${max}`)
  if (above(request, limit)) wrong('defaultRequest', request!, `default request value ${request} is greater than default limit value ${limit}`)
  if (above(min, limit)) wrong('default', min!, `min value ${min} is greater than default value ${limit}`)
  if (above(limit, max)) wrong('default', max!, `default value ${limit} is greater than max value ${max}`)
  if (ratio !== undefined && ratio.asNumber() < 1) wrong('maxLimitRequestRatio', ratio, `ratio ${ratio} is less than 1`)
  if (ratio !== undefined && min !== undefined && max !== undefined) {
    const most = max.asNumber() / min.asNumber()
    if (ratio.asNumber() > most) wrong('maxLimitRequestRatio', ratio, `ratio ${ratio} is greater than max/min = ${most.toFixed(6)}`)
  }
  if (!isOvercommitAllowed(name) && limit !== undefined && request !== undefined && limit.compare(request) !== 0) {
    wrong('defaultRequest', request, `default value ${limit} must equal to defaultRequest value ${request} in ${name}`)
  }
  return errors
}

const SCOPES = ['Terminating', 'NotTerminating', 'BestEffort', 'NotBestEffort', 'PriorityClass', 'CrossNamespacePodAffinity', 'VolumeAttributesClass']
const EXISTS_ONLY = ['BestEffort', 'NotBestEffort', 'Terminating', 'NotTerminating', 'CrossNamespacePodAffinity']
const COMPUTE = ['cpu', 'memory', 'limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory']
const CONFLICTS = [['BestEffort', 'NotBestEffort'], ['Terminating', 'NotTerminating']] as const

export function validateQuota(quota: ResourceQuota, before: ResourceQuota | undefined): FieldError[] {
  const spec = quota.spec ?? {}
  const errors = quantitiesOf(spec.hard).flatMap(([name, quantity]) => [
    ...checkQuotaResourceName(name, `spec.hard[${name}]`), ...checkQuantity(name, quantity, `spec.hard[${name}]`)])
  errors.push(...validateScopes(spec), ...validateScopeSelector(spec))
  if (before === undefined) return errors
  const sorted = (scopes: string[] | undefined): string[] => [...(scopes ?? [])].sort()
  return [...errors, ...immutable(sorted(spec.scopes), sorted(before.spec?.scopes), 'spec.scopes', spec.scopes)]
}

function fits(scope: string, resource: string): boolean {
  if (!isStandardQuota(resource)) return true
  switch (scope) {
    case 'Terminating': case 'NotTerminating': case 'NotBestEffort': case 'PriorityClass': case 'CrossNamespacePodAffinity':
      return resource === 'pods' || COMPUTE.includes(resource)
    case 'BestEffort': return resource === 'pods'
    default: return true
  }
}

function validateScopes(spec: ResourceQuotaSpec): FieldError[] {
  const scopes = spec.scopes ?? []
  const at = 'spec.scopes'
  const errors: FieldError[] = []
  for (const scope of scopes) {
    if (!SCOPES.includes(scope)) errors.push(invalid(at, scopes, 'unsupported scope'))
    for (const resource of Object.keys(spec.hard ?? {}).sort()) {
      if (!fits(scope, resource)) errors.push(invalid(at, scopes, 'unsupported scope applied to resource'))
    }
  }
  for (const pair of CONFLICTS) if (pair.every((s) => scopes.includes(s))) errors.push(invalid(at, scopes, 'conflicting scopes'))
  return errors
}

function validateScopeSelector(spec: ResourceQuotaSpec): FieldError[] {
  const at = 'spec.scopeSelector.matchExpressions'
  const expressions = spec.scopeSelector?.matchExpressions ?? []
  const shown = { MatchExpressions: expressions.map((e) => ({ ScopeName: e.scopeName, Operator: e.operator, Values: e.values ?? null })) }
  const errors = expressions.flatMap(({ scopeName, operator, values = [] }) => {
    const own: FieldError[] = []
    if (!SCOPES.includes(scopeName)) own.push(invalid(`${at}.scopeName`, scopeName, 'unsupported scope'))
    for (const resource of Object.keys(spec.hard ?? {}).sort()) {
      if (!fits(scopeName, resource)) own.push(invalid(at, shown, 'unsupported scope applied to resource'))
    }
    if (EXISTS_ONLY.includes(scopeName) && operator !== 'Exists') {
      own.push(invalid(`${at}.operator`, operator ?? '', "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity"))
    }
    if (operator === 'In' || operator === 'NotIn') {
      if (values.length === 0) own.push(required(`${at}.values`, "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"))
    } else if (operator === 'Exists' || operator === 'DoesNotExist') {
      if (values.length > 0) own.push(invalid(`${at}.values`, values, "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector"))
    } else own.push(invalid(`${at}.operator`, operator ?? '', 'not a valid selector operator'))
    return own
  })
  const named = expressions.map((e) => e.scopeName)
  for (const pair of CONFLICTS) if (pair.every((s) => named.includes(s))) errors.push(invalid(at, spec.scopes ?? null, 'conflicting scopes'))
  return errors
}
