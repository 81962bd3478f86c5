/** Systematic small changes of a solution's effect: one field changed, dropped or duplicated. */
import type { AnyObj } from '../../kinds/object.ts'
import type { Effect } from './effect.ts'

export interface Mutant {
  /** "Ingress shop/web: spec.rules[0].host dropped" */
  readonly name: string
  readonly effect: Effect
}

/** Who an object is stays as it is: another name or kind is another object, not a mutant of this one. */
const IDENTITY = ['apiVersion', 'kind', 'metadata.name', 'metadata.namespace']

export function mutantsOf(effect: Effect): Mutant[] {
  const mutants: Mutant[] = []
  effect.put.forEach((object, at) => {
    const name = `${object.kind} ${object.metadata.namespace === undefined ? '' : `${object.metadata.namespace}/`}${object.metadata.name}`
    const { kind: _, ...body } = object
    for (const change of changesOf(body, [])) {
      const path = pathText(change.path)
      if (IDENTITY.includes(path) || path === 'metadata') continue
      const mutated = structuredClone(object)
      change.apply(mutated)
      const put = effect.put.map((o, i) => (i === at ? mutated : o))
      mutants.push({ name: `${name}: ${path} ${change.what}`, effect: { ...effect, put } })
    }
    mutants.push({ name: `${name} left out`, effect: { ...effect, put: effect.put.filter((o) => o !== object) } })
  })
  effect.removed.forEach((object) => {
    mutants.push({ name: `${object.kind} ${object.metadata.name} kept`, effect: { ...effect, removed: effect.removed.filter((o) => o !== object) } })
  })
  return mutants
}

type Step = string | number
interface FieldChange {
  readonly path: readonly Step[]
  readonly what: string
  apply(object: AnyObj): void
}

function changesOf(value: unknown, path: readonly Step[]): FieldChange[] {
  const own: FieldChange[] = path.length === 0 ? [] : [{ path, what: 'dropped', apply: (o) => drop(o, path) }]
  if (Array.isArray(value)) {
    return [...own, ...value.flatMap((item, i) => [
      { path: [...path, i], what: 'duplicated', apply: (o: AnyObj) => void listAt(o, path).push(structuredClone(item)) },
      ...changesOf(item, [...path, i]),
    ])]
  }
  if (typeof value === 'object' && value !== null) {
    return [...own, ...Object.entries(value).flatMap(([key, v]) => changesOf(v, [...path, key]))]
  }
  return [...own, ...otherValues(value).map((other) => ({
    path, what: `changed to ${JSON.stringify(other)}`, apply: (o: AnyObj) => set(o, path, other),
  }))]
}

/** Values near the one that stands there: the slips that people make. */
function otherValues(value: unknown): unknown[] {
  if (typeof value === 'number') return [value + 1, 80].filter((n) => n !== value)
  if (typeof value === 'boolean') return [!value]
  if (typeof value !== 'string') return []
  const slips = value.startsWith('/') ? [`${value}x`, '/'] : [`${value}x`]
  return slips.filter((slip) => slip !== value)
}

const parentOf = (object: AnyObj, path: readonly Step[]): any =>
  path.slice(0, -1).reduce((at: any, step) => at[step], object)
const listAt = (object: AnyObj, path: readonly Step[]): unknown[] =>
  path.reduce((at: any, step) => at[step], object) as unknown as unknown[]

function drop(object: AnyObj, path: readonly Step[]): void {
  const parent = parentOf(object, path)
  if (Array.isArray(parent)) parent.splice(path.at(-1) as number, 1)
  else delete parent[path.at(-1)!]
}

function set(object: AnyObj, path: readonly Step[], value: unknown): void {
  parentOf(object, path)[path.at(-1)!] = value
}

const pathText = (path: readonly Step[]): string =>
  path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`)).join('')
