/** From what a user calls a resource ("po", "deployments.v1.apps", "Pod") to the kind that is served. */
import { GROUP_ORDER } from '../../apiserver/discovery/group-order.ts'
import { builtInKinds } from '../../kinds/index.ts'
import type { Kind } from '../../kinds/kind.ts'
import { parseGroupVersion } from '../../kinds/object.ts'
import type { Kinds } from '../../kinds/registry.ts'
import { KubectlError } from '../errors.ts'

/** A resource in the version that is spoken. */
export interface Mapping {
  readonly kind: Kind
  readonly group: string
  readonly version: string
  readonly resource: string
  readonly namespaced: boolean
}

/** Custom resources as they were seen last. */
export interface Discovery { custom?: readonly Kind[] | undefined }

/** Upstream: `apimachinery/pkg/api/meta/priority.go` and `client-go/restmapper`. */
export class Mapper {
  readonly kinds: Kinds

  private readonly warn: (text: string) => void
  private readonly discovery: Discovery

  constructor(kinds: Kinds, discovery: Discovery = {}, warn: (text: string) => void = () => {}) {
    this.kinds = kinds
    this.discovery = discovery
    this.warn = warn
  }

  /** By resource name, short name, or kind; throws as the resource builder does. */
  byArgument(argument: string): Mapping {
    const found = this.find(argument)
    if (found) {
      this.tellAmbiguous(argument, found)
      return found
    }
    const dot = argument.indexOf('.')
    const name = dot < 0 ? argument : argument.slice(0, dot)
    throw new KubectlError(`the server doesn't have a resource type "${name}"`)
  }

  /** A short name that more than one group knows (client-go `restmapper/shortcut.go`). */
  private tellAmbiguous(name: string, { kind, group }: Mapping): void {
    if (!kind.short.includes(name)) return
    for (const other of this.kinds.all()) {
      if (!other.short.includes(name)) continue
      const groups = [other.group, ...(other.served ?? []).map(served => served.group)]
      for (const one of new Set(groups)) {
        if (one !== group) this.warn(`short name "${name}" could also match lower priority resource ${other.plural}.${one}`)
      }
    }
  }

  find(argument: string): Mapping | undefined {
    const known = this.lookUp(argument)
    if (known) return known
    this.discovery.custom = undefined
    return this.lookUp(argument)
  }

  private lookUp(argument: string): Mapping | undefined {
    const [name = '', second, ...rest] = argument.split('.')
    const lower = name.toLowerCase()
    if (second !== undefined && rest.length > 0) {
      const exact = this.match(lower, rest.join('.'), second) ?? this.matchKind(name, rest.join('.'), second)
      if (exact) return exact
    }
    const group = second === undefined ? undefined : [second, ...rest].join('.')
    return this.match(lower, group) ?? this.matchKind(name, group)
  }

  /** By group, version and kind, as a manifest names them; undefined when nothing serves it. */
  byKind(apiVersion: string, kindName: string): Mapping | undefined {
    const slash = apiVersion.indexOf('/')
    const group = slash < 0 ? '' : apiVersion.slice(0, slash)
    const version = apiVersion.slice(slash + 1)
    const known = this.matchKind(kindName, group, version)
    if (known) return known
    this.discovery.custom = undefined
    return this.matchKind(kindName, group, version)
  }

  /** The members of a category ("all"), or undefined when there is no such category. */
  category(name: string): readonly Mapping[] | undefined {
    const members = this.kinds.all().filter(kind => kind.categories.includes(name))
    return members.length === 0 ? undefined : byPriority(members).map(kind => mappingOf(kind))
  }

  private match(lower: string, group?: string, version?: string): Mapping | undefined {
    const index = builtInNames()
    for (const kind of index.get(lower) ?? []) {
      const mapping = served(kind, group, version)
      if (mapping) return mapping
    }
    for (const kind of this.custom()) {
      if (kind.plural !== lower && kind.singular !== lower && !kind.short.includes(lower)) continue
      const mapping = served(kind, group, version)
      if (mapping) return mapping
    }
    return undefined
  }

  private matchKind(name: string, group?: string, version?: string): Mapping | undefined {
    for (const kind of [...builtInKinds, ...this.custom()]) {
      if (kind.kind !== name && kind.kind.toLowerCase() !== name) continue
      const mapping = served(kind, group, version)
      if (mapping) return mapping
    }
    return undefined
  }

  /** What discovery told last; asked again only when a name is not found, as with kubectl's cache. */
  private custom(): readonly Kind[] {
    this.discovery.custom ??= this.kinds.all().slice(builtInKinds.length)
    return this.discovery.custom
  }
}

/** The mapping in the version that is preferred, or in one that was asked for. */
const mappingOf = (kind: Kind, version = kind.version, group = kind.group): Mapping =>
  ({ kind, group, version, resource: kind.plural, namespaced: kind.namespaced })

/** A built-in kind, without asking anybody. */
export const builtInMapping = (apiVersion: string, kindName: string): Mapping | undefined => {
  const { group, version } = parseGroupVersion(apiVersion)
  for (const kind of builtInKinds) {
    const mapping = kind.kind === kindName ? served(kind, group, version) : undefined
    if (mapping) return mapping
  }
  return undefined
}

/** "deployments.apps" */
export const resourceName = ({ group, resource }: Pick<Mapping, 'group' | 'resource'>): string =>
  group === '' ? resource : `${resource}.${group}`

/** "deployment.apps", as messages and `-o name` have it. */
export const kindName = ({ kind, group }: Pick<Mapping, 'kind' | 'group'>): string => {
  const name = kind.kind.toLowerCase()
  return group === '' ? name : `${name}.${group}`
}

export const apiVersionOf = ({ group, version }: Mapping): string => group === '' ? version : `${group}/${version}`

const served = (kind: Kind, group?: string, version?: string): Mapping | undefined => {
  if ((group === undefined || kind.group === group) && (version === undefined || kind.version === version)) {
    return mappingOf(kind)
  }
  for (const other of kind.served ?? []) {
    if ((group === undefined || other.group === group) && (version === undefined || other.version === version)) {
      return mappingOf(kind, other.version, other.group)
    }
  }
  return undefined
}

let names: Map<string, Kind[]> | undefined

const builtInNames = (): ReadonlyMap<string, readonly Kind[]> => {
  if (names) return names
  names = new Map()
  for (const kind of byPriority(builtInKinds)) {
    for (const name of new Set([kind.plural, kind.singular, ...kind.short])) {
      const same = names.get(name)
      if (same) same.push(kind)
      else names.set(name, [kind])
    }
  }
  return names
}

/** Groups in the order of discovery. */
const groupRank = (group: string): number => {
  const rank = GROUP_ORDER.indexOf(group)
  return group === '' ? -1 : rank < 0 ? GROUP_ORDER.length : rank
}

const byPriority = (kinds: readonly Kind[]): Kind[] =>
  [...kinds].sort((a, b) => groupRank(a.group) - groupRank(b.group) || (a.plural < b.plural ? -1 : 1))
