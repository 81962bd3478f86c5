/** jq's functions on arrays and objects. */
import type { Json } from './ast.ts'
import { list, object } from './checked.ts'
import { textOf } from './formats.ts'
import { compareJson, index, isObject, iterate } from './values.ts'

export function contains(whole: Json, part: Json | undefined): boolean {
  if (typeof whole === 'string' && typeof part === 'string') return whole.includes(part)
  if (Array.isArray(whole) && Array.isArray(part))
    return part.every(item => whole.some(each => contains(each, item)))
  if (isObject(whole) && part !== undefined && isObject(part))
    return Object.entries(part).every(
      ([key, value]) => Object.hasOwn(whole, key) && contains(whole[key] ?? null, value),
    )
  return compareJson(whole, part ?? null) === 0
}

export function zipped(input: Json, keys: Json | undefined, what: string): [Json, Json][] {
  const items = list(input, `cannot be ${what}, as it is not an array`)
  return items
    .map((item, at): [Json, Json] => [item, index(keys ?? null, at)])
    .sort((a, b) => compareJson(a[1], b[1]))
}

export function grouped(pairs: readonly [Json, Json][]): Json {
  const groups: Json[][] = []
  for (const [at, [item, key]] of pairs.entries()) {
    if (at > 0 && compareJson(pairs[at - 1]?.[1] ?? null, key) === 0) groups.at(-1)?.push(item)
    else groups.push([item])
  }
  return groups
}

export function flatten(items: readonly Json[], depth: number): Json[] {
  return items.flatMap((item): Json[] =>
    Array.isArray(item) && depth > 0 ? flatten(item, depth - 1) : [item],
  )
}

export function transpose(rows: readonly Json[]): Json {
  const width = Math.max(0, ...rows.map(row => (row as readonly Json[]).length))
  return Array.from({ length: width }, (_, column) => rows.map(row => index(row, column)))
}

export function fromEntries(input: Json): Json {
  const out: Record<string, Json> = {}
  for (const entry of iterate(input)) {
    const { key, k, name, Name, Key, K, value, v, Value, V } = object(entry)
    const own = key ?? k ?? name ?? Name ?? Key ?? K ?? null
    Object.defineProperty(out, own === null ? 'null' : textOf(own), {
      value: value ?? v ?? Value ?? V ?? null,
      enumerable: true,
      configurable: true,
      writable: true,
    })
  }
  return out
}
