/** The rules for what ConfigMaps and Secrets hold. */
import type { FieldError } from '../field-error.ts'
import { forbidden, invalid, required, tooLong } from '../field-error.ts'
import type { ConfigMap, Secret } from '../generated/api-types.ts'
import { fromBase64 } from '../../lib/base64.ts'
import { sameValue } from '../../lib/same-value.ts'
import { immutable } from '../validation/fields.ts'
import { bytesOf, isConfigKey } from '../validation/formats.ts'

const BYTES_MAX = 1024 * 1024
const IMMUTABLE = 'field is immutable when `immutable` is set'

const sortedKeys = (data: object | undefined): string[] => Object.keys(data ?? {}).sort()
const checkKey = (field: string, key: string): FieldError[] =>
  isConfigKey(key).map((text) => invalid(`${field}[${key}]`, key, text))

export function validateConfigMap(map: ConfigMap, before: ConfigMap | undefined): FieldError[] {
  const errors = before === undefined ? [] : validateFrozen(map, before, ['data', 'binaryData'])
  let size = 0
  for (const key of sortedKeys(map.data)) {
    errors.push(...checkKey('data', key))
    if (map.binaryData?.[key] !== undefined) errors.push(invalid(`data[${key}]`, key, 'duplicate of key present in binaryData'))
    size += bytesOf(map.data![key]!)
  }
  for (const key of sortedKeys(map.binaryData)) {
    errors.push(...checkKey('binaryData', key))
    size += fromBase64(map.binaryData![key]!).length
  }
  return size > BYTES_MAX ? [...errors, tooLong('', BYTES_MAX)] : errors
}

export function validateSecret(secret: Secret, before: Secret | undefined): FieldError[] {
  const errors = before === undefined ? []
    : [...immutable(secret.type, before.type, 'type'), ...validateFrozen(secret, before, ['data'])]
  let size = 0
  for (const key of sortedKeys(secret.data)) {
    errors.push(...checkKey('data', key))
    size += fromBase64(secret.data![key]!).length
  }
  if (size > BYTES_MAX) errors.push(tooLong('data', BYTES_MAX))
  return [...errors, ...validateType(secret)]
}

function validateFrozen<T extends ConfigMap | Secret>(now: T, before: T, fields: readonly (keyof T & string)[]): FieldError[] {
  if (before.immutable !== true) return []
  return [
    ...(now.immutable === true ? [] : [forbidden('immutable', IMMUTABLE)]),
    ...fields.filter((field) => !sameValue(now[field], before[field])).map((field) => forbidden(field, IMMUTABLE)),
  ]
}

function validateType({ type, data = {}, metadata }: Secret): FieldError[] {
  const needs = (...keys: readonly string[]): FieldError[] =>
    keys.filter((key) => data[key] === undefined).map((key) => required(`data[${key}]`))
  switch (type) {
    case 'kubernetes.io/service-account-token': {
      const name = 'kubernetes.io/service-account.name'
      return metadata.annotations?.[name] ? [] : [required(`metadata.annotations[${name}]`)]
    }
    case 'kubernetes.io/dockercfg': return needs('.dockercfg').concat(checkJson(data, '.dockercfg'))
    case 'kubernetes.io/dockerconfigjson': return needs('.dockerconfigjson').concat(checkJson(data, '.dockerconfigjson'))
    case 'kubernetes.io/basic-auth':
      return data['username'] === undefined && data['password'] === undefined ? needs('username', 'password') : []
    case 'kubernetes.io/ssh-auth': return data['ssh-privatekey'] ? [] : [required('data[ssh-privatekey]')]
    case 'kubernetes.io/tls': return needs('tls.crt', 'tls.key')
    default: return []
  }
}

function checkJson(data: { readonly [key: string]: string }, key: string): FieldError[] {
  if (data[key] === undefined) return []
  const text = new TextDecoder().decode(fromBase64(data[key]))
  const wrong = jsonError(text)
  return wrong === undefined ? [] : [invalid(`data[${key}]`, '<secret contents redacted>', wrong)]
}

/** Go's complaint about text that is no JSON object. */
function jsonError(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && !Array.isArray(value)) return undefined
    const what = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value
    return `json: cannot unmarshal ${what} into Go value of type map[string]interface {}`
  } catch {
    if (text.trim() === '') return 'unexpected end of JSON input'
    const first = text.trimStart()[0]!
    return /[{["\d-]/.test(first) ? 'unexpected end of JSON input' : `invalid character '${first}' looking for beginning of value`
  }
}
