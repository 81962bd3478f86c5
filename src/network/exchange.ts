/** A request over an established connection: answered by the listener itself or by a data plane. */
import type { HttpRequest, HttpResponse } from '../lib/http.ts'
import type { Served } from '../images/image.ts'
import { nginxAnswer } from '../images/nginx-pages.ts'
import { gatewayExchange } from './gateway/proxy.ts'
import { nginxExchange } from './ingress-nginx/proxy.ts'
import type { NetworkContext, Peer, Step, Target } from './packet.ts'

/** What a server knows of the connection that a request came on. */
export interface Arrival {
  readonly from: Peer
  /** Port that the client dialled, before any Service translated it. */
  readonly dialled: number
  readonly dialledAddress: string
  readonly tls: boolean
  readonly serverName?: string
}

export type Exchanged =
  | { readonly response: HttpResponse; readonly steps: readonly Step[]; readonly ms: number }
  | { readonly failed: 'empty' | 'reset'; readonly steps: readonly Step[]; readonly ms: number }

export function exchange(target: Target, request: HttpRequest, arrival: Arrival, net: NetworkContext): Exchanged {
  const { listener, container } = target
  const { serves } = listener
  if (serves === 'gateway') return gatewayExchange(target, request, arrival, net)
  if (serves === 'apiserver' && net.apiServer !== undefined) {
    const response = arrival.tls ? net.apiServer.answer(request) : CLIENT_SENT_HTTP
    return { response, steps: [{ hop: 'application', because: `the API server answers ${request.method} ${request.target} with ${response.status}` }], ms: 1 }
  }
  if (listener.tls === true && !arrival.tls) {
    const steps = [{ hop: 'tls', because: `port ${target.port} speaks TLS, the request came in plain HTTP`, failed: true }]
    return { response: plainOnTls(net.now), steps, ms: 0 }
  }
  if (serves === 'ingress-nginx') return nginxExchange(container, request, arrival, net)
  const name = container.pod.metadata.name
  const about = { object: `pod/${name}`, namespace: container.pod.metadata.namespace ?? '' }
  if (typeof serves !== 'function') {
    return { failed: 'empty', ms: 0, steps: [{ hop: 'application', because: `pod ${name} does not speak HTTP on port ${target.port}`, failed: true, ...about }] }
  }
  const { response, log } = serves(request, servedOf(target, arrival, net))
  if (log !== undefined) container.log(log)
  const steps: Step[] = [{
    hop: 'application', because: `pod ${name} answers ${request.method} ${request.target} with ${response.status}`, ...about,
  }]
  return { response: request.method === 'HEAD' ? { ...response, body: '' } : response, steps, ms: 1 }
}

function servedOf({ container, port, address }: Target, arrival: Arrival, net: NetworkContext): Served {
  const { pod } = container
  return {
    pod: pod.metadata.name, namespace: pod.metadata.namespace ?? '', labels: pod.metadata.labels ?? {},
    nodeName: pod.spec?.nodeName ?? '', podIP: pod.status?.podIP ?? address, port, tls: arrival.tls, from: arrival.from.address,
    now: net.now, argv: container.argv, image: container.image, env: container.env, readFile: container.readFile,
  }
}

/** Go's net/http, when the first bytes are no TLS. */
const CLIENT_SENT_HTTP: HttpResponse = {
  version: '1.0', status: 400, headers: [], body: 'Client sent an HTTP request to an HTTPS server.\n',
}

const plainOnTls = (now: number): HttpResponse => {
  const title = '400 The plain HTTP request was sent to HTTPS port'
  const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>400 Bad Request</h1></center>\r\n` +
    '<center>The plain HTTP request was sent to HTTPS port</center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n'
  const answer = nginxAnswer(400, 'nginx', now)
  return { ...answer, headers: answer.headers.map(([n, v]) => (n === 'Content-Length' ? [n, String(body.length)] : n === 'Connection' ? [n, 'close'] : [n, v])), body }
}
