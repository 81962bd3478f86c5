/** The filters of a route's rule: headers changed, paths and hosts rewritten, redirects. */
import type { Headers, HttpRequest, HttpResponse } from '../../lib/http.ts'
import { headerOf, hostName, httpDate, pathOf, queryOf, withHeader, withoutHeader } from '../../lib/http.ts'
import type { Filter, HeaderChange, Listener, PathChange, RouteMatch } from './types.ts'

export function changedHeaders(headers: Headers, change: HeaderChange | undefined): Headers {
  let changed = headers
  for (const { name, value } of change?.set ?? []) changed = withHeader(changed, name, value)
  for (const { name, value } of change?.add ?? []) {
    const before = headerOf(changed, name)
    changed = withHeader(changed, name, before === undefined ? value : `${before},${value}`)
  }
  for (const name of change?.remove ?? []) changed = withoutHeader(changed, name)
  return changed
}

/** A prefix is replaced element by element, so that no slash is lost or doubled. */
function changedPath(path: string, change: PathChange | undefined, match: RouteMatch): string {
  if (change === undefined) return path
  if (change.type === 'ReplaceFullPath') return change.replaceFullPath ?? '/'
  const prefix = (match.path?.value ?? '/').replace(/\/$/, '')
  const rest = path.slice(prefix.length).replace(/^\//, '')
  const replacement = (change.replacePrefixMatch ?? '/').replace(/\/$/, '')
  return rest === '' ? (replacement === '' ? '/' : replacement + (path.endsWith('/') && path.length > prefix.length ? '/' : '')) : `${replacement}/${rest}`
}

export function rewritten(request: HttpRequest, filters: readonly Filter[], match: RouteMatch): HttpRequest {
  let { headers, target } = request
  for (const filter of filters) {
    if (filter.type === 'RequestHeaderModifier') headers = changedHeaders(headers, filter.requestHeaderModifier)
    if (filter.type !== 'URLRewrite') continue
    if (filter.urlRewrite?.hostname !== undefined) headers = withHeader(headers, 'Host', filter.urlRewrite.hostname)
    target = changedPath(pathOf(target), filter.urlRewrite?.path, match) + queryOf(target)
  }
  return { ...request, headers, target }
}

const WELL_KNOWN: Readonly<Record<string, number>> = { http: 80, https: 443 }

export function redirectOf(request: HttpRequest, filter: NonNullable<Filter['requestRedirect']>, match: RouteMatch, listener: Listener, now: number): HttpResponse {
  const scheme = filter.scheme ?? (listener.protocol === 'HTTPS' ? 'https' : 'http')
  const host = filter.hostname ?? hostName(headerOf(request.headers, 'Host') ?? '')
  const port = filter.port ?? (filter.scheme === undefined ? listener.port : WELL_KNOWN[scheme] ?? listener.port)
  const shown = port === WELL_KNOWN[scheme] ? '' : `:${port}`
  const path = changedPath(pathOf(request.target), filter.path, match)
  return {
    status: filter.statusCode ?? 302,
    ...((filter.statusCode ?? 302) === 302 ? { reason: 'Found' } : {}),
    headers: [['Location', `${scheme}://${host}${shown}${path}${queryOf(request.target)}`], ['Date', httpDate(now)], ['Content-Length', '0']],
    body: '',
  }
}
