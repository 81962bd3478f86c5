/** A set of field paths, as managedFields hold them: `f:spec`, `k:{"name":"c"}`, `v:"x"`. */

/** Never changed once made; a node may be a member itself, and have members below. */
export interface FieldSet {
  readonly member: boolean
  readonly below: ReadonlyMap<string, FieldSet>
}

export const EMPTY: FieldSet = { member: false, below: new Map() }
const LEAF: FieldSet = { member: true, below: new Map() }

export const isEmpty = (set: FieldSet): boolean => !set.member && set.below.size === 0

const node = (member: boolean, below: Map<string, FieldSet>): FieldSet => (member || below.size > 0 ? { member, below } : EMPTY)

export function union(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmpty(a)) return b
  if (isEmpty(b)) return a
  const below = new Map(a.below)
  for (const [element, set] of b.below) {
    const there = below.get(element)
    below.set(element, there === undefined ? set : union(there, set))
  }
  return node(a.member || b.member, below)
}

export function difference(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmpty(a) || isEmpty(b)) return a
  const below = new Map<string, FieldSet>()
  for (const [element, set] of a.below) {
    const other = b.below.get(element)
    const left = other === undefined ? set : difference(set, other)
    if (!isEmpty(left)) below.set(element, left)
  }
  return node(a.member && !b.member, below)
}

export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  const below = new Map<string, FieldSet>()
  for (const [element, set] of a.below) {
    const other = b.below.get(element)
    if (other === undefined) continue
    const both = intersection(set, other)
    if (!isEmpty(both)) below.set(element, both)
  }
  return node(a.member && b.member, below)
}

export function sameSet(a: FieldSet, b: FieldSet): boolean {
  if (a.member !== b.member || a.below.size !== b.below.size) return false
  for (const [element, set] of a.below) {
    const other = b.below.get(element)
    if (other === undefined || !sameSet(set, other)) return false
  }
  return true
}

/** Without these paths and everything below them. */
export function without(set: FieldSet, paths: readonly (readonly string[])[]): FieldSet {
  let left = set
  for (const path of paths) left = cut(left, path, 0)
  return left
}

function cut(set: FieldSet, path: readonly string[], at: number): FieldSet {
  const child = set.below.get(path[at]!)
  if (child === undefined) return set
  const below = new Map(set.below)
  const left = at === path.length - 1 ? EMPTY : cut(child, path, at + 1)
  if (isEmpty(left)) below.delete(path[at]!)
  else below.set(path[at]!, left)
  return node(set.member, below)
}

/** Collects paths one by one. */
export interface SetBuilder {
  member: boolean
  readonly below: Map<string, SetBuilder>
}

export const builder = (): SetBuilder => ({ member: false, below: new Map() })

export function insert(into: SetBuilder, path: readonly string[]): void {
  let at = into
  for (const element of path) {
    let next = at.below.get(element)
    if (next === undefined) at.below.set(element, (next = builder()))
    at = next
  }
  at.member = true
}

/** metav1.FieldsV1. */
export function toFieldsV1(set: FieldSet): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  if (set.member && set.below.size > 0) fields['.'] = {}
  for (const element of [...set.below.keys()].sort()) fields[element] = toFieldsV1(set.below.get(element)!)
  return fields
}

export function fromFieldsV1(fields: Record<string, any>): FieldSet {
  const below = new Map<string, FieldSet>()
  for (const [element, value] of Object.entries(fields)) {
    if (element === '.') continue
    const child = fromFieldsV1(value)
    below.set(element, child.below.size === 0 ? LEAF : { ...child, member: Object.hasOwn(value, '.') })
  }
  return { member: false, below }
}

/** Every member's path. */
export function* membersOf(set: FieldSet, prefix: readonly string[] = []): Generator<readonly string[]> {
  if (set.member) yield prefix
  for (const [element, child] of set.below) yield* membersOf(child, [...prefix, element])
}

/** As conflicts name them: `.spec.containers[name="c"].image`. */
export const pathText = (path: readonly string[]): string =>
  path.map((element) => {
    const rest = element.slice(2)
    if (element.startsWith('f:')) return `.${rest}`
    if (element.startsWith('v:')) return `[=${rest}]`
    if (element.startsWith('i:')) return `[${rest}]`
    const key = JSON.parse(rest) as Record<string, unknown>
    return `[${Object.keys(key).sort().map((k) => `${k}=${JSON.stringify(key[k])}`).join(',')}]`
  }).join('')
