/** What became of the cluster between two moments: objects that came, went, and the fields that differ. */

interface Dumped {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace?: string }
}

/** One row an object, its changed fields indented below; events are left out, they say the same. */
export function changesBetween(before: object, after: object): string[] {
  const old = objectsOf(before)
  const now = objectsOf(after)
  const rows: string[] = []
  for (const key of [...new Set([...old.keys(), ...now.keys()])].sort()) {
    const was = old.get(key)
    const is = now.get(key)
    if (was === undefined) rows.push(`+ ${key}`)
    else if (is === undefined) rows.push(`- ${key}`)
    else {
      const fields = fieldChanges(was, is, '')
      if (fields.length > 0)
        rows.push(`~ ${key}`, ...fields.slice(0, FIELDS_MAX).map(field => `    ${field}`))
      if (fields.length > FIELDS_MAX) rows.push(`    … and ${fields.length - FIELDS_MAX} more`)
    }
  }
  return rows
}

function objectsOf(dump: object): Map<string, Dumped> {
  const { objects } = dump as { objects: readonly Dumped[] }
  return new Map(
    objects
      .filter(object => object.kind !== 'Event' && object.kind !== 'Lease')
      .map(object => {
        const { namespace, name } = object.metadata
        return [`${object.kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`, object]
      }),
  )
}

function fieldChanges(was: unknown, is: unknown, path: string): string[] {
  if (NOISE.test(path) || same(was, is)) return []
  if (isObject(was) && isObject(is)) {
    return [...new Set([...Object.keys(was), ...Object.keys(is)])]
      .sort()
      .flatMap(key =>
        fieldChanges(was[key], is[key], path + (/^[\w-]+$/.test(key) ? `.${key}` : `['${key}']`)),
      )
  }
  if (Array.isArray(was) && Array.isArray(is) && was.length === is.length) {
    return was.flatMap((item, at) => fieldChanges(item, is[at], `${path}[${at}]`))
  }
  return [`${path}: ${shown(was)} → ${shown(is)}`]
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function shown(value: unknown): string {
  if (value === undefined) return '(none)'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > VALUE_MAX ? `${text.slice(0, VALUE_MAX)}…` : text
}

const NOISE =
  /^\.metadata\.(?:resourceVersion|managedFields|uid)|kubectl\.kubernetes\.io\/last-applied-configuration/
const FIELDS_MAX = 12
const VALUE_MAX = 60
