/** From a location to a pod: the canary's share, the rewritten path, the headers, the endpoints tried in turn. */
import { createHash } from 'node:crypto'
import { Service } from '../../kinds/core/service.ts'
import type { Headers, HttpRequest, HttpResponse } from '../../lib/http.ts'
import { headerOf, httpDate, queryOf, withHeader, withoutHeader } from '../../lib/http.ts'
import { connect } from '../connect.ts'
import { peerOf, resolve } from '../dns/resolve.ts'
import { podHosts, podResolvConf } from '../dns/resolv-conf.ts'
import { exchange } from '../exchange.ts'
import type { Step } from '../packet.ts'
import type { Canary } from './annotations.ts'
import type { Backend, Location } from './location.ts'
import { needsRewrite, regexOf } from './location.ts'
import { escapedPath, rewrittenPath } from './path.ts'
import type { Done, Passage } from './proxy.ts'
import { clientAddress, hostHeader, page, schemeOf } from './proxy.ts'
import type { Upstream } from './upstream.ts'
import { nextOf, upstreamOf } from './upstream.ts'

/** proxy_connect_timeout and proxy_next_upstream_tries of the controller. */
const CONNECT_TIMEOUT_MS = 5_000
const TRIES = 3

export function forward(passage: Passage, location: Location, more: Headers = []): Done {
  const { steps, net } = passage
  if (location.backend === undefined) return notFound(passage)
  const { backend, because } = chosenBackend(passage, location, location.backend)
  const upstream = upstreamOf(backend, net.cluster)
  if (because !== '') steps.push({ hop: 'ingress', because, object: `service/${backend.service.name}`, namespace: backend.namespace })
  const result = upstream.endpoints.length === 0 && upstream.external === undefined
    ? withoutEndpoints(passage, location, backend, upstream)
    : send(passage, location, upstream, proxied(passage, location, more))
  return intercepted(passage, location, backend, result)
}

function notFound(passage: Passage): Done {
  const [namespace, name] = (passage.config.options.defaultBackendService ?? '').split('/')
  const service = name === undefined ? undefined : passage.net.cluster.get(Service, namespace, name)
  const port = service?.spec.ports?.[0]
  if (service === undefined || port === undefined) {
    passage.steps.push({ hop: 'ingress', because: 'the controller’s own default backend answers 404', failed: true })
    return { response: page(passage, 404), ms: 0, upstream: { name: 'upstream-default-backend', address: '127.0.0.1:8181', status: 404, bytes: 146 } }
  }
  const upstream = upstreamOf({ namespace: namespace!, service: { name: name!, port: { number: port.port } } }, passage.net.cluster)
  const headers: Headers = [...passage.request.headers, ['X-Code', '404']]
  return send(passage, undefined, upstream, { ...passage.request, headers })
}

function chosenBackend(passage: Passage, location: Location, main: Backend): { backend: Backend; because: string } {
  const alternative = location.alternatives[0]
  if (alternative?.settings.canary === undefined) return { backend: main, because: '' }
  const why = takesCanary(alternative.settings.canary, passage)
  return why.canary
    ? { backend: alternative.backend, because: `canary Ingress ${alternative.ingress.metadata.name}: ${why.because}` }
    : { backend: main, because: `not the canary: ${why.because}` }
}

/** rootfs/etc/nginx/lua/balancer.lua, route_to_alternative_balancer: header, then cookie, then weight. */
function takesCanary(canary: Canary, { request, net }: Passage): { canary: boolean; because: string } {
  const value = canary.header === '' ? undefined : headerOf(request.headers, canary.header)
  if (value !== undefined) {
    const says = (yes: boolean): { canary: boolean; because: string } => ({ canary: yes, because: `header ${canary.header} is ${value}` })
    if (canary.headerValue !== '') {
      if (value === canary.headerValue) return says(true)
    } else if (canary.headerPattern !== '') {
      if (regexOf(canary.headerPattern)?.test(value) === true) return says(true)
    } else if (value === 'always' || value === 'never') return says(value === 'always')
  }
  const cookie = canary.cookie === '' ? undefined : cookieOf(request, canary.cookie)
  if (cookie === 'always' || cookie === 'never') return { canary: cookie === 'always', because: `cookie ${canary.cookie} is ${cookie}` }
  const yes = net.random.integer(canary.weightTotal) + 1 <= canary.weight
  return { canary: yes, because: `weight ${canary.weight} of ${canary.weightTotal}` }
}

