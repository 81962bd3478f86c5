/** Changes and deletes what a path leads to; the value it was taken from stays as it is. */
import { JqError, type Json } from './ast.ts'
import type { Key, Path } from './evaluate.ts'
import { index, isObject, slice } from './values.ts'

export function setPath(value: Json, path: Path, change: (old: Json) => Json): Json {
  const [key, ...rest] = path
  if (key === undefined) return change(value)
  if (typeof key === 'object') {
    const list = value === null ? [] : value
    if (!Array.isArray(list)) throw new JqError('Cannot update field at object index of array')
    const from = key.start === null ? 0 : Number(key.start)
    const to = key.end === null ? list.length : Number(key.end)
    const start = from < 0 ? list.length + from : from
    const end = to < 0 ? list.length + to : to
    const replacement = setPath(list.slice(start, end), rest, change)
    return [...list.slice(0, start), ...(replacement as readonly Json[]), ...list.slice(end)]
  }
  if (typeof key === 'number') {
    if (value !== null && !Array.isArray(value))
      throw new JqError(`Cannot index ${isObject(value) ? 'object' : typeof value} with number`)
    const list = [...((value ?? []) as readonly Json[])]
    const position = key < 0 ? list.length + key : key
    if (position < 0) throw new JqError('Out of bounds negative array index')
    while (list.length < position) list.push(null)
    list[position] = setPath(list[position] ?? null, rest, change)
    return list
  }
  if (value !== null && !isObject(value))
    throw new JqError(`Cannot index ${Array.isArray(value) ? 'array' : typeof value} with "${key}"`)
  const made = { ...(value ?? {}) } as Record<string, Json>
  Object.defineProperty(made, key, {
    value: setPath(Object.hasOwn(made, key) ? (made[key] ?? null) : null, rest, change),
    enumerable: true,
    configurable: true,
    writable: true,
  })
  return made
}

export function deletePaths(value: Json, gone: readonly Path[]): Json {
  const ordered = [...gone].sort((a, b) =>
    JSON.stringify(a.map(pad)) < JSON.stringify(b.map(pad)) ? 1 : -1,
  )
  return ordered.reduce((result, path) => deletePath(result, path), value)
}

const pad = (key: Key): Key => (typeof key === 'number' ? String(key).padStart(9, '0') : key)

function deletePath(value: Json, path: Path): Json {
  const [key, ...rest] = path
  if (key === undefined || value === null) return null
  if (typeof key === 'object') {
    if (!Array.isArray(value)) return value
    const kept = slice(value, key.start, key.end) as readonly Json[]
    return value.filter(item => !kept.includes(item))
  }
  if (rest.length > 0) {
    const inner = index(value, key)
    return inner === null ? value : setPath(value, [key], old => deletePath(old, rest))
  }
  if (Array.isArray(value))
    return value.filter((_, at) => at !== (Number(key) < 0 ? value.length + Number(key) : key))
  if (!isObject(value)) throw new JqError(`Cannot delete field at object index of ${typeof value}`)
  const { [String(key)]: _, ...others } = value
  return others
}
