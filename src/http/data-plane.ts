/** HTTP and HTTPS of the cluster's entry on the loopback: real clients reach simulated pods, certificates chosen by server name. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { SecureContext, TLSSocket } from 'node:tls'
import { createSecureContext } from 'node:tls'
import { Service } from '../kinds/core/service.ts'
import type { World } from '../lab/world.ts'
import { decodeBytes, encodeText } from '../lib/bytes.ts'
import type { HttpResponse } from '../lib/http.ts'
import { reasonOf } from '../lib/http.ts'
import type { Connected } from '../network/connect.ts'
import { certificatePem } from '../pki/certificate.ts'
import { privateKeyPem } from '../pki/key.ts'

export interface DataPlane {
  readonly http: Server
  readonly https: Server
}

const HTTP_PORT = 80
const HTTPS_PORT = 443
const BODY_MAX_BYTES = 32 * 1024 ** 2

/** Listens on nothing yet. */
export function createDataPlane(world: World): DataPlane {
  const answer = (port: number) => (message: IncomingMessage, response: ServerResponse): void => {
    void readBody(message).then((body) => (body === undefined ? refuse(response, 413) : pass(world, port, message, body, response)))
  }
  const contexts = new WeakMap<object, SecureContext>()
  const contextFor = (serverName: string | undefined): SecureContext | undefined => {
    const connected = dial(world, HTTPS_PORT)
    const shaken = connected === undefined || 'failed' in connected ? undefined : world.network.handshake(connected.target, serverName)
    if (shaken === undefined || 'failed' in shaken) return undefined
    const { presented } = shaken
    let context = contexts.get(presented)
    if (context === undefined) {
      context = createSecureContext({ cert: presented.chain.map(certificatePem).join(''), key: privateKeyPem(presented.key) })
      contexts.set(presented, context)
    }
    return context
  }
  const https = createHttpsServer({
    SNICallback(serverName, done) {
      const context = contextFor(serverName)
      if (context === undefined) done(new Error('nothing speaks TLS here'))
      else done(null, context)
    },
    ...unnamed(world),
  }, answer(HTTPS_PORT))
  https.on('tlsClientError', (_error, socket) => socket.destroy())
  return { http: createServer(answer(HTTP_PORT)), https }
}

/** What a client without a server name is shown: the controller's own certificate, made when the listener opens. */
function unnamed(world: World): { cert?: string; key?: string } {
  const connected = dial(world, HTTPS_PORT)
  const shaken = connected === undefined || 'failed' in connected ? undefined : world.network.handshake(connected.target, undefined)
  if (shaken === undefined || 'failed' in shaken) return {}
  return { cert: shaken.presented.chain.map(certificatePem).join(''), key: privateKeyPem(shaken.presented.key) }
}

/** The address by which the world outside enters: the Ingress controller's, else that of any load balancer. */
function entryAddress({ server }: World): string | undefined {
  const services = server.reader.list(Service)
  const controller = services.find((s) => s.metadata.labels?.['app.kubernetes.io/name'] === 'ingress-nginx' && s.spec.ports?.some((p) => p.port === HTTP_PORT))
  const balanced = services.find((s) => s.status?.loadBalancer?.ingress?.[0]?.ip !== undefined)
  const entry = controller ?? balanced
  return entry?.status?.loadBalancer?.ingress?.[0]?.ip ?? entry?.spec.clusterIP
}

function dial(world: World, port: number): Connected | undefined {
  const address = entryAddress(world)
  return address === undefined ? undefined : world.network.connect(world.network.outside, address, port)
}

async function readBody(message: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of message) {
    size += (chunk as Buffer).length
    if (size > BODY_MAX_BYTES) return undefined
    chunks.push(chunk as Buffer)
  }
  return decodeBytes(Buffer.concat(chunks))
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'Content-Length': '0', Connection: 'close' }).end()
}

async function pass(world: World, port: number, message: IncomingMessage, body: string, response: ServerResponse): Promise<void> {
  const { network } = world
  const connected = dial(world, port)
  if (connected === undefined || 'failed' in connected) return void message.socket.destroy()
  const headers = Array.from({ length: message.rawHeaders.length / 2 }, (_, i) => [message.rawHeaders[2 * i]!, message.rawHeaders[2 * i + 1]!] as const)
  const serverName = (message.socket as TLSSocket).servername
  const exchanged = network.exchange(connected.target,
    { method: message.method ?? 'GET', target: message.url ?? '/', version: message.httpVersion === '1.0' ? '1.0' : '1.1', headers, body },
    {
      from: network.outside, dialled: port, dialledAddress: connected.packet.address, tls: port === HTTPS_PORT,
      ...(typeof serverName === 'string' ? { serverName } : {}),
    })
  if (exchanged.ms >= 10) await new Promise((resolve) => setTimeout(resolve, exchanged.ms))
  if ('failed' in exchanged) return void message.socket.destroy()
  send(exchanged.response, response)
}

function send(answer: HttpResponse, response: ServerResponse): void {
  const bytes = encodeText(answer.body)
  response.statusCode = answer.status
  response.statusMessage = reasonOf(answer)
  response.sendDate = false
  for (const [name, value] of answer.headers) {
    if (!['connection', 'transfer-encoding', 'keep-alive'].includes(name.toLowerCase())) response.appendHeader(name, value)
  }
  response.end(bytes)
}