const cookieOf = (request: HttpRequest, name: string): string | undefined =>
  (headerOf(request.headers, 'Cookie') ?? '').split(';').map((c) => c.trim().split('=')).find(([n]) => n === name)?.slice(1).join('=')

/** The request as the backend gets it (rootfs/etc/nginx/template/nginx.tmpl, proxy_set_header). */
function proxied(passage: Passage, location: Location, more: Headers): HttpRequest {
  const { request, arrival, config } = passage
  const { settings } = location
  const trusted = config.options.config['use-forwarded-headers'] === 'true'
  const client = clientAddress(passage)
  const original = headerOf(request.headers, 'X-Forwarded-For')
  const from = (name: string, own: string): string => (trusted ? headerOf(request.headers, name) : undefined) ?? own
  const own: [string, string][] = [
    ['Host', settings?.upstreamVhost !== undefined && settings.upstreamVhost !== '' ? settings.upstreamVhost : from('X-Forwarded-Host', hostHeader(passage))],
    ['X-Request-ID', requestId(passage)],
    ['X-Real-IP', client],
    ['X-Forwarded-For', client],
    ['X-Forwarded-Host', from('X-Forwarded-Host', hostHeader(passage))],
    ['X-Forwarded-Port', from('X-Forwarded-Port', arrival.tls ? '443' : '80')],
    ['X-Forwarded-Proto', from('X-Forwarded-Proto', schemeOf(passage))],
    ['X-Forwarded-Scheme', from('X-Forwarded-Proto', schemeOf(passage))],
    ['X-Scheme', from('X-Forwarded-Proto', schemeOf(passage))],
    ...(original === undefined ? [] : [['X-Original-Forwarded-For', original] as [string, string]]),
    ...(settings !== undefined && settings.forwardedPrefix !== '' && needsRewrite(location) ? [['X-Forwarded-Prefix', settings.forwardedPrefix] as [string, string]] : []),
  ]
  let headers: Headers = request.headers
  for (const name of ['Connection', 'Proxy', 'Keep-Alive', ...own.map(([n]) => n)]) headers = withoutHeader(headers, name)
  if (settings?.basicAuth !== undefined) headers = withoutHeader(headers, 'Authorization')
  for (const [name, value] of more) headers = withHeader(headers, name, value)
  return { ...request, version: '1.1', target: targetOf(passage, location), headers: [...own, ...headers] }
}

const requestId = ({ request, net }: Passage): string =>
  headerOf(request.headers, 'X-Request-ID') ?? Array.from(net.random.bytes(16), (b) => b.toString(16).padStart(2, '0')).join('')

function targetOf({ request, path }: Passage, location: Location): string {
  if (!needsRewrite(location)) return request.target
  const target = location.settings!.rewriteTarget
  const rewritten = rewrittenPath(path, regexOf(location.path), target)
  if (rewritten === undefined) return request.target
  const [changed = '', args] = rewritten.split('?')
  const query = [args ?? '', queryOf(request.target).slice(1)].filter((q) => q !== '').join('&')
  return `${escapedPath(changed)}${query === '' ? '' : `?${query}`}`
}

