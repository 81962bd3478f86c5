/** Custom resources against their schema (kube-openapi/pkg/validation, apiextensions-apiserver/pkg/apiserver/validation). */
import type { FieldError } from '../field-error.ts'
import { invalid, notSupported, required } from '../field-error.ts'
import type { AnyObj } from '../object.ts'
import { ruleErrors } from './rules.validation.ts'

export interface Schema {
  readonly type?: string
  readonly properties?: { readonly [name: string]: Schema }
  readonly additionalProperties?: Schema | boolean
  readonly items?: Schema
  readonly required?: readonly string[]
  readonly enum?: readonly unknown[]
  readonly nullable?: boolean
  readonly [keyword: string]: unknown
}

/** `before` is there on an update. */
export function validateCustom(object: AnyObj, before: AnyObj | undefined, schema: AnyObj): FieldError[] {
  const errors = validateValue(object, schema as unknown as Schema, '')
  return errors.length > 0 ? errors : ruleErrors(object, before, schema as unknown as Schema)
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const goType = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value === 'number' ? (Number.isInteger(value) ? 'integer' : 'number') : typeof value

function typeFits(value: unknown, schema: Schema): boolean {
  if (schema['x-kubernetes-int-or-string'] === true) return typeof value === 'string' || Number.isInteger(value)
  switch (schema.type) {
    case undefined: case '': return true
    case 'object': return isObject(value)
    case 'array': return Array.isArray(value)
    case 'integer': return Number.isInteger(value)
    case 'number': return typeof value === 'number'
    default: return typeof value === schema.type
  }
}

function validateValue(value: unknown, schema: Schema, path: string): FieldError[] {
  if (value === null && schema.nullable === true) return []
  if (!typeFits(value, schema)) {
    const actual = goType(value)
    const wanted = schema['x-kubernetes-int-or-string'] === true ? 'integer,string' : schema.type
    return [{ type: 'TypeInvalid', field: path, value: actual, detail: `${path} in body must be of type ${wanted}: ${JSON.stringify(actual)}` }]
  }
  if (schema.enum !== undefined && !schema.enum.some((allowed) => JSON.stringify(allowed) === JSON.stringify(value))) {
    return [notSupported(path, value, schema.enum.map(String))]
  }
  if (typeof value === 'string') return stringErrors(value, schema, path)
  if (typeof value === 'number') return numberErrors(value, schema, path)
  if (Array.isArray(value)) return arrayErrors(value, schema, path)
  return isObject(value) ? objectErrors(value, schema, path) : []
}

function objectErrors(value: Record<string, unknown>, schema: Schema, path: string): FieldError[] {
  const errors: FieldError[] = []
  const below = (name: string): string => (path === '' ? name : `${path}.${name}`)
  for (const name of schema.required ?? []) if (value[name] === undefined) errors.push(required(below(name)))
  const count = Object.keys(value).length
  if (typeof schema['maxProperties'] === 'number' && count > schema['maxProperties']) {
    errors.push({ type: 'TooMany', field: path, value: count, detail: `must have at most ${schema['maxProperties']} items` })
  }
  if (typeof schema['minProperties'] === 'number' && count < schema['minProperties']) {
    errors.push(invalid(path, count, `${path} in body should have at least ${schema['minProperties']} properties`))
  }
  for (const name of Object.keys(value).sort()) {
    if (path === '' && ['apiVersion', 'kind', 'metadata'].includes(name)) continue
    const own = schema.properties?.[name]
    if (own !== undefined) errors.push(...validateValue(value[name], own, below(name)))
    else if (typeof schema.additionalProperties === 'object') {
      errors.push(...validateValue(value[name], schema.additionalProperties, below(name)))
    }
  }
  return errors
}

function arrayErrors(value: readonly unknown[], schema: Schema, path: string): FieldError[] {
  const errors: FieldError[] = []
  const { maxItems, minItems } = schema as { maxItems?: number; minItems?: number }
  if (maxItems !== undefined && value.length > maxItems) {
    errors.push({ type: 'TooMany', field: path, value: value.length, detail: `must have at most ${maxItems} items` })
  }
  if (minItems !== undefined && value.length < minItems) {
    errors.push(invalid(path, value.length, `${path} in body should have at least ${minItems} items`))
  }
  if (schema.items !== undefined) value.forEach((item, i) => errors.push(...validateValue(item, schema.items!, `${path}[${i}]`)))
  return [...errors, ...duplicates(value, schema, path)]
}

/** structural-schema listtype/validation.go */
function duplicates(value: readonly unknown[], schema: Schema, path: string): FieldError[] {
  const kind = schema['x-kubernetes-list-type']
  if (kind !== 'set' && kind !== 'map') return []
  const keys = schema['x-kubernetes-list-map-keys'] as readonly string[] | undefined
  const seen = new Set<string>()
  const errors: FieldError[] = []
  value.forEach((item, i) => {
    const identity = kind === 'set' ? item : Object.fromEntries((keys ?? []).map((key) => [key, (item as Record<string, unknown>)[key]]))
    const text = JSON.stringify(identity)
    if (seen.has(text)) errors.push({ type: 'Duplicate', field: `${path}[${i}]`, value: identity, detail: '' })
    seen.add(text)
  })
  return errors
}

function stringErrors(value: string, schema: Schema, path: string): FieldError[] {
  const errors: FieldError[] = []
  const { maxLength, minLength, pattern, format } = schema as { maxLength?: number; minLength?: number; pattern?: string; format?: string }
  const length = [...value].length
  if (maxLength !== undefined && length > maxLength) errors.push({ type: 'TooLong', field: path, detail: `may not be more than ${maxLength} bytes` })
  if (minLength !== undefined && length < minLength) errors.push(invalid(path, value, `${path} in body should be at least ${minLength} chars long`))
  if (pattern !== undefined && !matches(pattern, value)) errors.push(invalid(path, value, `${path} in body should match '${pattern}'`))
  if (format !== undefined && FORMATS[format]?.test(value) === false) {
    errors.push(invalid(path, value, `${path} in body must be of type ${format}: ${JSON.stringify(value)}`))
  }
  return errors
}

const FORMATS: Readonly<Record<string, RegExp>> = {
  'date-time': /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/,
  date: /^\d{4}-\d\d-\d\d$/,
  uuid: /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i,
  email: /^[^@\s]+@[^@\s]+$/,
  ipv4: /^(\d{1,3}\.){3}\d{1,3}$/,
}

function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern).test(value)
  } catch {
    return true
  }
}

function numberErrors(value: number, schema: Schema, path: string): FieldError[] {
  const { maximum, minimum, exclusiveMaximum, exclusiveMinimum, multipleOf } = schema as {
    maximum?: number; minimum?: number; exclusiveMaximum?: boolean; exclusiveMinimum?: boolean; multipleOf?: number
  }
  const says = (text: string): FieldError => invalid(path, value, `${path} in body ${text}`)
  const errors: FieldError[] = []
  if (maximum !== undefined && (exclusiveMaximum === true ? value >= maximum : value > maximum)) {
    errors.push(says(`should be less than ${exclusiveMaximum === true ? '' : 'or equal to '}${maximum}`))
  }
  if (minimum !== undefined && (exclusiveMinimum === true ? value <= minimum : value < minimum)) {
    errors.push(says(`should be greater than ${exclusiveMinimum === true ? '' : 'or equal to '}${minimum}`))
  }
  if (multipleOf !== undefined && value % multipleOf !== 0) errors.push(says(`should be a multiple of ${multipleOf}`))
  return errors
}
