/** One request and its answer: names, connection, TLS, HTTP, each with curl's words when it fails. */
import type { Headers, HttpRequest, HttpResponse } from '../../../lib/http.ts'
import { headerOf } from '../../../lib/http.ts'
import type { Io } from '../../../lib/process.ts'
import { isAddress } from '../../../network/address.ts'
import type { Target } from '../../../network/packet.ts'
import type { NetworkPrograms, Work } from '../network-context.ts'
import { resolverFiles, selfOf, wait } from '../network-context.ts'
import type { CurlFailure, Secured } from './handshake.ts'
import { secure } from './handshake.ts'
import type { CurlOptions } from './options.ts'
import type { Url } from '../../../lib/url.ts'

export interface Plan {
  readonly url: Url
  readonly method: string
  readonly headers: Headers
  readonly body: string
}

export interface Fetched {
  readonly response: HttpResponse
  readonly sent: HttpRequest
  readonly remoteAddress: string
  readonly remotePort: number
  readonly verifyResult: number
}

export interface Journey {
  readonly options: CurlOptions
  readonly context: NetworkPrograms
  readonly io: Io
  /** A line of -v that begins with "* ". */
  note(line: string): void
  /** Lines of -v that begin with "> " or "< ". */
  show(mark: '>' | '<', lines: readonly string[]): void
  /** Virtual milliseconds at which --max-time is over; Infinity without it. */
  readonly deadline: number
  readonly startedAt: number
  /** How many connections there were before. */
  connections: number
  /** The connection that is still open, if it leads where the next one would. */
  open: { readonly key: string; readonly target: Target; readonly secured: Secured | undefined; readonly number: number } | undefined
}

/** How long Linux tries before connect(2) gives up (tcp_syn_retries 6). */
const SYN_TIMEOUT_MS = 130_556

export function* fetchOnce(plan: Plan, journey: Journey): Work<Fetched | CurlFailure> {
  const { url } = plan
  const { host, port } = redirected(url, journey)
  const resolved = yield* addressOf(host, port, journey)
  if ('code' in resolved) return resolved
  const opened = yield* openConnection(url, resolved.address, port, journey)
  if ('code' in opened) return opened
  const { target, secured } = opened
  const http2 = secured?.http2 === true
  const request: HttpRequest = { method: plan.method, target: plan.url.target, version: http2 ? '2' : '1.1', headers: plan.headers, body: plan.body }
  showRequest(request, url, http2, journey)
  const arrival = {
    from: selfOf(journey.context), dialled: port, dialledAddress: resolved.address, tls: secured !== undefined,
    ...(isAddress(url.host) ? {} : { serverName: url.host }),
  }
  const exchanged = journey.context.network.exchange(target, request, arrival)
  const left = journey.deadline - journey.context.now()
  if (exchanged.ms > left) {
    yield* wait(left)
    const ms = journey.context.now() - journey.startedAt
    return { code: 28, message: `Operation timed out after ${ms} milliseconds with 0 bytes received` }
  }
  if (exchanged.ms >= 10) yield* wait(exchanged.ms)
  if ('failed' in exchanged) {
    journey.note('Empty reply from server')
    journey.note(`Closing connection ${opened.number}`)
    journey.open = undefined
    return { code: 52, message: 'Empty reply from server' }
  }
  const response = http2 ? { ...exchanged.response, version: '2' as const } : exchanged.response
  return { response, sent: request, remoteAddress: resolved.address, remotePort: port, verifyResult: secured?.verifyResult ?? 0 }
}

/** --connect-to HOST1:PORT1:HOST2:PORT2 */
function redirected(url: Url, { options, note }: Journey): { host: string; port: number } {
  for (const rule of options.values('connect-to')) {
    const [host1 = '', port1 = '', host2 = '', port2 = ''] = rule.split(':')
    if ((host1 !== '' && host1.toLowerCase() !== url.host.toLowerCase()) || (port1 !== '' && Number(port1) !== url.port)) continue
    const [host, port] = [host2 === '' ? url.host : host2, port2 === '' ? url.port : Number(port2)]
    note(`Connecting to hostname: ${host}`)
    if (port2 !== '') note(`Connecting to port: ${port}`)
    return { host, port }
  }
  return { host: url.host, port: url.port }
}

