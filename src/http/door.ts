/** The API server's door: TLS, client certificates, one handler for every request. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { Server, Socket } from 'node:net'
import { createServer } from 'node:net'
import type { Duplex } from 'node:stream'
import type { TLSSocket } from 'node:tls'
import { pathAttributes } from '../apiserver/auth/attributes.ts'
import type { Credentials } from '../apiserver/auth/authenticate.ts'
import type { Impersonation } from '../apiserver/auth/impersonate.ts'
import { StatusError, badRequestError, internalError, unauthorizedError } from '../apiserver/errors.ts'
import type { UserInfo } from '../apiserver/request.ts'
import type { World } from '../lab/world.ts'
import { answerPath } from './paths.ts'
import { answerResource } from './resources.ts'
import { isPretty, sendStatus } from './respond.ts'
import { routeOf } from './route.ts'
import type { Clock } from './clock.ts'
import type { Journal } from './journal.ts'
import type { Streams } from './streams/streams.ts'
import type { Watches } from './watches.ts'

export interface Keys {
  readonly authorityPem: string
  readonly certificatePem: string
  readonly keyPem: string
}

export interface DoorParts {
  readonly world: World
  readonly clock: Clock
  readonly watches: Watches
  readonly streams: Streams
  readonly keys: Keys
  /** Where writes are kept. */
  readonly journal?: Journal
  /** "127.0.0.1:6443", known once it listens. */
  address(): string
}

const TLS_HANDSHAKE = 0x16
const HELLO_MS = 10_000
const CONNECTIONS_MAX = 4_000
const PLAIN_ANSWER = 'HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n'

/** Listens on nothing yet. */
export function createDoor(parts: DoorParts): Server {
  const { authorityPem, certificatePem, keyPem } = parts.keys
  const https = createHttpsServer({
    ca: authorityPem, cert: certificatePem, key: keyPem, requestCert: true, rejectUnauthorized: false, minVersion: 'TLSv1.2',
  }, (message, response) => void handle(parts, message, response))
  https.keepAliveTimeout = 90_000
  https.headersTimeout = 32_000
  https.requestTimeout = 60_000
  https.on('upgrade', (message: IncomingMessage, socket: Duplex, head: Buffer) => void upgrade(parts, message, socket, head))
  https.on('tlsClientError', (_error, socket) => socket.destroy())
  https.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n400 Bad Request')
    else socket.destroy()
  })
  const door = createServer((socket) => greet(socket, https))
  door.maxConnections = CONNECTIONS_MAX
  return door
}

/** Looks at the first byte: who speaks plain HTTP to this port is told so, as Go's server does. */
function greet(socket: Socket, https: Server): void {
  const silent = setTimeout(() => socket.destroy(), HELLO_MS)
  socket.on('error', () => socket.destroy())
  socket.once('close', () => clearTimeout(silent))
  socket.once('data', (first) => {
    clearTimeout(silent)
    socket.pause()
    if (first[0] !== TLS_HANDSHAKE) {
      socket.end(PLAIN_ANSWER)
      return
    }
    socket.unshift(first)
    https.emit('connection', socket)
  })
}

async function handle(parts: DoorParts, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const { path, query } = targetOf(message)
  const form = { format: 'json', pretty: isPretty(message, query) } as const
  response.on('error', () => response.destroy())
  try {
    parts.clock.tick()
    const user = userOf(parts.world, message)
    const route = routeOf(message.method ?? 'GET', path, query)
    if (route.to === 'path') {
      parts.world.server.authorize(pathAttributes(user, route.verb, path))
      answerPath(parts.world, message, response, path, query, parts.address())
    } else await answerResource(parts, { user, route, message, response, query })
  } catch (error) {
    if (error instanceof StatusError) sendStatus(response, error.status, form)
    else if (error instanceof RangeError) sendStatus(response, badRequestError('exceeded max depth').status, form)
    else if (response.destroyed || (error as { code?: string }).code === 'ECONNRESET') response.destroy()
    else {
      sendStatus(response, internalError((error as Error).message).status, form)
      process.stderr.write(`${(error as Error).stack}\n`)
    }
  }
}

async function upgrade(parts: DoorParts, message: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
  socket.on('error', () => socket.destroy())
  try {
    const { path, query } = targetOf(message)
    parts.clock.tick()
    const user = userOf(parts.world, message)
    await parts.streams.upgrade({ user, route: routeOf('GET', path, query), message, socket, head, query })
  } catch (error) {
    const status = error instanceof StatusError ? error.status : internalError((error as Error).message).status
    const text = `${JSON.stringify(status)}\n`
    socket.end(`HTTP/1.1 ${status.code} ${status.reason}\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)
  }
}

function targetOf(message: IncomingMessage): { path: string; query: URLSearchParams } {
  const target = message.url ?? '/'
  const mark = target.indexOf('?')
  return {
    path: mark < 0 ? target : target.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)),
  }
}

function userOf(world: World, message: IncomingMessage): UserInfo {
  const credentials: { -readonly [K in keyof Credentials]: Credentials[K] } = {}
  const socket = message.socket as TLSSocket
  const certificate = socket.getPeerCertificate?.()
  if (certificate !== undefined && certificate.subject !== undefined) {
    if (!socket.authorized) throw unauthorizedError()
    const { CN, O } = certificate.subject as unknown as { CN?: string | string[]; O?: string | string[] }
    credentials.certificate = {
      commonName: Array.isArray(CN) ? CN[0]! : CN ?? '', organizations: O === undefined ? [] : Array.isArray(O) ? O : [O],
      sha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    }
  }
  const bearer = /^bearer\s+(\S+)$/i.exec(message.headers.authorization ?? '')
  if (bearer !== null) {
    credentials.token = bearer[1]!
    delete credentials.certificate
  } else if (message.headers.authorization !== undefined && credentials.certificate === undefined) throw unauthorizedError()
  const as = impersonationOf(message)
  if (as !== undefined) credentials.as = as
  return world.server.authenticate(credentials)
}

function impersonationOf({ headersDistinct: headers }: IncomingMessage): Impersonation | undefined {
  const user = headers['impersonate-user']?.[0]
  const groups = headers['impersonate-group']
  const extra = Object.entries(headers).filter(([name]) => name.startsWith('impersonate-extra-'))
    .map(([name, values]) => [decodeURIComponent(name.slice('impersonate-extra-'.length)), values ?? []] as const)
  const uid = headers['impersonate-uid']?.[0]
  if (user === undefined || user === '') {
    if (groups !== undefined || extra.length > 0 || uid !== undefined) {
      throw new StatusError(500, 'InternalError', `Internal error occurred: requested ${JSON.stringify(groups ?? [])} without impersonating a user`)
    }
    return undefined
  }
  return {
    user, ...(groups === undefined ? {} : { groups }), ...(uid === undefined ? {} : { uid }),
    ...(extra.length > 0 ? { extra: Object.fromEntries(extra) } : {}),
  }
}
