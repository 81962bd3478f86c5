/** The words with which a strategic merge patch says more than values, and the complaints about wrong ones. */
import { goValue } from '../../lib/go-print.ts'
import { badRequestError } from '../errors.ts'
import type { Json } from './schema.ts'
import { isMap } from './schema.ts'

export const DIRECTIVE = '$patch'
export const RETAIN_KEYS = '$retainKeys'
export const DELETE_FROM = '$deleteFromPrimitiveList/'
export const ELEMENT_ORDER = '$setElementOrder/'

// apimachinery/pkg/util/mergepatch/errors.go
export const unknownDirective = (type: unknown, where: unknown) =>
  badRequestError(`unknown patch type: ${String(type)} in map: ${goValue(where)}`)
export const noMergeKey = (item: unknown, mergeKey: string) =>
  badRequestError(`map: ${goValue(item)} does not contain declared merge key: ${mergeKey}`)
export const badList = (what: string) => badRequestError(`invalid patch format of ${what}`)

/** A value of a patch on its way into an object: directives and what they delete are left out. */
export function withoutDirectives(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.filter((v) => !isMap(v) || v[DIRECTIVE] !== 'delete').map(withoutDirectives)
  }
  if (!isMap(value)) return value
  const clean: Json = {}
  for (const [key, member] of Object.entries(value)) {
    if (member === null || key === DIRECTIVE || key === RETAIN_KEYS) continue
    if (key.startsWith(DELETE_FROM) || key.startsWith(ELEMENT_ORDER)) continue
    clean[key] = withoutDirectives(member)
  }
  return clean
}
