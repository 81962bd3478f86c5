/** One request through a Gateway: listener, route, filters, weighted backend, endpoint. */
import type { HttpRequest, HttpResponse } from '../../lib/http.ts'
import { headerOf, hostName, httpDate } from '../../lib/http.ts'
import { Service } from '../../kinds/core/service.ts'
import { connect } from '../connect.ts'
import { peerOf } from '../dns/resolve.ts'
import { endpointsOf } from '../endpoints.ts'
import type { Arrival, Exchanged } from '../exchange.ts'
import { exchange } from '../exchange.ts'
import { nextOf } from '../ingress-nginx/upstream.ts'
import type { NetworkContext, Step, Target } from '../packet.ts'
import { backendFault, gatewayNamed } from './attach.ts'
import { changedHeaders, redirectOf, rewritten } from './filters.ts'
import type { Chosen } from './match.ts'
import { chooseRule, listenerFor } from './match.ts'
import type { BackendRef, Filter, Gateway } from './types.ts'

const CONNECT_TIMEOUT_MS = 5_000

/** The Gateway that a proxy was started for: --gateway=namespace/name. */
export function gatewayOf(target: Target, net: NetworkContext): Gateway | undefined {
  const [namespace = '', name = ''] = (target.container.argv.find((a) => a.startsWith('--gateway='))?.slice(10) ?? '').split('/')
  return gatewayNamed(net.cluster, namespace, name)
}

export function gatewayExchange(target: Target, request: HttpRequest, arrival: Arrival, net: NetworkContext): Exchanged {
  const steps: Step[] = []
  const gateway = gatewayOf(target, net)
  const answer = (status: number, because: string, body = ''): Exchanged => {
    steps.push({ hop: 'gateway', because, failed: status >= 400, ...(gateway === undefined ? {} : { object: `gateway/${gateway.metadata.name}`, namespace: gateway.metadata.namespace ?? '' }) })
    return { response: plain(status, body, net.now), steps, ms: 0 }
  }
  if (gateway === undefined) return answer(404, 'the Gateway is gone')
  const host = hostName(headerOf(request.headers, 'Host') ?? '')
  const listener = listenerFor(gateway, target.port, host, arrival.tls)
  if (listener === undefined) return answer(404, `no listener on port ${target.port} serves host ${host}`)
  const chosen = chooseRule(gateway, listener, host, request, net.cluster)
  if (chosen === undefined) return answer(404, `no route on listener ${listener.name} matches ${request.method} ${host}${request.target}`)
  const { route, rule, match } = chosen
  steps.push({
    hop: 'gateway', because: `listener ${listener.name} hands ${request.method} ${host}${request.target} to a rule of ${route.kind} ${route.metadata.name}`,
    object: `${route.kind.toLowerCase()}/${route.metadata.name}`, namespace: route.metadata.namespace ?? '',
  })
  const redirect = rule.filters?.find((f) => f.type === 'RequestRedirect')?.requestRedirect
  if (redirect !== undefined) return { response: redirectOf(request, redirect, match, listener, net.now), steps, ms: 0 }
  const backend = pick(chosen, net)
  if (backend === undefined) return answer(500, 'the rule has no backend with a weight')
  const fault = backendFault(backend, route, net.cluster)
  if (fault !== undefined) return answer(500, fault.message)
  const filters = [...(rule.filters ?? []), ...(backend.filters ?? [])]
  const sent = forwarded(rewritten(request, filters, match), arrival, net)
  for (const { requestMirror } of filters) {
    // the mirrored answer is thrown away, whatever it is
    if (requestMirror !== undefined && backendFault(requestMirror.backendRef, route, net.cluster) === undefined) {
      send(requestMirror.backendRef, chosen, sent, [], target, [], net, answer)
    }
  }
  return send(backend, chosen, sent, filters, target, steps, net, answer)
}

