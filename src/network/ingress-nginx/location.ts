/** Servers and locations as nginx sees them, and how nginx chooses between them. */
import type { Ingress, IngressServiceBackend } from '../../kinds/generated/api-types.ts'
import type { Settings } from './annotations.ts'

export interface Backend {
  readonly namespace: string
  readonly service: IngressServiceBackend
}

export interface Alternative {
  readonly ingress: Ingress
  readonly backend: Backend
  readonly settings: Settings
}

export interface Location {
  readonly path: string
  readonly pathType: 'Exact' | 'Prefix'
  /** The Ingress it comes from; the catch-all's own root has none. */
  readonly ingress: Ingress | undefined
  readonly settings: Settings | undefined
  /** Undefined: the controller's own 404. */
  readonly backend: Backend | undefined
  /** Added by the controller for the host's root, not asked for by a rule. */
  readonly isDefault: boolean
  /** Canaries of the same host and path. */
  readonly alternatives: Alternative[]
}

export interface Server {
  readonly hostname: string
  readonly aliases: readonly string[]
  /** In the order of the configuration file. */
  readonly locations: readonly Location[]
  /** One Ingress of the host that rewrites turns all its locations into regular expressions. */
  readonly regex: boolean
  /** The Ingress whose TLS section counts for the host. */
  readonly tls: { readonly ingress: Ingress; readonly secretName: string } | undefined
}

export const needsRewrite = ({ settings, path }: Pick<Location, 'settings' | 'path'>): boolean =>
  settings !== undefined && settings.rewriteTarget !== '' && settings.rewriteTarget !== path

/**
 * A Prefix path becomes two locations, "= /foo" and "/foo/", so that /foobar is not matched
 * (internal/ingress/controller/location.go, updateServerLocations).
 */
export function expandPrefixes(locations: readonly Location[]): readonly Location[] {
  const exact = new Set(locations.filter((l) => l.pathType === 'Exact').map((l) => l.path))
  return locations.flatMap((location): Location[] => {
    if (location.path === '/' || location.pathType !== 'Prefix') return [location]
    if (needsRewrite(location) || location.settings?.useRegex === true) return [location]
    const open = { ...location, path: location.path.endsWith('/') ? location.path : `${location.path}/` }
    return exact.has(location.path) ? [open] : [open, { ...location, pathType: 'Exact' }]
  })
}

/** Longer paths first; of equal length, the greater text first (controller.go, getBackendServers). */
export function inFileOrder(locations: readonly Location[]): readonly Location[] {
  return [...locations].sort((a, b) => b.path.length - a.path.length || (a.path < b.path ? 1 : a.path > b.path ? -1 : 0))
}

export type Matched = { readonly location: Location } | { readonly redirectTo: string } | undefined

/** nginx' choice for a normalized path (ngx_http_core_module.c, ngx_http_core_find_location). */
export function matchLocation(server: Server, path: string): Matched {
  if (server.regex) {
    const found = server.locations.find((l) => regexOf(`^${l.path}`)?.test(path) === true)
    return found === undefined ? undefined : { location: found }
  }
  const exact = server.locations.find((l) => l.pathType === 'Exact' && l.path === path)
  if (exact !== undefined) return { location: exact }
  const slashed = server.locations.find((l) => l.path === `${path}/`)
  if (slashed !== undefined) return { redirectTo: `${path}/` }
  const prefix = server.locations.find((l) => l.pathType === 'Prefix' && path.startsWith(l.path))
  return prefix === undefined ? undefined : { location: prefix }
}

const regexes = new Map<string, RegExp | undefined>()
/** A case-insensitive expression as nginx would compile it with PCRE; undefined when it is none. */
export function regexOf(source: string): RegExp | undefined {
  if (!regexes.has(source)) {
    let compiled: RegExp | undefined
    try {
      compiled = new RegExp(source.replace(/\(\?P?</g, '(?<').replace(/^\^?\(\?i\)/, (m) => (m.startsWith('^') ? '^' : '')), 'i')
    } catch {
      compiled = undefined
    }
    regexes.set(source, compiled)
  }
  return regexes.get(source)
}
