/** A small JSON Schema checker: the subset that the scenario's schema uses, with a path to each complaint. */

export interface Shape {
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array'
  readonly description?: string
  readonly enum?: readonly (string | number)[]
  readonly pattern?: string
  readonly minimum?: number
  readonly items?: Shape
  readonly minItems?: number
  readonly properties?: { readonly [name: string]: Shape }
  readonly required?: readonly string[]
  /** false refuses unknown members; a shape is what they must fit. */
  readonly additionalProperties?: boolean | Shape
  readonly anyOf?: readonly Shape[]
}

export interface Complaint {
  readonly path: readonly (string | number)[]
  readonly problem: string
}

/** All complaints, in the order of the file. */
export function complaintsAbout(value: unknown, shape: Shape, path: readonly (string | number)[] = []): Complaint[] {
  if (shape.anyOf !== undefined) {
    const tries = shape.anyOf.map((s) => complaintsAbout(value, s, path))
    return tries.find((t) => t.length === 0) ?? tries.sort((a, b) => a.length - b.length)[0]!
  }
  const name = path.length === 0 ? 'the file' : `"${path.at(-1)}"`
  if (shape.type !== undefined && !hasType(value, shape.type)) {
    return [{ path, problem: `${name} must be ${article(shape.type)}, not ${said(value)}` }]
  }
  const wrong: Complaint[] = []
  if (shape.enum !== undefined && !shape.enum.includes(value as string)) {
    wrong.push({ path, problem: `${name} must be one of ${shape.enum.join(', ')}, not ${said(value)}` })
  }
  if (shape.pattern !== undefined && !new RegExp(shape.pattern).test(String(value))) {
    wrong.push({ path, problem: `${name} must match ${shape.pattern}, not ${said(value)}` })
  }
  if (shape.minimum !== undefined && (value as number) < shape.minimum) {
    wrong.push({ path, problem: `${name} must be at least ${shape.minimum}` })
  }
  if (Array.isArray(value)) wrong.push(...complaintsAboutItems(value, shape, path, name))
  else if (typeof value === 'object' && value !== null) wrong.push(...complaintsAboutMembers(value as Record<string, unknown>, shape, path, name))
  return wrong
}

function complaintsAboutItems(value: readonly unknown[], shape: Shape, path: readonly (string | number)[], name: string): Complaint[] {
  const few = value.length < (shape.minItems ?? 0) ? [{ path, problem: `${name} needs at least ${shape.minItems} entries` }] : []
  return [...few, ...(shape.items === undefined ? [] : value.flatMap((v, i) => complaintsAbout(v, shape.items!, [...path, i])))]
}

function complaintsAboutMembers(
  value: Readonly<Record<string, unknown>>, shape: Shape, path: readonly (string | number)[], name: string,
): Complaint[] {
  const known = shape.properties ?? {}
  const missing = (shape.required ?? []).filter((key) => !Object.hasOwn(value, key))
  return [
    ...Object.keys(value).flatMap((key) => {
      const own = Object.hasOwn(known, key) ? known[key] : shape.additionalProperties
      if (typeof own === 'object') return complaintsAbout(value[key], own, [...path, key])
      if (own !== false) return []
      const names = Object.keys(known)
      const meant = nearest(key, names)
      return [{
        path: [...path, key],
        problem: `unknown key "${key}"${meant === undefined ? '' : `; did you mean "${meant}"?`} Known here: ${names.join(', ')}`,
      }]
    }),
    ...missing.map((key) => ({ path, problem: `${name} lacks "${key}"` })),
  ]
}

function hasType(value: unknown, type: NonNullable<Shape['type']>): boolean {
  switch (type) {
    case 'array': return Array.isArray(value)
    case 'object': return typeof value === 'object' && value !== null && !Array.isArray(value)
    case 'integer': return Number.isInteger(value)
    default: return typeof value === type
  }
}

const article = (type: string): string => (/^[aio]/.test(type) ? `an ${type}` : `a ${type}`)
const said = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}

/** The name that shares the most leading letters, if it shares any. */
function nearest(key: string, names: readonly string[]): string | undefined {
  const shared = (name: string): number => {
    let i = 0
    while (i < Math.min(key.length, name.length) && key[i] === name[i]) i++
    return i
  }
  const best = [...names].sort((a, b) => shared(b) - shared(a))[0]
  return best !== undefined && shared(best) > 1 ? best : undefined
}
