/** The kinds of one world: the built-in ones and those that CustomResourceDefinitions add while it lives. */
import { builtInKinds } from './index.ts'
import type { Kind } from './kind.ts'

export interface Kinds {
  all(): readonly Kind[]
  /** By group, version and plural name as in a request's path. */
  byResource(group: string, version: string, plural: string): Kind | undefined
  /** By group and kind name, whatever the version. */
  byKind(group: string, kind: string): Kind | undefined
  /** By group and plural name, whatever the version. */
  byPlural(group: string, plural: string): Kind | undefined
  add(kind: Kind): void
  remove(kind: Kind): void
}

export function createKinds(): Kinds {
  const custom = new Map<string, Kind>()
  const find = (test: (kind: Kind) => boolean): Kind | undefined => {
    for (const kind of custom.values()) if (test(kind)) return kind
    return undefined
  }
  return {
    all: () => [...builtInKinds, ...custom.values()],
    byResource: (group, version, plural) =>
      builtIn.resource.get(`${group}/${version}/${plural}`) ??
      find((k) => k.group === group && k.plural === plural &&
        (k.version === version || (k.served ?? []).some((s) => s.version === version))),
    byKind: (group, kind) =>
      builtIn.kind.get(`${group}/${kind}`) ?? find((k) => k.group === group && k.kind === kind),
    byPlural: (group, plural) =>
      builtIn.plural.get(`${group}/${plural}`) ?? find((k) => k.group === group && k.plural === plural),
    add: (kind) => void custom.set(`${kind.group}/${kind.plural}`, kind),
    remove: (kind) => void custom.delete(`${kind.group}/${kind.plural}`),
  }
}

const builtIn = {
  resource: new Map<string, Kind>(),
  kind: new Map<string, Kind>(),
  plural: new Map<string, Kind>(),
}
for (const kind of builtInKinds) {
  builtIn.resource.set(`${kind.group}/${kind.version}/${kind.plural}`, kind)
  for (const s of kind.served ?? []) builtIn.resource.set(`${s.group}/${s.version}/${kind.plural}`, kind)
  for (const group of [kind.group, ...(kind.served ?? []).map((s) => s.group)]) {
    builtIn.kind.set(`${group}/${kind.kind}`, kind)
    builtIn.plural.set(`${group}/${kind.plural}`, kind)
  }
}
