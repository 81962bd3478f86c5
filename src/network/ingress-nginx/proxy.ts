/** One request through ingress-nginx: server, location, redirects, access, backend, answer – nginx' phases in order. */
import type { Headers, HttpRequest, HttpResponse } from '../../lib/http.ts'
import { headerOf, hostName, pathOf, queryOf } from '../../lib/http.ts'
import { nginxAnswer } from '../../images/nginx-pages.ts'
import type { Arrival, Exchanged } from '../exchange.ts'
import type { NetworkContext, RunningContainer, Step } from '../packet.ts'
import { denialOf } from './access.ts'
import { authRequest } from './auth-request.ts'
import type { NginxConfig } from './config.ts'
import { certificateConfigured, nginxConfigOf } from './config.ts'
import { corsHeaders } from './cors.ts'
import { forward } from './forward.ts'
import type { Location, Server } from './location.ts'
import { matchLocation } from './location.ts'
import { accessLog } from './log.ts'
import { normalizedPath, sizeOf } from './path.ts'
import { CATCH_ALL, serverFor } from './servers.ts'

/** A request on its way through one controller. */
export interface Passage {
  readonly container: RunningContainer
  readonly config: NginxConfig
  readonly request: HttpRequest
  readonly arrival: Arrival
  readonly net: NetworkContext
  readonly host: string
  readonly path: string
  readonly steps: Step[]
}

export function nginxExchange(container: RunningContainer, request: HttpRequest, arrival: Arrival, net: NetworkContext): Exchanged {
  const config = nginxConfigOf(container, net)
  const host = hostName(headerOf(request.headers, 'Host') ?? '')
  const path = normalizedPath(pathOf(request.target))
  const steps: Step[] = []
  const passage: Passage = { container, config, request, arrival, net, host, path: path ?? '/', steps }
  const { response, ms, upstream } = path === undefined || (host === '' && request.version !== '1.0')
    ? { response: page(passage, 400), ms: 0, upstream: undefined }
    : serve(passage)
  const finished = finish(passage, response)
  accessLog(passage, finished, ms, upstream)
  return { response: request.method === 'HEAD' ? { ...finished, body: '' } : finished, steps, ms }
}

export interface Done {
  readonly response: HttpResponse
  readonly ms: number
  readonly upstream?: { readonly name: string; readonly address: string; readonly status: number; readonly bytes: number }
}

/** nginx' own page; the controller hides the Server header. */
export const page = ({ net }: Passage, status: number, headers: Headers = []): HttpResponse => {
  const answer = nginxAnswer(status, 'nginx', net.now, headers)
  return { ...answer, headers: answer.headers.filter(([name]) => name !== 'Server') }
}

function serve(passage: Passage): Done {
  const { config, host, path, steps, request } = passage
  const server = serverFor(config.servers, host)
  const explain = server.hostname === CATCH_ALL ? `no rule names host ${host}, so the rules without a host count` : `host ${host} belongs to server ${server.hostname}`
  const www = wwwRedirect(passage)
  if (www !== undefined) return done(passage, www, `from-to-www-redirect sends ${host} away`)
  const root = server.locations.find((l) => l.path === '/')?.settings?.appRoot ?? ''
  const appRoot = root !== '' ? root : server.locations.map((l) => l.settings?.appRoot ?? '').find((r) => r !== '') ?? ''
  if (appRoot !== '' && path === '/') {
    return done(passage, redirect(passage, 302, `${schemeOf(passage)}://${hostHeader(passage)}${appRoot}`), `app-root sends / to ${appRoot}`)
  }
  const matched = matchLocation(server, path)
  if (matched === undefined) return done(passage, page(passage, 404), `${explain}; no path of it matches ${path}`)
  if ('redirectTo' in matched) {
    const location = `${schemeOf(passage)}://${host}${matched.redirectTo}${queryOf(request.target)}`
    return done(passage, redirect(passage, 301, location), `nginx adds the slash that the path ${matched.redirectTo} ends with`)
  }
  steps.push({ hop: 'ingress', because: whichLocation(matched.location, server, explain, passage), ...blame(matched.location) })
  return withCors(passage, matched.location, inLocation(passage, matched.location))
}

const blame = ({ ingress }: Location) =>
  ingress === undefined ? {} : { object: `ingress/${ingress.metadata.name}`, namespace: ingress.metadata.namespace ?? '' }

function whichLocation(location: Location, server: Server, explain: string, { path, config }: Passage): string {
  if (location.isDefault && location.backend === undefined) {
    const ignored = config.ignored.length === 0 ? '' : `; not served: ${config.ignored.map((i) => `${i.name} (${i.because})`).join(', ')}`
    return `${explain}; no rule's path matches ${path}${ignored}`
  }
  const how = server.regex ? 'regular expression' : location.pathType
  return `${explain}; ${how} path ${location.path} matches ${path}`
}

function done({ steps }: Passage, response: HttpResponse, because: string): Done {
  steps.push({ hop: 'ingress', because })
  return { response, ms: 0 }
}

