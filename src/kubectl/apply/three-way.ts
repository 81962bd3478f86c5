/** Patches made by the client: from what was applied, what shall be, and what is. */
import { apiSchema } from '../../kinds/generated/schema.ts'
import type { FieldSchema } from '../../kinds/schema.ts'
import { sameValue } from '../../lib/same-value.ts'

export type JsonMap = { [key: string]: unknown }

/** Upstream: `apimachinery/pkg/util/jsonmergepatch/patch.go`. For kinds without a schema. */
export const threeWayMergePatch = (original: JsonMap, modified: JsonMap, current: JsonMap): JsonMap => {
  const patch = mergeAdditions(current, modified)
  addMergeDeletions(patch, original, modified)
  return patch
}

/** Upstream: `apimachinery/pkg/util/strategicpatch/patch.go` CreateThreeWayMergePatch. */
export const threeWayStrategicPatch = (
  type: string, original: JsonMap, modified: JsonMap, current: JsonMap,
): JsonMap => {
  const additions = diffMaps(current, modified, type, { additions: true, deletions: false, order: true })
  const deletions = diffMaps(original, modified, type, { additions: false, deletions: true, order: false })
  return mergePatches(deletions, additions, type)
}

/** The strategic merge patch that leads from one object to another. */
export const twoWayStrategicPatch = (type: string, from: JsonMap, to: JsonMap): JsonMap =>
  diffMaps(from, to, type, { additions: true, deletions: true, order: true })

/** The JSON merge patch that leads from one object to another. */
export const twoWayMergePatch = (from: JsonMap, to: JsonMap): JsonMap => threeWayMergePatch(from, to, from)

export const isMap = (value: unknown): value is JsonMap =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

const mergeAdditions = (current: JsonMap, modified: JsonMap): JsonMap => {
  const patch: JsonMap = {}
  for (const [key, value] of Object.entries(modified)) {
    const now = current[key]
    if (sameValue(now, value)) continue
    if (isMap(value) && isMap(now)) {
      const inner = mergeAdditions(now, value)
      if (Object.keys(inner).length > 0) patch[key] = inner
    } else if (value !== null || now !== undefined) patch[key] = value
  }
  return patch
}

const addMergeDeletions = (patch: JsonMap, original: JsonMap, modified: JsonMap): void => {
  for (const [key, value] of Object.entries(original)) {
    const now = modified[key]
    if (now === undefined) patch[key] = null
    else if (isMap(value) && isMap(now)) {
      const inner = isMap(patch[key]) ? patch[key] : {}
      addMergeDeletions(inner, value, now)
      if (Object.keys(inner).length > 0) patch[key] = inner
    }
  }
}

/** `order`: lists that are merged by key say in which order they shall stand. */
interface Wanted { readonly additions: boolean; readonly deletions: boolean; readonly order: boolean }

interface Member {
  readonly type: string
  readonly strategies: readonly string[]
  readonly mergeKey: string | undefined
}

/** What the schema says about a field; a map's values all have its value type. */
const memberOf = (type: string, key: string): Member => {
  const field: FieldSchema | undefined = apiSchema.types[type]?.fields?.[key]
  return {
    type: field?.type ?? field?.array ?? '',
    strategies: field?.patchStrategy?.split(',') ?? [],
    mergeKey: field?.patchMergeKey,
  }
}

const diffMaps = (from: JsonMap, to: JsonMap, type: string, wanted: Wanted): JsonMap => {
  const patch: JsonMap = {}
  for (const [key, before] of Object.entries(from)) {
    const after = to[key]
    if (after === undefined) {
      if (wanted.deletions) patch[key] = null
      continue
    }
    if (sameValue(before, after)) continue
    const member = memberOf(type, key)
    if (isMap(before) && isMap(after)) diffMap(patch, key, before, after, member, wanted)
    else if (Array.isArray(before) && Array.isArray(after)) diffList(patch, key, before, after, member, wanted)
    else if (wanted.additions) patch[key] = after
  }
  if (!wanted.additions) return patch
  for (const [key, after] of Object.entries(to)) {
    if (from[key] === undefined && after !== null) patch[key] = after
  }
  return patch
}