function* addressOf(host: string, port: number, journey: Journey): Work<{ address: string } | CurlFailure> {
  const { options, context, io, note } = journey
  for (const rule of options.values('resolve')) {
    const parts = /^\+?(\*|[^:]+):(\d+):(.+)$/.exec(rule)
    if (parts === null) continue
    const [, name, number, addresses] = parts
    if ((name === '*' || name!.toLowerCase() === host.toLowerCase()) && Number(number) === port) {
      note(`Hostname ${host} was found in DNS cache`)
      return { address: addresses!.split(',')[0]! }
    }
  }
  const resolved = context.network.resolve(selfOf(context), host, resolverFiles(io, context))
  const limit = Math.min(journey.deadline - context.now(), connectLimit(options))
  if (resolved.ms > limit) {
    yield* wait(limit)
    const message = `Resolving timed out after ${context.now() - journey.startedAt} milliseconds`
    note(message)
    return { code: 28, message }
  }
  yield* wait(resolved.ms)
  if ('addresses' in resolved) return { address: resolved.addresses[0]! }
  const message = `Could not resolve host: ${host}`
  note(message)
  note(`Closing connection ${journey.connections}`)
  return { code: 6, message }
}

const connectLimit = (options: CurlOptions): number => {
  const seconds = options.value('connect-timeout')
  return seconds === undefined ? Number.POSITIVE_INFINITY : Number(seconds) * 1000
}

interface Opened {
  readonly target: Target
  readonly secured: Secured | undefined
  readonly number: number
}

function* openConnection(url: Url, address: string, port: number, journey: Journey): Work<Opened | CurlFailure> {
  const { context, note, options, io } = journey
  const key = `${url.scheme} ${url.host} ${address} ${port}`
  if (journey.open?.key === key) {
    note(`Re-using existing connection #${journey.open.number} with host ${url.host}`)
    return journey.open
  }
  const number = journey.connections++
  note(`  Trying ${address}:${port}...`)
  const connected = context.network.connect(selfOf(context), address, port)
  if ('failed' in connected) {
    const failure = yield* failedConnection(url, address, port, connected.failed, journey)
    note(failure.message)
    note(`Closing connection ${number}`)
    return failure
  }
  note(`Connected to ${url.host} (${address}) port ${port} (#${number})`)
  if (url.scheme === 'http') {
    journey.open = { key, target: connected.target, secured: undefined, number }
    return journey.open
  }
  const secured = secure(connected.target, url, options, context, io, note)
  if ('code' in secured) {
    note(`Closing connection ${number}`)
    return secured
  }
  journey.open = { key, target: connected.target, secured, number }
  return journey.open
}

function* failedConnection(url: Url, address: string, port: number, why: string, journey: Journey): Work<CurlFailure> {
  const { context, options, note } = journey
  if (why !== 'timeout') {
    const reason = why === 'unreachable' ? 'No route to host' : 'Connection refused'
    note(`connect to ${address} port ${port} failed: ${reason}`)
    const ms = context.now() - journey.startedAt
    return { code: 7, message: `Failed to connect to ${url.host} port ${port} after ${ms} ms: Couldn't connect to server` }
  }
  const limit = Math.min(journey.deadline - context.now(), connectLimit(options))
  if (limit < SYN_TIMEOUT_MS) {
    yield* wait(limit + 1)
    return { code: 28, message: `Connection timed out after ${Math.round(context.now() - journey.startedAt)} milliseconds` }
  }
  yield* wait(SYN_TIMEOUT_MS)
  note(`connect to ${address} port ${port} failed: Connection timed out`)
  const ms = context.now() - journey.startedAt
  return { code: 28, message: `Failed to connect to ${url.host} port ${port} after ${ms} ms: Couldn't connect to server` }
}

