/** Compares, collects and merges values field by field (sigs.k8s.io/structured-merge-diff, typed/). */
import { sameValue } from '../../lib/same-value.ts'
import type { Json } from '../patch/schema.ts'
import { isMap } from '../patch/schema.ts'
import type { FieldSet, SetBuilder } from './field-set.ts'
import { builder, insert } from './field-set.ts'
import type { FieldType } from './field-type.ts'
import { UNTYPED } from './field-type.ts'

export interface Comparison {
  readonly added: FieldSet
  readonly modified: FieldSet
  readonly removed: FieldSet
}

const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || (Array.isArray(value) ? value.length === 0 : isMap(value) && Object.keys(value).length === 0)

const isAssociative = (type: FieldType): boolean => type.keys !== undefined || type.set === true

/** The element's name in its list. */
export function elementOf(item: unknown, type: FieldType): string {
  if (type.keys === undefined) return `v:${JSON.stringify(item)}`
  const key: Json = {}
  for (const name of type.keys) {
    const value = (item as Json)[name] ?? type.keyDefaults?.[name]
    if (value !== undefined) key[name] = value
  }
  return `k:${JSON.stringify(key)}`
}

const childType = (type: FieldType, name: string): FieldType | undefined => type.field?.(name) ?? type.element

/** typed/compare.go */
export function compare(before: unknown, after: unknown, type: FieldType): Comparison {
  const sets = { added: builder(), modified: builder(), removed: builder() }
  compareInto(sets, [], before, after, type)
  return sets as unknown as Comparison
}

function compareInto(
  sets: { added: SetBuilder; modified: SetBuilder; removed: SetBuilder }, path: string[], before: unknown, after: unknown, type: FieldType,
): void {
  const structured = !type.atomic && (isMap(after ?? before) || (Array.isArray(after ?? before) && isAssociative(type)))
  if (!structured || (isBlank(before) && isBlank(after))) {
    if (before === undefined) insert(sets.added, path)
    else if (after === undefined) insert(sets.removed, path)
    else if (!sameValue(before, after)) insert(sets.modified, path)
    return
  }
  if (path.length > 0 && before === undefined) insert(sets.added, path)
  if (path.length > 0 && after === undefined) insert(sets.removed, path)
  if (Array.isArray(after ?? before)) {
    const left = byElement(before, type)
    const right = byElement(after, type)
    for (const element of repeated(after, type)) {
      if (!left.has(element)) insert(sets.added, [...path, element])
      right.delete(element)
      left.delete(element)
    }
    for (const [element, item] of right) compareInto(sets, [...path, element], left.get(element), item, type.element ?? UNTYPED)
    for (const [element, item] of left) if (!right.has(element)) compareInto(sets, [...path, element], item, undefined, type.element ?? UNTYPED)
    return
  }
  const left = (isMap(before) ? before : {}) as Json
  const right = (isMap(after) ? after : {}) as Json
  for (const name of new Set([...Object.keys(right), ...Object.keys(left)])) {
    const below = childType(type, name)
    if (below === undefined) continue
    const old = left[name] === undefined && before !== undefined && below.alwaysThere === true ? blankOf(below) : left[name]
    const now = right[name] === undefined && after !== undefined && below.alwaysThere === true ? blankOf(below) : right[name]
    if (old !== undefined || now !== undefined) compareInto(sets, [...path, `f:${name}`], old, now, below)
  }
}

/** What a fresh Go value shows for a field that is always there. */
const blankOf = (type: FieldType): unknown => (type.zero !== undefined ? type.zero : type.field !== undefined ? {} : null)

/** Elements that stand in a list more than once cannot be told apart: they are owned as one piece. */
function repeated(list: unknown, type: FieldType): string[] {
  const seen = new Map<string, number>()
  for (const item of (list ?? []) as unknown[]) {
    const element = elementOf(item, type)
    seen.set(element, (seen.get(element) ?? 0) + 1)
  }
  return [...seen].filter(([, count]) => count > 1).map(([element]) => element)
}

