/** jq's values: their order, their text, and the arithmetic between them. */
import { JqError, type Json, type JsonObject } from './ast.ts'

export const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function kind(value: Json): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
}

const ORDER = ['null', 'false', 'true', 'number', 'string', 'array', 'object']
const rank = (value: Json): number =>
  ORDER.indexOf(typeof value === 'boolean' ? String(value) : kind(value))

export function compareJson(a: Json, b: Json): number {
  if (rank(a) !== rank(b)) return rank(a) - rank(b)
  if (typeof a === 'number') return a - Number(b)
  if (typeof a === 'string') return a < String(b) ? -1 : a > String(b) ? 1 : 0
  if (Array.isArray(a)) {
    const other = b as readonly Json[]
    for (let index = 0; index < Math.min(a.length, other.length); index++) {
      const order = compareJson(a[index] ?? null, other[index] ?? null)
      if (order !== 0) return order
    }
    return a.length - other.length
  }
  if (isObject(a) && isObject(b)) {
    const [left, right] = [Object.keys(a).sort(), Object.keys(b).sort()]
    const order = compareJson(left, right)
    if (order !== 0) return order
    for (const key of left) {
      const each = compareJson(a[key] ?? null, b[key] ?? null)
      if (each !== 0) return each
    }
  }
  return 0
}

function toJson(value: Json): string {
  return JSON.stringify(value)
}

/** Indented as jq prints it; `indent` 0 is compact. */
export function pretty(value: Json, indent: string, sortKeys: boolean, depth = 0): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]'
    const items = value.map(item => pretty(item, indent, sortKeys, depth + 1))
    return indent === ''
      ? `[${items.join(',')}]`
      : `[\n${items.map(item => indent.repeat(depth + 1) + item).join(',\n')}\n${indent.repeat(depth)}]`
  }
  if (!isObject(value)) return typeof value === 'number' ? numberText(value) : JSON.stringify(value)
  const keys = sortKeys ? Object.keys(value).sort() : Object.keys(value)
  if (keys.length === 0) return '{}'
  const items = keys.map(
    key =>
      `${JSON.stringify(key)}:${indent === '' ? '' : ' '}${pretty(value[key] ?? null, indent, sortKeys, depth + 1)}`,
  )
  return indent === ''
    ? `{${items.join(',')}}`
    : `{\n${items.map(item => indent.repeat(depth + 1) + item).join(',\n')}\n${indent.repeat(depth)}}`
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return 'null'
  if (!Number.isFinite(value))
    return value > 0 ? '1.7976931348623157e+308' : '-1.7976931348623157e+308'
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e')
  const digits = mantissa.replace(/[-.]/g, '').length
  const point = Number(exponent) + 1
  if (value === 0 || (point > -4 && point <= digits + FREE_ZEROS))
    return String(value).includes('e') ? BigInt(value).toString() : String(value)
  return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`
}

/** jq writes out this many zeros behind a number's digits before it turns to an exponent. */
const FREE_ZEROS = 15

const shown = (value: Json): string => {
  const text = toJson(value)
  return `${kind(value)} (${text.length > 11 ? `${text.slice(0, 10)}...` : text})`
}

export function calculate(op: string, a: Json, b: Json): Json {
  switch (op) {
    case '==':
      return compareJson(a, b) === 0
    case '!=':
      return compareJson(a, b) !== 0
    case '<':
      return compareJson(a, b) < 0
    case '<=':
      return compareJson(a, b) <= 0
    case '>':
      return compareJson(a, b) > 0
    case '>=':
      return compareJson(a, b) >= 0
    case '+':
      return add(a, b)
    case '-':
      return subtract(a, b)
    case '*':
      return multiply(a, b)
    default:
      return divide(op, a, b)
  }
}

export function add(a: Json, b: Json): Json {
  if (a === null) return b
  if (b === null) return a
  if (typeof a === 'number' && typeof b === 'number') return a + b
  if (typeof a === 'string' && typeof b === 'string') return a + b
  if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b]
  if (isObject(a) && isObject(b)) return { ...a, ...b }
  throw new JqError(`${shown(a)} and ${shown(b)} cannot be added`)
}

function subtract(a: Json, b: Json): Json {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (Array.isArray(a) && Array.isArray(b))
    return a.filter(item => !b.some(other => compareJson(item, other) === 0))
  throw new JqError(`${shown(a)} and ${shown(b)} cannot be subtracted`)
}

function multiply(a: Json, b: Json): Json {
  if (typeof a === 'number' && typeof b === 'number') return a * b
  if (typeof a === 'string' && typeof b === 'number')
    return b > 0 ? a.repeat(Math.max(1, Math.floor(b))) : null
  if (isObject(a) && isObject(b)) return merge(a, b)
  throw new JqError(`${shown(a)} and ${shown(b)} cannot be multiplied`)
}

function merge(a: JsonObject, b: JsonObject): JsonObject {
  const out: Record<string, Json> = { ...a }
  for (const [key, value] of Object.entries(b)) {
    const old = out[key]
    out[key] = old !== undefined && isObject(old) && isObject(value) ? merge(old, value) : value
  }
  return out
}

function divide(op: string, a: Json, b: Json): Json {
  if (typeof a === 'number' && typeof b === 'number') {
    if (op === '%' ? Math.trunc(b) === 0 : b === 0)
      throw new JqError(`${shown(a)} and ${shown(b)} cannot be divided because the divisor is zero`)
    return op === '/' ? a / b : Math.trunc(a) % Math.trunc(b)
  }
  if (op === '/' && typeof a === 'string' && typeof b === 'string') return a.split(b)
  throw new JqError(`${shown(a)} and ${shown(b)} cannot be divided`)
}

export function index(value: Json, key: Json): Json {
  if (value === null && (typeof key === 'string' || typeof key === 'number' || key === null))
    return null
  if (isObject(value) && typeof key === 'string')
    return Object.hasOwn(value, key) ? (value[key] ?? null) : null
  if (Array.isArray(value) && typeof key === 'number')
    return (
      (value as readonly Json[])[
        Math.floor(key) < 0 ? value.length + Math.floor(key) : Math.floor(key)
      ] ?? null
    )
  if (Array.isArray(value) && Array.isArray(key))
    return (value as readonly Json[]).flatMap((_, at) =>
      key.length > 0 && compareJson(value.slice(at, at + key.length), key) === 0 ? [at] : [],
    )
  throw new JqError(
    typeof key === 'string'
      ? `Cannot index ${kind(value)} with string "${key}"`
      : `Cannot index ${kind(value)} with ${kind(key)}`,
  )
}

export function slice(value: Json, start: Json, end: Json): Json {
  if (value === null) return null
  if (typeof value !== 'string' && !Array.isArray(value))
    throw new JqError(`Cannot index ${kind(value)} with object`)
  const from = start === null ? 0 : Math.floor(Number(start))
  const to = end === null ? undefined : Math.ceil(Number(end))
  return typeof value === 'string' ? [...value].slice(from, to).join('') : value.slice(from, to)
}

export function iterate(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value
  if (isObject(value)) return Object.values(value)
  throw new JqError(`Cannot iterate over ${value === null ? 'null' : shown(value)}`)
}
