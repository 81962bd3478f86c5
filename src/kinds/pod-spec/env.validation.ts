/** The rules for a container's environment. */
import type { FieldError } from '../field-error.ts'
import { invalid, notSupported, required } from '../field-error.ts'
import type { EnvFromSource, EnvVar, ObjectFieldSelector, ResourceFieldSelector } from '../generated/api-types.ts'
import { parseQuantity } from '../../lib/quantity.ts'
import { check, checkLabel, checkQualified } from '../validation/fields.ts'
import { isConfigKey, isEnvName, isSubdomain } from '../validation/formats.ts'
import { subdomainName } from '../validation/metadata.ts'
import { noBacksteps } from './paths.ts'

const ENV_FIELDS = [
  'metadata.name', 'metadata.namespace', 'metadata.uid', 'spec.nodeName', 'spec.serviceAccountName', 'status.hostIP',
  'status.hostIPs', 'status.podIP', 'status.podIPs',
]
/** pkg/apis/core/pods/helpers.go, ConvertDownwardAPIFieldLabel. */
const CONVERTIBLE = [
  ...ENV_FIELDS, 'metadata.annotations', 'metadata.labels', 'spec.restartPolicy', 'spec.schedulerName', 'status.phase',
]
const RESOURCES = [
  'limits.cpu', 'limits.ephemeral-storage', 'limits.memory', 'requests.cpu', 'requests.ephemeral-storage', 'requests.memory',
]
const SIZES = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei']

export function validateEnv(env: readonly EnvVar[], path: string): FieldError[] {
  return env.flatMap((variable, i) => [
    ...(variable.name ? check(isEnvName, variable.name, `${path}[${i}].name`) : [required(`${path}[${i}].name`)]),
    ...validateValueFrom(variable, `${path}[${i}].valueFrom`),
  ])
}

function validateValueFrom({ value, valueFrom }: EnvVar, at: string): FieldError[] {
  if (valueFrom === undefined) return []
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef } = valueFrom
  const errors: FieldError[] = []
  if (fieldRef !== undefined) errors.push(...fieldSelector(fieldRef, ENV_FIELDS, `${at}.fieldRef`))
  if (resourceFieldRef !== undefined) errors.push(...resourceSelector(resourceFieldRef, `${at}.resourceFieldRef`, false))
  if (configMapKeyRef !== undefined) errors.push(...keySelector(configMapKeyRef, `${at}.configMapKeyRef`))
  if (secretKeyRef !== undefined) errors.push(...keySelector(secretKeyRef, `${at}.secretKeyRef`))
  if (fileKeyRef !== undefined) {
    const { key, volumeName, path } = fileKeyRef
    const where = `${at}.fileKeyRef`
    errors.push(
      ...(key ? check(isEnvName, key, `${where}.key`) : [required(`${where}.key`)]),
      ...(volumeName ? checkLabel(volumeName, `${where}.volumeName`) : [required(`${where}.volumeName`)]),
      ...(path ? noBacksteps(path, `${where}.path`) : [required(`${where}.path`)]))
  }
  const sources = [fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef].filter((s) => s !== undefined).length
  if (sources === 0) {
    errors.push(invalid(at, '', 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`'))
  } else if (value) errors.push(invalid(at, '', 'may not be specified when `value` is not empty'))
  else if (sources > 1) errors.push(invalid(at, '', 'may not have more than one field specified at a time'))
  return errors
}

function keySelector(selector: { name?: string; key?: string }, at: string): FieldError[] {
  return [
    ...check(isSubdomain, selector.name ?? '', `${at}.name`),
    ...(selector.key ? check(isConfigKey, selector.key, `${at}.key`) : [required(`${at}.key`)]),
  ]
}

/** validateObjectFieldSelector. */
export function fieldSelector(selector: ObjectFieldSelector, allowed: readonly string[], at: string): FieldError[] {
  const { apiVersion, fieldPath } = selector
  if (!apiVersion) return [required(`${at}.apiVersion`)]
  if (!fieldPath) return [required(`${at}.fieldPath`)]
  const where = `${at}.fieldPath`
  const subscripted = /^(.*)\['(.*)'\]$/.exec(fieldPath)
  const [path, subscript] = subscripted === null ? [fieldPath, undefined] : [subscripted[1]!, subscripted[2]!]
  if (apiVersion !== 'v1') {
    return [invalid(where, fieldPath, `error converting fieldPath: unsupported pod version: ${apiVersion}`)]
  }
  if (subscript !== undefined) {
    if (path === 'metadata.annotations') return checkQualified(subscript.toLowerCase(), at).map((e) => ({ ...e, value: subscript.toLowerCase() }))
    if (path === 'metadata.labels') return checkQualified(subscript, at)
    return [invalid(where, fieldPath, `error converting fieldPath: field label does not support subscript: ${fieldPath}`)]
  }
  if (!CONVERTIBLE.includes(path)) {
    return [invalid(where, fieldPath, `error converting fieldPath: field label not supported: ${fieldPath}`)]
  }
  return allowed.includes(path) ? [] : [notSupported(where, path, allowed)]
}

/** validateContainerResourceFieldSelector. */
export function resourceSelector(selector: ResourceFieldSelector, at: string, inVolume: boolean): FieldError[] {
  const resource = selector.resource ?? ''
  const errors: FieldError[] = []
  if (inVolume && !selector.containerName) errors.push(required(`${at}.containerName`))
  else if (resource === '') errors.push(required(`${at}.resource`))
  else if (!RESOURCES.includes(resource) && !/^(requests|limits)\.hugepages-/.test(resource)) {
    errors.push(notSupported(`${at}.resource`, resource, RESOURCES))
  }
  const divisor = selector.divisor === undefined ? '0' : parseQuantity(selector.divisor).toString()
  if (divisor === '0') return errors
  const wrong = (text: string): number => errors.push(invalid(`${at}.divisor`, resource, `only divisor's values ${text} resource`))
  const kind = resource.slice(resource.indexOf('.') + 1)
  if (kind === 'cpu') {
    if (divisor !== '1m' && divisor !== '1') wrong('1m and 1 are supported with the cpu')
  } else if (!SIZES.includes(divisor)) {
    const named = kind === 'ephemeral-storage' ? 'local ephemeral storage' : kind.startsWith('hugepages-') ? 'hugepages' : kind
    wrong(`${SIZES.join(', ')} are supported with the ${named}`)
  }
  return errors
}

export function validateEnvFrom(sources: readonly EnvFromSource[], path: string): FieldError[] {
  return sources.flatMap((source, i) => {
    const at = `${path}[${i}]`
    const errors: FieldError[] = source.prefix ? check(isEnvName, source.prefix, `${at}.prefix`) : []
    for (const field of ['configMapRef', 'secretRef'] as const) {
      const name = source[field]?.name
      if (source[field] === undefined) continue
      if (!name) errors.push(required(`${at}.${field}.name`))
      else errors.push(...subdomainName(name, true).map((text) => invalid(`${at}.${field}.name`, name, text)))
    }
    const found = [source.configMapRef, source.secretRef].filter((s) => s !== undefined).length
    if (found === 0) errors.push(invalid(path, '', 'must specify one of: `configMapRef` or `secretRef`'))
    if (found > 1) errors.push(invalid(path, '', 'may not have more than one field specified at a time'))
    return errors
  })
}
