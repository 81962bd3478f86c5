/** Values of the kind a function wants, or jq's complaint that they are not. */
import { JqError, type Json, type JsonObject } from './ast.ts'
import { isObject, kind, pretty } from './values.ts'

export const list = (value: Json, what: string): readonly Json[] => {
  if (Array.isArray(value)) return value
  throw new JqError(`${kind(value)} (${pretty(value, '', false)}) ${what}`)
}
export const string = (value: Json, what: string): string => {
  if (typeof value === 'string') return value
  throw new JqError(`${kind(value)} (${pretty(value, '', false)}) ${what}`)
}

export function object(input: Json): JsonObject {
  if (!isObject(input))
    throw new JqError(`${kind(input)} (${pretty(input, '', false)}) has no keys`)
  return input
}