/** What happens inside a location: each phase may end it. */
function inLocation(passage: Passage, location: Location): Done {
  const { request, steps, net } = passage
  const { settings } = location
  if (settings === undefined) return forward(passage, location)
  const stop = (response: HttpResponse, because: string, annotation?: string): Done => {
    steps.push({ hop: 'ingress', because, ...blame(location), ...(annotation === undefined ? {} : { field: `metadata.annotations[${annotation}]` }), failed: response.status >= 400 })
    return { response, ms: 0 }
  }
  const limit = sizeOf(settings.bodySize)
  if (limit > 0 && Buffer.byteLength(request.body) > limit) return stop(page(passage, 413), `the body is larger than ${settings.bodySize}`, 'proxy-body-size')
  if (settings.denied !== undefined) return stop(page(passage, 503), `the location is closed: ${settings.denied}`)
  if (settings.redirect !== undefined) return stop(redirect(passage, settings.redirect.code, settings.redirect.url), `redirects to ${settings.redirect.url}`)
  if (settings.cors !== undefined && request.method === 'OPTIONS' && corsHeaders(settings.cors, request) !== undefined) {
    return stop({ status: 204, headers: [['Content-Type', 'text/plain charset=UTF-8'], ['Content-Length', '0']], body: '' }, 'answers the preflight request')
  }
  if (toHttps(passage, location)) {
    const target = settings.preserveTrailingSlash ? request.target : request.target.replace(/\/$/, '')
    const code = Number(passage.config.options.config['http-redirect-code'] ?? 308)
    return stop(redirect(passage, code, `https://${host(passage)}${target}`), 'HTTP is redirected to HTTPS', settings.forceSslRedirect ? 'force-ssl-redirect' : 'ssl-redirect')
  }
  if (overLimit(passage, location)) return stop(page(passage, 503), `more than ${settings.limitRps} requests a second`, 'limit-rps')
  const denial = denialOf(settings, request, clientAddress(passage))
  if (denial !== undefined) {
    const challenge: Headers = denial.status === 401 ? [['WWW-Authenticate', `Basic realm="${settings.basicAuth?.realm ?? ''}"`]] : []
    return stop(page(passage, denial.status, challenge), denial.because, denial.annotation)
  }
  const asked = settings.authUrl === '' ? undefined : authRequest(passage, settings, net)
  if (asked !== undefined && 'response' in asked) return stop(asked.response, asked.because, 'auth-url')
  return forward(passage, location, asked?.headers)
}

function toHttps(passage: Passage, { settings, path }: Location): boolean {
  if (schemeOf(passage) !== 'http' || settings === undefined) return false
  const spared = passage.config.options.config['no-tls-redirect-locations'] ?? '/.well-known/acme-challenge'
  if (spared.split(',').some((prefix) => prefix !== '' && path.startsWith(prefix.trim()))) return false
  return settings.forceSslRedirect || (settings.sslRedirect && certificateConfigured(passage.config, passage.host))
}

/** limit_req with the controller's burst of five times the rate. */
function overLimit({ net, arrival, container }: Passage, { settings, path, ingress }: Location): boolean {
  const rate = settings?.limitRps ?? 0
  if (rate <= 0) return false
  const key = `limit ${container.pod.metadata.uid} ${ingress?.metadata.uid} ${path} ${arrival.from.address}`
  const bucket = (net.memory.get(key) as { at: number; excess: number } | undefined) ?? { at: net.now, excess: -1 }
  const excess = Math.max(0, bucket.excess - (rate * (net.now - bucket.at)) / 1000 + 1)
  if (excess > rate * 5) return true
  net.memory.set(key, { at: net.now, excess })
  return false
}

export const schemeOf = ({ arrival }: Passage): 'http' | 'https' => (arrival.tls ? 'https' : 'http')
export const hostHeader = ({ request }: Passage): string => headerOf(request.headers, 'Host') ?? ''
const host = (passage: Passage): string => hostName(hostHeader(passage))

/** The client as nginx sees it; a forged header counts only when the controller is told to trust it. */
export function clientAddress({ config, request, arrival }: Passage): string {
  const forwarded = config.options.config['use-forwarded-headers'] === 'true' ? headerOf(request.headers, 'X-Forwarded-For') : undefined
  return forwarded?.split(',')[0]?.trim() ?? arrival.from.address
}

const redirect = (passage: Passage, status: number, location: string): HttpResponse => page(passage, status, [['Location', location]])

/** from-to-www-redirect: the twin of a host with or without "www.", unless it has rules of its own. */
function wwwRedirect(passage: Passage): HttpResponse | undefined {
  const { config, host: name, request } = passage
  if (config.servers.has(name)) return undefined
  const twin = name.startsWith('www.') ? name.slice(4) : `www.${name}`
  if (config.servers.get(twin)?.locations.some((l) => l.settings?.fromToWww === true) !== true) return undefined
  return redirect(passage, Number(config.options.config['http-redirect-code'] ?? 308), `${schemeOf(passage)}://${twin}${request.target}`)
}

function withCors(passage: Passage, { settings }: Location, result: Done): Done {
  const cors = settings?.cors === undefined ? undefined : corsHeaders(settings.cors, passage.request)
  if (cors === undefined || [301, 302, 307, 308].includes(result.response.status)) return result
  return { ...result, response: { ...result.response, headers: [...result.response.headers, ...cors] } }
}

/** What every answer gets: the version of the connection, HSTS on hosts with a certificate. */
function finish(passage: Passage, response: HttpResponse): HttpResponse {
  const { config, arrival, request, host: name } = passage
  const settings = config.options.config
  const hsts = arrival.tls && settings['hsts'] !== 'false' && certificateConfigured(config, name)
  const age = `max-age=${settings['hsts-max-age'] ?? '31536000'}`
  const value = `${age}${settings['hsts-include-subdomains'] === 'false' ? '' : '; includeSubDomains'}${settings['hsts-preload'] === 'true' ? '; preload' : ''}`
  const headers: Headers = hsts ? [...response.headers, ['Strict-Transport-Security', value]] : response.headers
  return { ...response, version: request.version === '2' ? '2' : '1.1', headers }
}
