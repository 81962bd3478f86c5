/** Objects as Go's JSON shows the API server's internal types: no tags, every field, in the order of the struct. */
import { podLayouts } from './pod-spec/go-layout.ts'

/**
 * A layout's field: `Name` or `Name/jsonName`, a colon and how its zero looks: s string, i integer, b boolean,
 * n anything that may be nil; `=Type`, `*Type` and `[]Type` are structs.
 */
interface Field {
  readonly name: string
  readonly json: string
  readonly shape: string
}

const layouts = new Map<string, readonly Field[]>()
for (const line of podLayouts.trim().split('\n')) {
  const [type, rest] = line.trim().split(': ') as [string, string]
  layouts.set(type, rest.split(' ').map(parseField))
}

function parseField(text: string): Field {
  const colon = text.indexOf(':')
  const [name, json] = (colon < 0 ? text : text.slice(0, colon)).split('/') as [string, string | undefined]
  return { name, json: json ?? lowerFirst(name), shape: colon < 0 ? 'n' : text.slice(colon + 1) }
}

/** `HostPath` is hostPath, `CSI` is csi. */
function lowerFirst(name: string): string {
  return /^[A-Z]+$/.test(name) ? name.toLowerCase() : name[0]!.toLowerCase() + name.slice(1)
}

/** The value as the internal type's JSON, ready for JSON.stringify. */
export function goDump(value: unknown, type: string): unknown {
  const fields = layouts.get(type)
  if (fields === undefined) throw new Error(`no layout of ${type}`)
  const source = (value ?? {}) as Record<string, unknown>
  return Object.fromEntries(fields.map(({ name, json, shape }) => [name, dumpField(source[json], shape)]))
}

function dumpField(value: unknown, shape: string): unknown {
  switch (shape) {
    case 's': return value ?? ''
    case 'i': return value ?? 0
    case 'b': return value ?? false
    case 'n': return plain(value)
    default: break
  }
  if (shape.startsWith('=')) return goDump(value, shape.slice(1))
  if (value === undefined || value === null) return null
  if (shape.startsWith('*')) return goDump(value, shape.slice(1))
  return (value as unknown[]).map((item) => goDump(item, shape.slice(2)))
}

/** Maps come sorted; what is empty in the object was nil to Go. */
function plain(value: unknown): unknown {
  if (value === undefined || value === null) return null
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => [k, plain(v)]))
}
