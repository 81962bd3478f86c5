/** What the server serves: groups, versions, resources, in the plain and the aggregated documents. */
import { createHash } from 'node:crypto'
import { apiSchema } from '../../kinds/generated/schema.ts'
import type { Kind } from '../../kinds/kind.ts'
import { groupVersion } from '../../kinds/object.ts'
import type { Kinds } from '../../kinds/registry.ts'
import type { ResourceSchema } from '../../kinds/schema.ts'
import { GROUP_ORDER } from './group-order.ts'

/** One resource or subresource, as APIResource lists it. */
export interface Served {
  readonly name: string
  readonly singularName: string
  readonly namespaced: boolean
  readonly kind: string
  readonly verbs: readonly string[]
  readonly group?: string
  readonly version?: string
  readonly shortNames?: readonly string[]
  readonly categories?: readonly string[]
  readonly storageVersionHash?: string
}

/** Groups with their served versions, the preferred first, in the order in which the server lists them. */
export function groupsOf(kinds: Kinds): { readonly name: string; readonly versions: readonly string[] }[] {
  const groups = new Map<string, Set<string>>()
  const add = (group: string, version: string): void => {
    const versions = groups.get(group)
    if (versions === undefined) groups.set(group, new Set([version]))
    else versions.add(version)
  }
  for (const kind of kinds.all()) {
    add(kind.group, kind.version)
    for (const served of kind.served ?? []) add(served.group, served.version)
  }
  const place = (name: string): number => {
    const at = GROUP_ORDER.indexOf(name)
    return at < 0 ? GROUP_ORDER.length : at
  }
  return [...groups]
    .map(([name, versions]) => ({ name, versions: [...versions].sort(compareVersions) }))
    .sort((a, b) => place(a.name) - place(b.name) || (a.name < b.name ? -1 : 1))
}

/** apimachinery/pkg/version/helpers.go: v2, v1, v1beta2, v1alpha1. */
function compareVersions(a: string, b: string): number {
  const parse = (v: string): [number, number, number] => {
    const m = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(v)
    if (m === null) return [0, 0, 0]
    return [m[2] === undefined ? 3 : m[2] === 'beta' ? 2 : 1, Number(m[1]), Number(m[3] ?? 0)]
  }
  const [x, y] = [parse(a), parse(b)]
  return y[0] - x[0] || y[1] - x[1] || y[2] - x[2] || (a < b ? -1 : 1)
}

/** Everything under one group and version; undefined when that is not served. */
export function resourcesOf(kinds: Kinds, group: string, version: string): readonly Served[] | undefined {
  const here = kinds.all().filter((k) => (k.group === group && k.version === version) ||
    (k.served ?? []).some((s) => s.group === group && s.version === version))
  if (here.length === 0) return undefined
  return here.flatMap((kind) => [main(kind), ...below(kind, group, version)]).sort((a, b) => (a.name < b.name ? -1 : 1))
}

function main(kind: Kind): Served {
  return {
    name: kind.plural, singularName: kind.singular, namespaced: kind.namespaced, kind: kind.kind, verbs: [...kind.verbs].sort(),
    ...(kind.short.length > 0 ? { shortNames: kind.short } : {}),
    ...(kind.categories.length > 0 ? { categories: kind.categories } : {}),
    ...(kind.verbs.includes('list') && kind.kind !== 'ComponentStatus' ? { storageVersionHash: storageVersionHash(kind) } : {}),
  }
}

/** apiserver/pkg/storageversion: the first eight bytes of SHA-256 of group/version/kind. */
const storageVersionHash = (kind: Kind): string =>
  createHash('sha256').update(`${kind.group}/${kind.version}/${kind.kind}`).digest().subarray(0, 8).toString('base64')

const known = new Map<string, ResourceSchema>(apiSchema.resources.map((r) => [`${r.groupVersion}/${r.name}`, r]))

function below(kind: Kind, group: string, version: string): Served[] {
  return kind.subresources.map((name) => {
    const schema = known.get(`${groupVersion(group, version)}/${kind.plural}/${name}`)
    const scale = name === 'scale' ? { group: 'autoscaling', version: 'v1' } : {}
    return {
      name: `${kind.plural}/${name}`, singularName: '', namespaced: kind.namespaced,
      kind: schema?.kind ?? (name === 'scale' ? 'Scale' : kind.kind),
      verbs: [...(schema?.verbs ?? ['get', 'patch', 'update'])].sort(),
      ...(schema?.group === undefined ? scale : { group: schema.group }),
      ...(schema?.version === undefined ? {} : { version: schema.version }),
    }
  })
}