function byElement(list: unknown, type: FieldType): Map<string, unknown> {
  return new Map(((list ?? []) as unknown[]).map((item) => [elementOf(item, type), item] as const))
}

/** typed/tofieldset.go: what an applied configuration names. */
export function toFieldSet(value: unknown, type: FieldType): FieldSet {
  const set = builder()
  collect(set, [], value, type)
  return set as unknown as FieldSet
}

function collect(set: SetBuilder, path: string[], value: unknown, type: FieldType): void {
  if (type.atomic || (!isMap(value) && !(Array.isArray(value) && isAssociative(type)))) {
    insert(set, path)
    return
  }
  if (Array.isArray(value)) {
    for (const item of value) {
      const at = [...path, elementOf(item, type)]
      if (type.keys !== undefined) collect(set, at, item, type.element ?? UNTYPED)
      insert(set, at)
    }
    return
  }
  for (const [name, member] of Object.entries(value)) {
    const below = childType(type, name)
    if (below === undefined) continue
    const at = [...path, `f:${name}`]
    collect(set, at, member, below)
    if (isBlank(member) || type.field?.(name) === undefined) insert(set, at)
  }
}

/** typed/merge.go: `over` laid over `base`. */
export function merge(base: unknown, over: unknown, type: FieldType): unknown {
  if (over === undefined) return base
  if (base === undefined || base === null || type.atomic) return over
  if (isMap(over) && isMap(base)) {
    const result: Json = { ...base }
    for (const [name, value] of Object.entries(over)) result[name] = merge(base[name], value, childType(type, name) ?? UNTYPED)
    return result
  }
  if (Array.isArray(over) && Array.isArray(base) && isAssociative(type)) return mergeLists(base, over, type)
  return over
}

function mergeLists(base: readonly unknown[], over: readonly unknown[], type: FieldType): unknown[] {
  const left = base.map((item) => [elementOf(item, type), item] as const)
  const right = over.map((item) => [elementOf(item, type), item] as const)
  const leftOf = new Map(left)
  const rightOf = new Map(right)
  const shared = right.map(([element]) => element).filter((element) => leftOf.has(element))
  const result: unknown[] = []
  let l = 0
  let r = 0
  const take = (element: string, item: unknown): void => {
    result.push(type.keys === undefined ? item : merge(leftOf.get(element), item, type.element ?? UNTYPED))
    if (shared[0] === element) shared.shift()
    r++
  }
  while (l < left.length || r < right.length) {
    if (l < left.length && r < right.length) {
      if (left[l]![0] === right[r]![0]) {
        take(...right[r]!)
        l++
        continue
      }
      if (rightOf.has(left[l]![0]) && shared[0] !== left[l]![0]) {
        l++
        continue
      }
    }
    if (l < left.length && !rightOf.has(left[l]![0])) {
      result.push(left[l]![1])
      l++
    } else if (r < right.length) take(...right[r]!)
    else l++
  }
  return result
}

/** A value without the fields at these paths; containers that only held them go too when they are listed. */
export function removeFields(value: unknown, remove: FieldSet, type: FieldType): unknown {
  if (Array.isArray(value)) {
    if (!isAssociative(type)) return value
    return value.flatMap((item) => {
      const below = remove.below.get(elementOf(item, type))
      if (below === undefined) return [item]
      return below.member ? [] : [removeFields(item, below, type.element ?? UNTYPED)]
    })
  }
  if (!isMap(value)) return value
  const result: Json = {}
  for (const [name, member] of Object.entries(value)) {
    const below = remove.below.get(`f:${name}`)
    if (below === undefined) result[name] = member
    else if (!below.member) result[name] = removeFields(member, below, childType(type, name) ?? UNTYPED)
  }
  return result
}
