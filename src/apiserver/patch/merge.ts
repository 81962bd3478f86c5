/** JSON merge patch, RFC 7386: applying one, and making one for kinds whose schema says nothing of merging. */
import { sameValue } from '../../lib/same-value.ts'
import type { Json } from './schema.ts'
import { isMap } from './schema.ts'

/** A new value; null removes a member, anything but an object replaces. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isMap(patch)) return patch
  const result: Json = isMap(target) ? { ...target } : {}
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key]
    else result[key] = mergePatch(result[key], value)
  }
  return result
}

/** What has to be merged into `original` to make it `modified`. */
export function createMergePatch(original: Json, modified: Json): Json {
  const patch: Json = {}
  for (const [key, after] of Object.entries(modified)) {
    const before = original[key]
    if (isMap(before) && isMap(after)) {
      const below = createMergePatch(before, after)
      if (Object.keys(below).length > 0) patch[key] = below
    } else if (!Object.hasOwn(original, key) || !sameValue(before, after)) patch[key] = after
  }
  for (const key of Object.keys(original)) if (!Object.hasOwn(modified, key)) patch[key] = null
  return patch
}

/** apimachinery/pkg/util/jsonmergepatch, CreateThreeWayJSONMergePatch: custom resources under kubectl apply. */
export function createThreeWayJsonMergePatch(original: Json, modified: Json, current: Json): Json {
  const changes = pick(createMergePatch(current, modified), (value) => value !== null)
  const deletions = pick(createMergePatch(original, modified), (value) => value === null)
  return joined(deletions, changes)
}

/** The leaves of a patch that pass the test; maps that keep none are dropped. */
function pick(patch: Json, keep: (leaf: unknown) => boolean): Json {
  const kept: Json = {}
  for (const [key, value] of Object.entries(patch)) {
    if (isMap(value)) {
      const below = pick(value, keep)
      if (Object.keys(below).length > 0 || (Object.keys(value).length === 0 && keep(value))) kept[key] = below
    } else if (keep(value)) kept[key] = value
  }
  return kept
}

function joined(first: Json, second: Json): Json {
  const all: Json = { ...first }
  for (const [key, value] of Object.entries(second)) {
    const there = all[key]
    all[key] = isMap(there) && isMap(value) ? joined(there, value) : value
  }
  return all
}
