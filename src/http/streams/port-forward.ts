/** port-forward: connections to a client's local port, carried to a port of the pod as SPDY streams in a WebSocket. */
import { WebSocketServer, type WebSocket } from 'ws'
import { StatusError } from '../../apiserver/errors.ts'
import { createHttpPipe } from './http-pipe.ts'
import type { SpdyStream } from './spdy/session.ts'
import { createSpdySession } from './spdy/session.ts'
import type { Connection } from './streams.ts'

const PROTOCOL = 'SPDY/3.1+portforward.k8s.io'
const BYTES_MAX = 4 * 1024 * 1024

/** apimachinery/pkg/util/portforward and pkg/kubelet/server/portforward. */
export async function forwardPorts(connection: Connection): Promise<void> {
  const { message, socket, head } = connection
  const offered = message.headers['sec-websocket-protocol'] ?? ''
  if (!offered.split(',').some((p) => p.trim() === PROTOCOL)) {
    throw new StatusError(400, 'BadRequest', 'unable to upgrade: unable to negotiate protocol: client supports [], server accepts [portforward.k8s.io]', {})
  }
  const peer = await upgraded(message, socket, head)
  const pairs = new Map<string, { data?: SpdyStream; error?: SpdyStream }>()
  const session = createSpdySession(
    (data) => {
      if (peer.readyState === peer.OPEN) peer.send(data)
    },
    (stream) => {
      const id = stream.headers.get('requestid') ?? String(stream.id)
      const pair = pairs.get(id) ?? {}
      pairs.set(id, pair)
      if (stream.headers.get('streamtype') === 'error') pair.error = stream
      else pair.data = stream
      if (pair.data !== undefined && pair.error !== undefined) {
        pairs.delete(id)
        carry(connection, pair.data, pair.error)
      }
    },
    () => peer.close(1002),
  )
  peer.on('message', (data: Buffer) => session.push(data))
  peer.on('close', () => session.close())
}

/** `ws` takes no sub-protocol with a slash in it: the header is taken off and put back into the answer. */
async function upgraded(message: Connection['message'], socket: Connection['socket'], head: Buffer): Promise<WebSocket> {
  delete message.headers['sec-websocket-protocol']
  const sockets = new WebSocketServer({ noServer: true, maxPayload: BYTES_MAX })
  sockets.on('headers', (headers) => headers.push(`Sec-WebSocket-Protocol: ${PROTOCOL}`))
  return new Promise((resolve) => sockets.handleUpgrade(message, socket, head, resolve))
}

function carry({ parts, pod }: Connection, data: SpdyStream, error: SpdyStream): void {
  const { world, clock } = parts
  const port = Number(data.headers.get('port'))
  const place = { namespace: pod.metadata.namespace ?? '', pod: pod.metadata.name, container: pod.spec.containers[0]!.name }
  const from = world.network.peerAt(place)
  const connected = from === undefined ? undefined : world.network.connect(from, from.address, port)
  const fail = (why: string): void => {
    error.write(why)
    error.end()
    data.end()
  }
  if (from === undefined || connected === undefined || !('target' in connected)) {
    return fail(`error forwarding port ${port} to pod ${pod.metadata.uid}, uid : failed to execute portforward in network namespace "/var/run/netns/cni-${pod.metadata.uid}": failed to connect to localhost:${port} inside namespace "${pod.metadata.uid}", IPv4: dial tcp4 127.0.0.1:${port}: connect: connection refused IPv6 dial tcp6: address localhost: no suitable address found `)
  }
  const pipe = createHttpPipe((request) => {
    clock.tick()
    const exchanged = world.network.exchange(connected.target, request, { from, dialled: port, dialledAddress: '127.0.0.1', tls: false })
    return 'failed' in exchanged ? undefined : exchanged.response
  }, (text) => data.write(text), () => data.end())
  data.onData((bytes) => pipe.push(bytes))
  data.onEnd(() => {
    data.end()
    error.end()
  })
}
