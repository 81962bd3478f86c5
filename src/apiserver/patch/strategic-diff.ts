/** Makes strategic merge patches: from two states, or from what was applied, what is wanted and what is there. */
import { cloneJson } from '../../lib/clone.ts'
import { sameValue } from '../../lib/same-value.ts'
import { DELETE_FROM, DIRECTIVE, ELEMENT_ORDER, RETAIN_KEYS } from './directives.ts'
import { orderList } from './strategic-list.ts'
import { mergeMap } from './strategic.ts'
import type { Json, PatchField } from './schema.ts'
import { isMap, patchField, sameType } from './schema.ts'

interface DiffOptions {
  readonly deletions: boolean
  readonly additions: boolean
  readonly retainKeys?: boolean
}

/** strategicpatch/patch.go, CreateTwoWayMergePatch. `type` is the kind's name in the API schema; {} when nothing differs. */
export const createTwoWayMergePatch = (original: Json, modified: Json, type: string): Json =>
  cloneJson(diffMaps(original, modified, type, { deletions: true, additions: true }))

/**
 * CreateThreeWayMergePatch with overwrite: changes and additions from `current` to `modified`,
 * deletions of what `original` (the last applied) had and `modified` has no more.
 */
export function createThreeWayMergePatch(original: Json, modified: Json, current: Json, type: string): Json {
  const delta = diffMaps(current, modified, type, { deletions: false, additions: true })
  const deletions = diffMaps(original, modified, type, { deletions: true, additions: false })
  return mergeMap(cloneJson(deletions), cloneJson(delta), type, 'patch')
}

function diffMaps(original: Json, modified: Json, type: string, options: DiffOptions): Json {
  const patch: Json = {}
  for (const [key, after] of Object.entries(modified)) {
    const before = original[key]
    if (!Object.hasOwn(original, key) || !sameType(before, after)) {
      if (options.additions) patch[key] = after
      continue
    }
    const field = patchField(type, key)
    if (isMap(after)) diffMapField(patch, key, before as Json, after, field, options)
    else if (Array.isArray(after)) diffListField(patch, key, before as unknown[], after, field, options)
    else if (before !== after && options.additions) patch[key] = after
  }
  if (options.deletions) {
    for (const key of Object.keys(original)) if (!Object.hasOwn(modified, key)) patch[key] = null
  }
  if (options.retainKeys === true) {
    const kept = Object.keys(modified).filter((key) => modified[key] !== null).sort()
    const added = kept.some((key) => !Object.hasOwn(original, key))
    if (kept.length > 0 && (Object.keys(patch).length > 0 || added)) patch[RETAIN_KEYS] = kept
  }
  return patch
}

function diffMapField(patch: Json, key: string, before: Json, after: Json, field: PatchField, options: DiffOptions): void {
  if (field.replace) {
    if (options.additions && !sameValue(before, after)) patch[key] = after
    return
  }
  const below = diffMaps(before, after, field.type, { ...options, retainKeys: field.retainKeys })
  if (Object.keys(below).length > 0) patch[key] = below
}

function diffListField(
  patch: Json, key: string, before: readonly unknown[], after: readonly unknown[], field: PatchField, options: DiffOptions,
): void {
  if (!field.merge) {
    if (options.additions && !sameValue(before, after)) patch[key] = after
    return
  }
  if (before.length === 0) {
    if (after.length > 0 && options.additions) patch[key] = after
    return
  }
  if (isMap(before[0] ?? after[0])) diffListOfMaps(patch, key, before as Json[], after as Json[], field, options)
  else diffListOfScalars(patch, key, before, after, options)
}

function diffListOfScalars(
  patch: Json, key: string, before: readonly unknown[], after: readonly unknown[], options: DiffOptions,
): void {
  const added = options.additions ? after.filter((v) => !before.includes(v)) : []
  const removed = options.deletions ? before.filter((v) => !after.includes(v)) : []
  if (added.length > 0) patch[key] = added
  if (removed.length > 0) patch[DELETE_FROM + key] = [...removed].sort()
  const ordered = (options.deletions && removed.length > 0) || (options.additions && !sameValue(before, after))
  if (ordered && after.length > 0) patch[ELEMENT_ORDER + key] = after
}

function diffListOfMaps(
  patch: Json, key: string, before: readonly Json[], after: readonly Json[], field: PatchField, options: DiffOptions,
): void {
  const { mergeKey, type, retainKeys } = field
  const find = (list: readonly Json[], item: Json): Json | undefined => list.find((o) => sameValue(o[mergeKey], item[mergeKey]))
  const changes: Json[] = []
  for (const [i, item] of after.entries()) {
    // upstream walks both sorted lists side by side, so elements that share a key are compared in turn
    const same = before.filter((o) => sameValue(o[mergeKey], item[mergeKey]))
    const turn = after.slice(0, i).filter((o) => sameValue(o[mergeKey], item[mergeKey])).length
    const old = same[Math.min(turn, same.length - 1)]
    if (old === undefined) {
      if (options.additions) changes.push(item)
      continue
    }
    const below = diffMaps(old, item, type, { ...options, retainKeys })
    if (Object.keys(below).length > 0) changes.push({ ...below, [mergeKey]: item[mergeKey] })
  }
  const removed = options.deletions
    ? before.filter((item) => find(after, item) === undefined).map((item) => ({ [DIRECTIVE]: 'delete', [mergeKey]: item[mergeKey] }))
    : []
  const list = [...orderList(changes, after, after, mergeKey), ...removed]
  if (list.length > 0) patch[key] = list
  const sameOrder = before.length === after.length && before.every((item, i) => sameValue(item[mergeKey], after[i]![mergeKey]))
  const ordered = (options.additions && (list.length > 0 || !sameOrder)) || (options.deletions && list.length > 0)
  if (ordered && after.length > 0) patch[ELEMENT_ORDER + key] = after.map((item) => ({ [mergeKey]: item[mergeKey] }))
}