function showRequest(request: HttpRequest, url: Url, http2: boolean, journey: Journey): void {
  const { note, show } = journey
  if (http2) {
    note(`h2h3 [:method: ${request.method}]`)
    note(`h2h3 [:path: ${request.target}]`)
    note(`h2h3 [:scheme: ${url.scheme}]`)
    note(`h2h3 [:authority: ${headerOf(request.headers, 'Host') ?? url.host}]`)
    for (const [name, value] of request.headers) if (name.toLowerCase() !== 'host') note(`h2h3 [${name.toLowerCase()}: ${value}]`)
    note('Using Stream ID: 1 (easy handle 0x5644d3b422b0)')
  }
  show('>', [
    `${request.method} ${request.target} HTTP/${request.version}`,
    ...request.headers.map(([name, value]) => (http2 && name !== 'Host' ? `${name.toLowerCase()}: ${value}` : value === '' ? `${name}:` : `${name}: ${value}`)),
    '',
  ])
}

/** The request that the options ask for. */
export function planOf(url: Url, options: CurlOptions, body: string | undefined): Plan {
  const method = options.value('request') ?? (options.has('head') ? 'HEAD' : body === undefined || options.has('get') ? 'GET' : options.has('upload-file') ? 'PUT' : 'POST')
  const custom = options.values('header').map(splitHeader)
  const usualPort = url.scheme === 'https' ? 443 : 80
  const user = options.value('user') ?? url.user
  const json = options.has('json')
  const usual: Headers = [
    ['Host', url.port === usualPort ? url.host : `${url.host}:${url.port}`],
    ...(user === undefined ? [] : [['Authorization', `Basic ${Buffer.from(user.includes(':') ? user : `${user}:`).toString('base64')}`] as const]),
    ['User-Agent', options.value('user-agent') ?? 'curl/7.88.1'],
    ['Accept', json ? 'application/json' : '*/*'],
    ...(options.value('referer') === undefined ? [] : [['Referer', options.value('referer')!] as const]),
    ...(options.value('cookie') === undefined || !options.value('cookie')!.includes('=') ? [] : [['Cookie', options.values('cookie').join('; ')] as const]),
    ...(options.value('range') === undefined ? [] : [['Range', `bytes=${options.value('range')}`] as const]),
    ...(options.has('compressed') ? [['Accept-Encoding', 'deflate, gzip, br, zstd'] as const] : []),
  ]
  const content: Headers = body === undefined || options.has('get') ? [] : [
    ['Content-Length', String(Buffer.byteLength(body))],
    ...(options.has('upload-file') ? [] : [['Content-Type', json ? 'application/json' : 'application/x-www-form-urlencoded'] as const]),
  ]
  const names = new Set(custom.map(([name]) => name.toLowerCase()))
  const host = custom.find(([name]) => name.toLowerCase() === 'host')
  const headers = [...usual, ...custom.filter(([name, value]) => value !== undefined && name.toLowerCase() !== 'host').map(([n, v]) => [n, v!] as const), ...content]
    .flatMap(([name, value]): Headers => {
      if (name === 'Host') return host === undefined ? [[name, value]] : host[1] === undefined ? [] : [['Host', host[1]]]
      const replaced = names.has(name.toLowerCase()) && !custom.some(([n, v]) => n === name && v === value)
      return replaced || value === '' && name === 'User-Agent' ? [] : [[name, value]]
    })
  return { url, method, headers, body: options.has('get') ? '' : body ?? '' }
}

/** "Name: value", "Name;" for an empty value, "Name:" to leave a usual header out. */
function splitHeader(text: string): readonly [name: string, value: string | undefined] {
  const colon = text.indexOf(':')
  if (colon < 0) return [text.replace(/;\s*$/, ''), text.trim().endsWith(';') ? '' : undefined]
  const value = text.slice(colon + 1).trim()
  return [text.slice(0, colon).trim(), value === '' ? undefined : value]
}

