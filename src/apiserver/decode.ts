/** A request's body becomes an object of its kind: types checked, unknown fields dropped and reported. */
import { apiSchema } from '../kinds/generated/schema.ts'
import type { Kind } from '../kinds/kind.ts'
import type { AnyObj } from '../kinds/object.ts'
import type { FieldSchema } from '../kinds/schema.ts'
import { badRequestError } from './errors.ts'
import type { ApiRequest } from './request.ts'

/** A mutable copy of the body. Unknown fields are refused, warned about or dropped as fieldValidation says. */
export function decode(request: ApiRequest, kind: Kind, body: unknown, warn: (text: string) => void): AnyObj {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw badRequestError(`the object provided is unrecognized (must be of type ${kind.kind})`)
  }
  const unknown: string[] = []
  const object = (kind.structural === undefined
    ? decodeType(body as AnyObj, kind.schema, '', unknown)
    : structuredClone(body)) as AnyObj
  object.apiVersion ??= kind.apiVersion
  object.kind ??= kind.kind
  object.metadata ??= {} as never
  const mode = request.options?.fieldValidation ?? 'Strict'
  if (unknown.length > 0 && mode !== 'Ignore') {
    const texts = unknown.map((path) => `unknown field "${path}"`)
    if (mode === 'Warn') texts.forEach(warn)
    else {
      throw badRequestError(
        `${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: strict decoding error: ${texts.join(', ')}`)
    }
  }
  return object
}

/** Copies the known fields of a value, in the schema's order of nothing: the input's. */
export function decodeType(value: AnyObj, type: string, path: string, unknown: string[]): AnyObj {
  const fields = apiSchema.types[type]?.fields
  if (fields === undefined) return structuredClone(value)
  const copy: AnyObj = {} as AnyObj
  for (const key of Object.keys(value)) {
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined
    const at = path === '' ? key : `${path}.${key}`
    if (field === undefined) unknown.push(at)
    else if (value[key] !== null) copy[key] = decodeField(value[key], field, at, unknown)
  }
  return copy
}

function decodeField(value: any, field: FieldSchema, path: string, unknown: string[]): unknown {
  if (field.array !== undefined) {
    return (value as unknown[]).map((v, i) => decodeValue(v, field.array!, `${path}[${i}]`, unknown))
  }
  if (field.map !== undefined) {
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, decodeValue(v, field.map!, `${path}.${k}`, unknown)]))
  }
  return decodeValue(value, field.type!, path, unknown)
}

function decodeValue(value: any, type: string, path: string, unknown: string[]): unknown {
  if (type.startsWith('array:')) return (value as unknown[]).map((v) => decodeValue(v, type.slice(6), path, unknown))
  if (typeof value !== 'object' || value === null) return value
  return decodeType(value, type, path, unknown)
}
