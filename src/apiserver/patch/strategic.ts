/** Strategic merge patch: lists merge by key, directives delete, replace, retain and order. */
import { cloneJson } from '../../lib/clone.ts'
import { sameValue } from '../../lib/same-value.ts'
import { DELETE_FROM, DIRECTIVE, ELEMENT_ORDER, RETAIN_KEYS, badList, unknownDirective, withoutDirectives } from './directives.ts'
import { mergeList, orderList } from './strategic-list.ts'
import type { Json, PatchField } from './schema.ts'
import { isMap, patchField, sameType } from './schema.ts'

/** `patch` is another patch: its directives are kept for later instead of being carried out. */
export type Mode = 'object' | 'patch'

/** apimachinery/pkg/util/strategicpatch/patch.go, StrategicMergePatch. Gives a new object. */
export const strategicMergePatch = (original: Json, patch: Json, type: string): Json =>
  mergeMap(cloneJson(original), cloneJson(patch), type, 'object')

/** Merges into `original`, which is changed; so is `patch`. */
export function mergeMap(original: Json, patch: Json, type: string, mode: Mode): Json {
  const directive = patch[DIRECTIVE]
  if (directive !== undefined) {
    if (directive === 'replace') {
      delete patch[DIRECTIVE]
      return mode === 'object' ? (withoutDirectives(patch) as Json) : patch
    }
    if (directive === 'delete') return {}
    throw unknownDirective(directive, patch)
  }
  retainKeys(original, patch, mode)
  mergeOrderedLists(original, patch, type, mode)
  for (const [name, value] of Object.entries(patch)) mergeMember(original, name, value, type, mode)
  return original
}

function mergeMember(original: Json, name: string, value: unknown, type: string, mode: Mode): void {
  const deletes = name.startsWith(DELETE_FROM)
  if (deletes && mode === 'patch') {
    original[name] = value
    return
  }
  const key = deletes ? name.slice(DELETE_FROM.length) : name
  if (value === null) {
    delete original[key]
    if (mode === 'object') return
  }
  if (!Object.hasOwn(original, key)) {
    if (!deletes) original[key] = mode === 'object' ? withoutDirectives(value) : value
    return
  }
  const old = original[key]
  if (!sameType(old, value)) {
    if (!deletes) original[key] = mode === 'object' ? withoutDirectives(value) : value
    return
  }
  const field = patchField(type, key)
  if (isMap(value)) {
    original[key] = field.replace ? value : mergeMap(old as Json, value, field.type, mode)
  } else if (Array.isArray(value)) {
    original[key] = mergeSlice(old as unknown[], value, field, mode, deletes)
  } else original[key] = value
}

function mergeSlice(original: unknown[], patch: unknown[], field: PatchField, mode: Mode, deletes: boolean): unknown[] {
  if (!field.merge && !deletes) return mode === 'object' ? (withoutDirectives(patch) as unknown[]) : patch
  return mergeList(original, patch, field, mode, deletes)
}

function retainKeys(original: Json, patch: Json, mode: Mode): void {
  const keys = patch[RETAIN_KEYS]
  if (keys === undefined) return
  delete patch[RETAIN_KEYS]
  if (!Array.isArray(keys)) throw badList('retainKeys')
  if (mode === 'patch') {
    if (original[RETAIN_KEYS] !== undefined && !sameValue(original[RETAIN_KEYS], keys)) throw badList('retainKeys')
    original[RETAIN_KEYS] = keys
    return
  }
  for (const [key, value] of Object.entries(patch)) {
    const isDirective = key.startsWith(DELETE_FROM) || key.startsWith(ELEMENT_ORDER)
    if (value !== null && !isDirective && !keys.includes(key)) throw badList('retainKeys')
  }
  for (const key of Object.keys(original)) if (!keys.includes(key)) delete original[key]
}

/** mergePatchIntoOriginal: lists whose order the patch gives. */
function mergeOrderedLists(original: Json, patch: Json, type: string, mode: Mode): void {
  for (const [name, order] of Object.entries(patch)) {
    if (!name.startsWith(ELEMENT_ORDER)) continue
    if (mode === 'patch') {
      if (original[name] !== undefined && !sameValue(original[name], order)) throw badList('setElementOrder list')
      original[name] = order
    }
    delete patch[name]
    const key = name.slice(ELEMENT_ORDER.length)
    const old = original[key]
    const given = patch[key]
    if (old === undefined && given === undefined) continue
    if (!Array.isArray(order) || (given !== undefined && !Array.isArray(given))) throw badList('setElementOrder list')
    const field = patchField(type, key)
    const merged = given === undefined ? (old as unknown[])
      : old === undefined ? (mode === 'object' ? (withoutDirectives(given) as unknown[]) : given)
      : mergeSlice(old as unknown[], given, field, mode, false)
    original[key] = orderList(merged, order, (old ?? []) as unknown[], field.mergeKey)
    delete patch[key]
  }
}