const diffMap = (
  patch: JsonMap, key: string, before: JsonMap, after: JsonMap, member: Member, wanted: Wanted,
): void => {
  if (member.strategies.includes('replace')) {
    if (wanted.additions) patch[key] = after
    return
  }
  const inner = diffMaps(before, after, member.type, wanted)
  const retains = member.strategies.includes('retainKeys') && wanted.additions
  if (retains && Object.keys(inner).length > 0) inner['$retainKeys'] = Object.keys(after).sort()
  if (Object.keys(inner).length > 0) patch[key] = inner
}

const diffList = (
  patch: JsonMap, key: string, before: readonly unknown[], after: readonly unknown[], member: Member, wanted: Wanted,
): void => {
  if (!member.strategies.includes('merge')) {
    if (wanted.additions) patch[key] = after
    return
  }
  const { mergeKey } = member
  if (mergeKey === undefined) {
    const added = after.filter(item => !before.some(other => sameValue(item, other)))
    const gone = before.filter(item => !after.some(other => sameValue(item, other)))
    if (wanted.additions && added.length > 0) patch[key] = added
    if (wanted.deletions && gone.length > 0) patch[`$deleteFromPrimitiveList/${key}`] = gone
    if (wanted.order && added.length > 0) patch[`$setElementOrder/${key}`] = after
    return
  }
  const items = diffItems(before as JsonMap[], after as JsonMap[], mergeKey, member.type, wanted)
  if (items.length > 0) patch[key] = items
  if (wanted.order && (items.length > 0 || !sameOrder(before as JsonMap[], after as JsonMap[], mergeKey))) {
    patch[`$setElementOrder/${key}`] = (after as JsonMap[]).map(item => ({ [mergeKey]: item[mergeKey] }))
  }
}

const sameOrder = (before: readonly JsonMap[], after: readonly JsonMap[], mergeKey: string): boolean => {
  const wanted = after.map(item => item[mergeKey])
  const kept = before.map(item => item[mergeKey]).filter(key => wanted.includes(key))
  return sameValue(kept, wanted)
}

const diffItems = (
  before: readonly JsonMap[], after: readonly JsonMap[], mergeKey: string, type: string, wanted: Wanted,
): JsonMap[] => {
  const items: JsonMap[] = []
  const old = new Map(before.map(item => [item[mergeKey], item]))
  for (const item of after) {
    const previous = old.get(item[mergeKey])
    if (!previous) {
      if (wanted.additions) items.push(item)
      continue
    }
    const inner = diffMaps(previous, item, type, wanted)
    if (Object.keys(inner).length > 0) items.push({ ...inner, [mergeKey]: item[mergeKey] })
  }
  if (!wanted.deletions) return items
  const kept = new Set(after.map(item => item[mergeKey]))
  for (const item of before) {
    if (!kept.has(item[mergeKey])) items.push({ $patch: 'delete', [mergeKey]: item[mergeKey] })
  }
  return items
}

/** Both patches in one; lists with a merge key are joined by it. */
const mergePatches = (deletions: JsonMap, additions: JsonMap, type: string): JsonMap => {
  const merged: JsonMap = { ...deletions }
  for (const [key, added] of Object.entries(additions)) {
    const deleted = deletions[key]
    const { type: inner, mergeKey } = memberOf(type, key)
    if (isMap(added) && isMap(deleted)) merged[key] = mergePatches(deleted, added, inner)
    else if (Array.isArray(added) && Array.isArray(deleted) && mergeKey !== undefined) {
      merged[key] = mergeItems(deleted as JsonMap[], added as JsonMap[], mergeKey, inner)
    } else merged[key] = added
  }
  return merged
}

const mergeItems = (deleted: readonly JsonMap[], added: readonly JsonMap[], mergeKey: string, type: string): JsonMap[] => {
  const rest = [...deleted]
  const items = added.map(item => {
    const at = rest.findIndex(other => other[mergeKey] === item[mergeKey] && other['$patch'] === undefined)
    return at < 0 ? item : mergePatches(rest.splice(at, 1)[0]!, item, type)
  })
  return [...items, ...rest]
}