/** The endpoints in turn, up to three tries, as long as they do not take the connection. */
function send(passage: Passage, location: Location | undefined, upstream: Upstream, request: HttpRequest): Done {
  const { container, net, steps } = passage
  const self = peerOf(container.pod)
  const protocol = location?.settings?.backendProtocol ?? 'HTTP'
  if (location !== undefined && location.path !== '/' && needsRewrite(location)) {
    steps.push({ hop: 'ingress', because: `rewrite-target makes ${passage.path} into ${request.target}`, field: 'metadata.annotations[rewrite-target]' })
  }
  let ms = 0
  let last: 502 | 504 = 502
  let address = ''
  for (let n = 0; n < TRIES; n++) {
    const stuck = n === 0 ? stuckEndpoint(passage, location, upstream) : undefined
    const endpoint = stuck ?? endpointOf(passage, upstream)
    if (endpoint === undefined) break
    address = `${endpoint.address}:${endpoint.port}`
    const connected = connect({ from: self, address: endpoint.address, port: endpoint.port, protocol: 'TCP' }, net)
    const told = [{ hop: 'upstream', because: `the controller connects to ${address}`, object: upstream.object } satisfies Step, ...connected.steps]
    if ('failed' in connected) {
      if (n === 0) steps.push(...told)
      last = connected.failed === 'timeout' ? 504 : 502
      ms += connected.failed === 'timeout' ? CONNECT_TIMEOUT_MS : 0
      if (upstream.endpoints.length <= 1 && connected.failed !== 'timeout') break
      continue
    }
    steps.push(...told)
    const tls = protocol === 'HTTPS' || protocol === 'GRPCS'
    if (tls !== (connected.target.listener.tls === true) && tls) {
      steps.push({ hop: 'upstream', because: 'backend-protocol is HTTPS, the pod speaks plain HTTP', failed: true })
      return { response: page(passage, 502), ms, upstream: { name: upstream.name, address, status: 502, bytes: 0 } }
    }
    const exchanged = exchange(connected.target, request, { from: self, dialled: endpoint.port, dialledAddress: endpoint.address, tls }, net)
    steps.push(...exchanged.steps)
    if ('failed' in exchanged || protocol === 'FCGI' || protocol === 'GRPC' || protocol === 'GRPCS') break
    const { response } = exchanged
    const cookie = stuck === undefined ? affinityCookie(passage, location, endpoint) : undefined
    const answer = passedBack(passage, location, response)
    return {
      response: cookie === undefined ? answer : { ...answer, headers: [...answer.headers, ['Set-Cookie', cookie]] }, ms: ms + exchanged.ms,
      upstream: { name: upstream.name, address, status: response.status, bytes: response.body.length },
    }
  }
  return { response: page(passage, last), ms, upstream: { name: upstream.name, address, status: last, bytes: 0 } }
}

/** The next endpoint in turn, or the one that the client's cookie names. */
function endpointOf(passage: Passage, upstream: Upstream): { address: string; port: number } | undefined {
  const { container, net } = passage
  if (upstream.external !== undefined) {
    const { host, port } = upstream.external
    const files = { hosts: podHosts(container.pod), resolvConf: podResolvConf(container.pod) }
    const resolved = resolve(peerOf(container.pod), host, files, net)
    passage.steps.push(...resolved.steps)
    return 'addresses' in resolved ? { address: resolved.addresses[0]!, port } : undefined
  }
  return nextOf(upstream.endpoints, `turn ${container.pod.metadata.uid} ${upstream.name}`, net.memory)
}

interface Endpoint {
  readonly address: string
  readonly port: number
}

/** rootfs/etc/nginx/lua/balancer/sticky.lua: the endpoint that the client's cookie stands for, while it is ready. */
function stuckEndpoint({ request }: Passage, location: Location | undefined, upstream: Upstream): Endpoint | undefined {
  const name = location?.settings?.cookieAffinity
  const value = name === undefined ? undefined : cookieOf(request, name)
  return value === undefined ? undefined : upstream.endpoints.find((e) => value.endsWith(`|${endpointHash(e)}`))
}

function affinityCookie({ net, arrival }: Passage, location: Location | undefined, endpoint: Endpoint): string | undefined {
  const name = location?.settings?.cookieAffinity
  if (name === undefined) return undefined
  const path = location !== undefined && location.settings?.useRegex === true ? location.path : '/'
  return `${name}=${Math.floor(net.now / 1000)}.${net.now % 1000}.40.${net.random.integer(1_000_000)}|${endpointHash(endpoint)}; Path=${path}; ${arrival.tls ? 'Secure; ' : ''}HttpOnly`
}

