/** Lists under strategic merge: elements found by their key, and the order in which they end up. */
import { sameValue } from '../../lib/same-value.ts'
import { DIRECTIVE, noMergeKey, unknownDirective, withoutDirectives } from './directives.ts'
import { badRequestError } from '../errors.ts'
import type { Json, PatchField } from './schema.ts'
import { isMap } from './schema.ts'
import type { Mode } from './strategic.ts'
import { mergeMap } from './strategic.ts'

/** strategicpatch/patch.go, mergeSlice. `deletes`: the patch names scalars to take out. */
export function mergeList(original: unknown[], patch: unknown[], field: PatchField, mode: Mode, deletes: boolean): unknown[] {
  if (original.length === 0 && patch.length === 0) return original
  const sample = original[0] ?? patch[0]
  if (!isMap(sample)) {
    if (deletes) return original.filter((v) => !patch.includes(v))
    const merged = [...new Set([...original, ...patch])]
    return orderList(merged, patch, original, '')
  }
  const { mergeKey } = field
  if (mergeKey === '') throw badRequestError('cannot merge lists without merge key for ' + field.type)
  const items = mode === 'object' ? carryOut(original, patch as Json[], mergeKey) : { left: original, rest: patch as Json[], replace: false }
  if (items.replace) return items.rest.map(withoutDirectives)
  const merged = [...items.left]
  for (const item of items.rest) {
    if (item[mergeKey] === undefined) throw noMergeKey(item, mergeKey)
    const at = merged.findIndex((m) => isMap(m) && sameValue(m[mergeKey], item[mergeKey]))
    if (at < 0) merged.push(mode === 'object' ? withoutDirectives(item) : item)
    else merged[at] = mergeMap(merged[at] as Json, item, field.type, mode)
  }
  return orderList(merged, items.rest, original, mergeKey)
}

/** mergeSliceWithSpecialElements: `$patch: delete` and `$patch: replace` among the elements. */
function carryOut(original: unknown[], patch: readonly Json[], mergeKey: string): { left: unknown[]; rest: Json[]; replace: boolean } {
  let left = original
  let replace = false
  const rest: Json[] = []
  for (const item of patch) {
    if (!isMap(item)) throw badRequestError(`cannot merge elements of different types in a list keyed by ${mergeKey}`)
    const directive = item[DIRECTIVE]
    if (directive === undefined) rest.push(item)
    else if (directive === 'delete') {
      if (item[mergeKey] === undefined) throw noMergeKey(item, mergeKey)
      left = left.filter((o) => !isMap(o) || !sameValue(o[mergeKey], item[mergeKey]))
    } else if (directive === 'replace') replace = true
    else if (directive === 'merge') throw badRequestError('merging lists cannot yet be specified in the patch')
    else throw unknownDirective(directive, item)
  }
  return { left, rest, replace }
}

/** normalizeElementOrder: the patch's elements in the patch's order, the others where the server had them. */
export function orderList(merged: readonly unknown[], order: readonly unknown[], server: readonly unknown[], mergeKey: string): unknown[] {
  const indexIn = (list: readonly unknown[], value: unknown): number =>
    mergeKey === '' || !isMap(value)
      ? list.indexOf(value)
      : list.findIndex((v) => isMap(v) && sameValue(v[mergeKey], value[mergeKey]))
  const ours = merged.filter((v) => indexIn(order, v) >= 0)
  ours.sort((a, b) => indexIn(order, a) - indexIn(order, b))
  const others = merged.filter((v) => indexIn(order, v) < 0)
  const result: unknown[] = []
  let left = 0
  let right = 0
  while (left < others.length || right < ours.length) {
    if (left >= others.length) result.push(ours[right++])
    else if (right >= ours.length) result.push(others[left++])
    else {
      const l = indexIn(server, others[left])
      const r = indexIn(server, ours[right])
      if (l >= 0 && r >= 0 && l < r) result.push(others[left++])
      else result.push(ours[right++])
    }
  }
  return result
}
