/** Which rule of which route takes a request: the precedence of HTTPRouteMatch (apis/v1/httproute_types.go). */
import type { Reader } from '../../kinds/kind.ts'
import type { HttpRequest } from '../../lib/http.ts'
import { headerOf, pathOf, queryOf } from '../../lib/http.ts'
import { allRoutes, attachment, hostMatches, hostRank, hostnamesFor, isParent } from './attach.ts'
import type { Gateway, Listener, PathMatch, Route, RouteMatch, RouteRule, ValueMatch } from './types.ts'

export interface Chosen {
  readonly route: Route
  readonly rule: RouteRule
  readonly match: RouteMatch
}

interface Candidate extends Chosen {
  readonly order: number
}

/** The listener of a port that serves a host: the most specific one. */
export function listenerFor(gateway: Gateway, port: number, host: string, tls: boolean): Listener | undefined {
  return gateway.spec.listeners
    .filter((l) => l.port === port && (l.protocol === 'HTTPS') === tls && ['HTTP', 'HTTPS'].includes(l.protocol) && hostMatches(l.hostname ?? '', host))
    .sort((a, b) => hostRank(b.hostname ?? '') - hostRank(a.hostname ?? ''))[0]
}

export function chooseRule(gateway: Gateway, listener: Listener, host: string, request: HttpRequest, cluster: Reader): Chosen | undefined {
  const attached = allRoutes(cluster).flatMap((route) => {
    const hangs = (route.spec.parentRefs ?? []).some((ref) => {
      if (!isParent(ref, route, gateway)) return false
      const found = attachment(route, ref, gateway, cluster)
      return 'listeners' in found && found.listeners.includes(listener)
    })
    const rank = Math.max(-1, ...hostnamesFor(listener, route).filter((name) => hostMatches(name, host)).map(hostRank))
    return hangs && rank >= 0 ? [{ route, rank }] : []
  })
  const best = Math.max(-1, ...attached.map((a) => a.rank))
  const candidates: Candidate[] = []
  for (const { route, rank } of attached) {
    if (rank !== best) continue
    for (const rule of route.spec.rules ?? []) {
      for (const match of rule.matches === undefined || rule.matches.length === 0 ? [{}] : rule.matches) {
        if (matches(match, request)) candidates.push({ route, rule, match, order: candidates.length })
      }
    }
  }
  return candidates.sort(precedence)[0]
}

const usualPath: PathMatch = { type: 'PathPrefix', value: '/' }

function matches(match: RouteMatch, request: HttpRequest): boolean {
  if (!pathMatches(match.path ?? usualPath, pathOf(request.target))) return false
  if (typeof match.method === 'string' && match.method !== request.method) return false
  if (typeof match.method === 'object' && !grpcMatches(match.method, pathOf(request.target))) return false
  const query = new URLSearchParams(queryOf(request.target))
  return (match.headers ?? []).every((h) => valueMatches(h, headerOf(request.headers, h.name))) &&
    (match.queryParams ?? []).every((q) => valueMatches(q, query.get(q.name) ?? undefined))
}

function pathMatches({ type = 'PathPrefix', value = '/' }: PathMatch, path: string): boolean {
  if (type === 'Exact') return path === value
  if (type === 'RegularExpression') return full(value)?.test(path) === true
  const prefix = value.replace(/\/$/, '')
  return path === prefix || path.startsWith(`${prefix}/`)
}

/** A gRPC call is POST /package.Service/Method. */
function grpcMatches({ service, method }: { service?: string; method?: string }, path: string): boolean {
  const [, s = '', m = ''] = path.split('/')
  return (service === undefined || service === s) && (method === undefined || method === m)
}

const valueMatches = ({ type = 'Exact', value }: ValueMatch, given: string | undefined): boolean =>
  given !== undefined && (type === 'Exact' ? given === value : full(value)?.test(given) === true)

function full(source: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${source})$`)
  } catch {
    return undefined
  }
}

/** Exact path, longer prefix, method, more headers, more query parameters, older route, name, order of the rules. */
function precedence(a: Candidate, b: Candidate): number {
  const weight = ({ match }: Candidate): readonly number[] => {
    const path = match.path ?? usualPath
    const kind = path.type === 'Exact' ? 2 : path.type === 'RegularExpression' ? 1 : 0
    return [kind, path.value?.length ?? 1, match.method === undefined ? 0 : 1, match.headers?.length ?? 0, match.queryParams?.length ?? 0]
  }
  const [x, y] = [weight(a), weight(b)]
  for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return y[i]! - x[i]!
  const [p, q] = [a.route.metadata, b.route.metadata]
  if (p.creationTimestamp !== q.creationTimestamp) return (p.creationTimestamp ?? '') < (q.creationTimestamp ?? '') ? -1 : 1
  const [n, m] = [`${p.namespace}/${p.name}`, `${q.namespace}/${q.name}`]
  return n < m ? -1 : n > m ? 1 : a.order - b.order
}