const endpointHash = ({ address, port }: Endpoint): string => createHash('md5').update(`${address}:${port}`).digest('hex')

/** The backend's answer as nginx hands it on: its own Date, no Server, headers of the location added. */
function passedBack(passage: Passage, location: Location | undefined, response: HttpResponse): HttpResponse {
  const hidden = ['server', 'date', 'connection', 'keep-alive', 'x-pad', 'content-type', 'content-length', 'transfer-encoding', 'x-powered-by']
  const type = headerOf(response.headers, 'Content-Type')
  const { reason: _own, ...rest } = response
  return {
    ...rest,
    headers: [
      ['Date', httpDate(passage.net.now)],
      ...(type === undefined ? [] : [['Content-Type', type] as const]),
      ['Content-Length', headerOf(response.headers, 'Content-Length') ?? String(Buffer.byteLength(response.body))],
      ['Connection', 'keep-alive'],
      ...response.headers.filter(([name]) => !hidden.includes(name.toLowerCase())),
      ...Object.entries(location?.settings?.customHeaders ?? {}),
    ],
  }
}

/** 503, unless the default-backend annotation names a Service that has endpoints (controller.go, getBackendServers). */
function withoutEndpoints(passage: Passage, location: Location, backend: Backend, upstream: Upstream): Done {
  const { steps } = passage
  steps.push({
    hop: 'service', because: upstream.because ?? 'the Service has no endpoints', object: upstream.object, namespace: backend.namespace,
    ...(upstream.field === undefined ? {} : { field: upstream.field }), failed: true,
  })
  const fallback = fallbackOf(passage, location)
  if (fallback !== undefined) {
    steps.push({ hop: 'ingress', because: 'the default-backend annotation answers instead', object: fallback.object })
    return send(passage, undefined, fallback, errorRequest(passage, location, backend, 503))
  }
  return { response: page(passage, 503), ms: 0, upstream: { name: upstream.name, address: '', status: 503, bytes: 190 } }
}

function fallbackOf({ net }: Passage, { settings, ingress }: Location): Upstream | undefined {
  const name = settings?.defaultBackend ?? ''
  const namespace = ingress?.metadata.namespace ?? ''
  const port = name === '' ? undefined : net.cluster.get(Service, namespace, name)?.spec.ports?.[0]
  if (port === undefined) return undefined
  const upstream = upstreamOf({ namespace, service: { name, port: { number: port.port } } }, net.cluster)
  return upstream.endpoints.length === 0 ? undefined : upstream
}

/** What a default backend is told about the failure. */
function errorRequest(passage: Passage, location: Location, backend: Backend, code: number): HttpRequest {
  const { service } = backend
  const about: Headers = [
    ['X-Code', String(code)], ['X-Format', headerOf(passage.request.headers, 'Accept') ?? ''], ['X-Original-URI', passage.request.target],
    ['X-Namespace', backend.namespace], ['X-Ingress-Name', location.ingress?.metadata.name ?? ''],
    ['X-Service-Name', service.name], ['X-Service-Port', service.port?.name ?? String(service.port?.number ?? '')],
  ]
  const request = proxied(passage, location, [])
  return { ...request, headers: [...request.headers, ...about] }
}

/** custom-http-errors: these statuses of the backend are answered by the default backend. */
function intercepted(passage: Passage, location: Location, backend: Backend, result: Done): Done {
  const { status } = result.response
  if (location.settings?.customHttpErrors.includes(status) !== true) return result
  const fallback = fallbackOf(passage, location)
  passage.steps.push({ hop: 'ingress', because: `custom-http-errors replaces the answer ${status}`, field: 'metadata.annotations[custom-http-errors]' })
  if (fallback === undefined) return { ...result, response: page(passage, 404) }
  return send(passage, undefined, fallback, { ...errorRequest(passage, location, backend, status), method: 'GET', target: '/' })
}
