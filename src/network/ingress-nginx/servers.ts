/** Builds nginx' servers out of Ingresses, the older one first (internal/ingress/controller/controller.go). */
import type { Ingress } from '../../kinds/generated/api-types.ts'
import type { Settings } from './annotations.ts'
import type { Alternative, Backend, Location, Server } from './location.ts'
import { expandPrefixes, inFileOrder, needsRewrite } from './location.ts'

/** Hostname of the server that takes every host that no other one claims. */
export const CATCH_ALL = '_'

export interface Parsed {
  readonly ingress: Ingress
  readonly settings: Settings
}

/** Picks the Secret of a host out of an Ingress' TLS section. */
export type SecretFor = (host: string, ingress: Ingress) => string

interface Draft {
  readonly aliases: string[]
  locations: Location[]
  tls: Server['tls']
}

export function buildServers(all: readonly Parsed[], secretFor: SecretFor): ReadonlyMap<string, Server> {
  const drafts = new Map<string, Draft>()
  drafts.set(CATCH_ALL, { aliases: [], locations: [rootOf(undefined, undefined, undefined)], tls: undefined })
  const main = all.filter((p) => p.settings.canary === undefined)
  for (const parsed of main) declareServers(parsed, drafts)
  for (const parsed of main) chooseCertificates(parsed, drafts, secretFor)
  for (const parsed of main) addPaths(parsed, drafts)
  for (const parsed of all) if (parsed.settings.canary !== undefined) mergeCanary(parsed, drafts)
  const servers = new Map<string, Server>()
  for (const [hostname, { aliases, locations, tls }] of drafts) {
    const expanded = inFileOrder(expandPrefixes(locations))
    servers.set(hostname, {
      hostname, aliases, tls,
      regex: locations.some((l) => needsRewrite(l) || l.settings?.useRegex === true),
      locations: expanded,
    })
  }
  return servers
}

const rootOf = (ingress: Ingress | undefined, settings: Settings | undefined, backend: Backend | undefined): Location =>
  ({ path: '/', pathType: 'Prefix', ingress, settings, backend, isDefault: true, alternatives: [] })

const hostsOf = (ingress: Ingress): readonly string[] => (ingress.spec.rules ?? []).map((r) => r.host || CATCH_ALL)

/** createServers: every host gets a root that leads to the Ingress' default backend, or to the controller's 404. */
function declareServers({ ingress, settings }: Parsed, drafts: Map<string, Draft>): void {
  const service = ingress.spec.defaultBackend?.service
  const backend = service === undefined ? undefined : { namespace: ingress.metadata.namespace ?? '', service }
  const catchAll = drafts.get(CATCH_ALL)!
  if (backend !== undefined && (ingress.spec.rules ?? []).length === 0 && catchAll.locations[0]?.isDefault === true) {
    catchAll.locations[0] = { ...rootOf(ingress, { ...settings, rewriteTarget: '', redirect: undefined }, backend), isDefault: false }
  }
  for (const host of hostsOf(ingress)) {
    if (drafts.has(host)) continue
    drafts.set(host, { aliases: [], locations: [rootOf(ingress, settings, backend)], tls: undefined })
  }
  for (const host of hostsOf(ingress)) drafts.get(host)?.aliases.push(...settings.serverAlias)
}

/** The first Ingress with a TLS section that has the host in its rules decides about its certificate. */
function chooseCertificates({ ingress }: Parsed, drafts: Map<string, Draft>, secretFor: SecretFor): void {
  if ((ingress.spec.tls ?? []).length === 0) return
  for (const host of hostsOf(ingress)) {
    const draft = drafts.get(host)
    if (draft === undefined || draft.tls !== undefined || host === CATCH_ALL) continue
    draft.tls = { ingress, secretName: secretFor(host, ingress) }
  }
}

/** getBackendServers: the first Ingress to claim a path of a host keeps it. */
function addPaths({ ingress, settings }: Parsed, drafts: Map<string, Draft>): void {
  for (const rule of ingress.spec.rules ?? []) {
    const draft = drafts.get(rule.host || CATCH_ALL)
    if (draft === undefined || rule.http === undefined) continue
    for (const p of rule.http.paths) {
      const path = p.path || '/'
      const pathType = p.pathType === 'Exact' ? 'Exact' : 'Prefix'
      const service = p.backend.service
      const backend = service === undefined ? undefined : { namespace: ingress.metadata.namespace ?? '', service }
      const location: Location = { path, pathType, ingress, settings, backend, isDefault: false, alternatives: [] }
      const at = draft.locations.findIndex((l) => l.path === path && l.pathType === pathType)
      if (at < 0) draft.locations.push(location)
      else if (draft.locations[at]!.isDefault) draft.locations[at] = location
    }
  }
}

/** mergeAlternativeBackends: a canary needs a main rule with the same host, path and path type. */
function mergeCanary({ ingress, settings }: Parsed, drafts: Map<string, Draft>): void {
  const add = (host: string, path: string, pathType: string, backend: Backend): void => {
    const real = drafts.get(host)?.locations.find((l) => l.path === path && l.pathType === pathType && l.backend !== undefined)
    if (real === undefined || real.alternatives.length > 0) return
    real.alternatives.push({ ingress, backend, settings } satisfies Alternative)
  }
  const namespace = ingress.metadata.namespace ?? ''
  const service = ingress.spec.defaultBackend?.service
  if (service !== undefined) add(CATCH_ALL, '/', 'Prefix', { namespace, service })
  for (const rule of ingress.spec.rules ?? []) {
    for (const p of rule.http?.paths ?? []) {
      if (p.backend.service === undefined) continue
      add(rule.host || CATCH_ALL, p.path || '/', p.pathType === 'Exact' ? 'Exact' : 'Prefix', { namespace, service: p.backend.service })
    }
  }
}

const aliases = new WeakMap<ReadonlyMap<string, Server>, ReadonlyMap<string, Server>>()
function aliasesOf(servers: ReadonlyMap<string, Server>): ReadonlyMap<string, Server> {
  let found = aliases.get(servers)
  if (found === undefined) {
    found = new Map([...servers.values()].flatMap((server) => server.aliases.map((alias) => [alias, server] as const)))
    aliases.set(servers, found)
  }
  return found
}

/** The server for a host: its name, an alias, the wildcard one label up, or the catch-all. */
export function serverFor(servers: ReadonlyMap<string, Server>, host: string): Server {
  const own = servers.get(host) ?? aliasesOf(servers).get(host)
  if (own !== undefined && host !== CATCH_ALL) return own
  const dot = host.indexOf('.')
  const wild = dot <= 0 ? undefined : servers.get(`*${host.slice(dot)}`)
  return wild ?? servers.get(CATCH_ALL)!
}