const plain = (status: number, body: string, now: number): HttpResponse => ({
  status, headers: [['Date', httpDate(now)], ...(body === '' ? [] : [['Content-Type', 'text/plain'] as const]), ['Content-Length', String(body.length)]], body,
})

/** One of the weighted backends, by chance. */
function pick({ rule }: Chosen, net: NetworkContext): BackendRef | undefined {
  const weighted = (rule.backendRefs ?? []).filter((b) => (b.weight ?? 1) > 0)
  const total = weighted.reduce((sum, b) => sum + (b.weight ?? 1), 0)
  if (total === 0) return undefined
  if (weighted.length === 1) return weighted[0]
  let draw = net.random.integer(total)
  for (const backend of weighted) {
    draw -= backend.weight ?? 1
    if (draw < 0) return backend
  }
  return weighted.at(-1)
}

function forwarded(request: HttpRequest, arrival: Arrival, net: NetworkContext): HttpRequest {
  const has = (name: string): boolean => headerOf(request.headers, name) !== undefined
  const before = headerOf(request.headers, 'X-Forwarded-For')
  const id = Array.from(net.random.bytes(16), (b) => b.toString(16).padStart(2, '0')).join('')
  return {
    ...request, version: '1.1',
    headers: [
      ...request.headers.filter(([n]) => !['connection', 'x-forwarded-for'].includes(n.toLowerCase())),
      ['X-Forwarded-For', before === undefined ? arrival.from.address : `${before}, ${arrival.from.address}`],
      ...(has('X-Forwarded-Proto') ? [] : [['X-Forwarded-Proto', arrival.tls ? 'https' : 'http'] as const]),
      ...(has('X-Request-Id') ? [] : [['X-Request-Id', id] as const]),
    ],
  }
}

function send(
  backend: BackendRef, { route }: Chosen, request: HttpRequest, filters: readonly Filter[], target: Target, steps: Step[],
  net: NetworkContext, answer: (status: number, because: string, body?: string) => Exchanged,
): Exchanged {
  const namespace = backend.namespace ?? route.metadata.namespace ?? ''
  const port = net.cluster.get(Service, namespace, backend.name)?.spec.ports?.find((p) => p.port === backend.port)
  const ready = endpointsOf(net.cluster, namespace, backend.name, port?.name ?? '').filter((e) => e.ready)
  const endpoint = nextOf(ready, `turn ${target.container.pod.metadata.uid} ${namespace}/${backend.name}:${backend.port}`, net.memory)
  if (endpoint === undefined) return answer(503, `Service ${namespace}/${backend.name} has no ready endpoints`, 'no healthy upstream')
  const self = peerOf(target.container.pod)
  const connected = connect({ from: self, address: endpoint.address, port: endpoint.port, protocol: 'TCP' }, net)
  steps.push({ hop: 'upstream', because: `the gateway connects to ${endpoint.address}:${endpoint.port}`, object: `service/${backend.name}`, namespace }, ...connected.steps)
  if ('failed' in connected) {
    if (connected.failed !== 'timeout') return answer(503, connected.because, UPSTREAM_ERROR)
    return { ...answer(504, connected.because, 'upstream request timeout'), ms: CONNECT_TIMEOUT_MS } as Exchanged
  }
  const exchanged = exchange(connected.target, request, { from: self, dialled: endpoint.port, dialledAddress: endpoint.address, tls: false }, net)
  steps.push(...exchanged.steps)
  if ('failed' in exchanged) return answer(503, 'the backend does not speak HTTP', UPSTREAM_ERROR)
  let { headers } = exchanged.response
  for (const filter of filters) if (filter.type === 'ResponseHeaderModifier') headers = changedHeaders(headers, filter.responseHeaderModifier)
  return { response: { ...exchanged.response, version: '1.1', headers }, steps, ms: exchanged.ms }
}

const UPSTREAM_ERROR = 'upstream connect error or disconnect/reset before headers. reset reason: remote connection failure, transport failure reason: delayed connect error: Connection refused'
