/** wget: fetches URLs into files, with GNU wget's lines about how it goes. */
import { headerOf, reasonOf } from '../../lib/http.ts'
import type { HttpResponse } from '../../lib/http.ts'
import type { Io, Program, Running } from '../../lib/process.ts'
import { parseCertificates } from '../../pki/certificate.ts'
import { opensslCoversHost } from '../../pki/hostname.ts'
import { rfc2253Name } from '../../pki/name.ts'
import { verifyChain } from '../../pki/verify.ts'
import type { Url } from '../../lib/url.ts'
import { followed, parseUrl } from '../../lib/url.ts'
import type { NetworkPrograms, Work } from './network-context.ts'
import { absolute, readOr, resolverFiles, selfOf, trustedCertificates, wait } from './network-context.ts'

const REDIRECTS_MAX = 20
const SYN_TIMEOUT_MS = 130_000

interface Options {
  readonly urls: readonly string[]
  readonly quiet: boolean
  readonly brief: boolean
  readonly output: string | undefined
  readonly spider: boolean
  readonly showHeaders: boolean
  readonly insecure: boolean
  readonly caFile: string | undefined
  readonly timeoutMs: number | undefined
  readonly headers: readonly string[]
  readonly body: string | undefined
}

const VALUED = new Set(['-O', '--output-document', '-T', '--timeout', '-t', '--tries', '--header', '--post-data', '--ca-certificate', '-U', '--user-agent', '-P', '-o'])

function parse(args: readonly string[]): Options {
  const values = new Map<string, string[]>()
  const flags = new Set<string>()
  const urls: string[] = []
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!
    const [name, inline] = arg.startsWith('--') && arg.includes('=') ? [arg.slice(0, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1)] : [arg, undefined]
    if (VALUED.has(name)) values.set(name, [...(values.get(name) ?? []), inline ?? args[++i] ?? ''])
    else if (/^-[a-zA-Z]{2,}$/.test(arg)) readBundle(arg, values, flags, () => args[++i] ?? '')
    else if (arg.startsWith('-') && arg !== '-') flags.add(name)
    else urls.push(arg)
  }
  const one = (...names: string[]): string | undefined => names.map((n) => values.get(n)?.at(-1)).find((v) => v !== undefined)
  const seconds = one('-T', '--timeout')
  return {
    urls, quiet: flags.has('-q') || flags.has('--quiet'), brief: flags.has('-nv') || flags.has('--no-verbose'),
    output: one('-O', '--output-document'), spider: flags.has('--spider'), showHeaders: flags.has('-S') || flags.has('--server-response'),
    insecure: flags.has('--no-check-certificate'), caFile: one('--ca-certificate'),
    timeoutMs: seconds === undefined ? undefined : Number(seconds) * 1000, headers: values.get('--header') ?? [], body: one('--post-data'),
  }
}

/** "-qO-" is -q and -O with the value "-". */
function readBundle(arg: string, values: Map<string, string[]>, flags: Set<string>, next: () => string): void {
  if (arg === '-nv') return void flags.add('-nv')
  for (let at = 1; at < arg.length; at++) {
    const name = `-${arg[at]}`
    if (!VALUED.has(name)) flags.add(name)
    else {
      values.set(name, [...(values.get(name) ?? []), at + 1 < arg.length ? arg.slice(at + 1) : next()])
      return
    }
  }
}

export const wget = (context: NetworkPrograms): Program => function* run(args, io): Running {
  const options = parse(args.map((a) => (/^-[a-zA-Z]*O-$/.test(a) ? a : a)).flatMap((a) => (/^-[a-zA-Z]*O-$/.test(a) ? [a.slice(0, -1), '-'] : [a])))
  if (options.urls.length === 0) {
    io.stderr.write('wget: missing URL\nUsage: wget [OPTION]... [URL]...\n\nTry `wget --help\' for more options.\n')
    return 1
  }
  let status = 0
  for (const url of options.urls) status = (yield* fetch(url, options, context, io)) || status
  return status
}

function* fetch(text: string, options: Options, context: NetworkPrograms, io: Io): Work<number> {
  const say = (line: string): void => {
    if (!options.quiet && !options.brief) io.stderr.write(line)
  }
  let current = text
  for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
    const url = parseUrl(current)
    if ('code' in url) {
      io.stderr.write(`${current}: Invalid URL.\n`)
      return 1
    }
    say(`--${new Date(context.now()).toISOString().slice(0, 19).replace('T', ' ')}--  ${url.scheme}://${url.host}${url.explicitPort ? `:${url.port}` : ''}${url.target}\n`)
    const response = yield* exchangeOnce(url, options, context, io, say)
    if (typeof response === 'number') return response
    const reason = reasonOf(response)
    say(`HTTP request sent, awaiting response... ${response.status} ${reason}\n`)
    if (options.showHeaders) io.stderr.write(response.headers.map(([n, v]) => `  ${n}: ${v}\n`).join(''))
    const location = headerOf(response.headers, 'Location')
    if (location !== undefined && response.status >= 300 && response.status < 400) {
      current = followed(url, location)
      say(`Location: ${location} [following]\n`)
      continue
    }
    if (response.status >= 400) {
      if (!options.quiet) io.stderr.write(`${new Date(context.now()).toISOString().slice(0, 19).replace('T', ' ')} ERROR ${response.status}: ${reason}.\n`)
      return 8
    }
    return save(url, response, options, context, io, say)
  }
  io.stderr.write(`${REDIRECTS_MAX} redirections exceeded.\n`)
  return 8
}

function* exchangeOnce(url: Url, options: Options, context: NetworkPrograms, io: Io, say: (line: string) => void): Work<HttpResponse | number> {
  const from = selfOf(context)
  const resolved = context.network.resolve(from, url.host, resolverFiles(io, context))
  yield* wait(Math.min(resolved.ms, options.timeoutMs ?? resolved.ms))
  const named = url.host !== ('addresses' in resolved ? resolved.addresses[0] : '')
  if (named) say(`Resolving ${url.host} (${url.host})... `)
  if (!('addresses' in resolved)) {
    const why = resolved.failed === 'NXDOMAIN' ? 'Name or service not known' : 'Temporary failure in name resolution'
    say(`failed: ${why}.\n`)
    if (!options.quiet) io.stderr.write(`wget: unable to resolve host address ‘${url.host}’\n`)
    return 4
  }
  const address = resolved.addresses[0]!
  if (named) say(`${address}\n`)
  say(`Connecting to ${url.host}${named ? ` (${url.host})|${address}|` : ''}:${url.port}... `)
  const connected = context.network.connect(from, address, url.port)
  if ('failed' in connected) {
    const timeout = connected.failed === 'timeout'
    if (timeout) yield* wait(options.timeoutMs ?? SYN_TIMEOUT_MS)
    say(timeout ? 'failed: Connection timed out.\n' : 'failed: Connection refused.\n')
    return 4
  }
  say('connected.\n')
  if (url.scheme === 'https') {
    const refused = checkCertificate(connected.target, url, options, context, io)
    if (refused !== undefined) return refused
  }
  const host = url.explicitPort ? `${url.host}:${url.port}` : url.host
  const body = options.body ?? ''
  const headers = [
    ['Host', host], ['User-Agent', 'Wget/1.21.3'], ['Accept', '*/*'], ['Accept-Encoding', 'identity'], ['Connection', 'Keep-Alive'],
    ...options.headers.map((h) => [h.slice(0, h.indexOf(':')), h.slice(h.indexOf(':') + 1).trim()] as const),
    ...(options.body === undefined ? [] : [['Content-Type', 'application/x-www-form-urlencoded'], ['Content-Length', String(Buffer.byteLength(body))]] as const),
  ] as readonly (readonly [string, string])[]
  const custom = headers.slice(5).some(([n]) => n.toLowerCase() === 'host')
  const method = options.spider ? 'HEAD' : options.body === undefined ? 'GET' : 'POST'
  const exchanged = context.network.exchange(connected.target,
    { method, target: url.target, version: '1.1', headers: custom ? headers.slice(1) : headers, body },
    { from, dialled: url.port, dialledAddress: address, tls: url.scheme === 'https', serverName: url.host })
  yield* wait(exchanged.ms >= 10 ? exchanged.ms : 0)
  if ('failed' in exchanged) {
    say('HTTP request sent, awaiting response... No data received.\n')
    return 4
  }
  return exchanged.response
}

function checkCertificate(target: Parameters<NetworkPrograms['network']['handshake']>[0], url: Url, options: Options, context: NetworkPrograms, io: Io): number | undefined {
  const shaken = context.network.handshake(target, url.host)
  if ('failed' in shaken) {
    if (!options.quiet) io.stderr.write('OpenSSL: error:0A00010B:SSL routines::wrong version number\nUnable to establish SSL connection.\n')
    return 4
  }
  if (options.insecure) return undefined
  const [leaf, ...others] = shaken.presented.chain
  const trusted = options.caFile === undefined ? trustedCertificates(io) : parseCertificates(readOr(io, absolute(io, options.caFile), ''))
  const verdict = verifyChain(leaf!, others, trusted, context.now())
  const about = `ERROR: cannot verify ${url.host}'s certificate, issued by ‘${rfc2253Name(leaf!.issuer)}’:\n`
  const why: Readonly<Record<number, string>> = {
    9: '  Issued certificate not yet valid.\n', 10: '  Issued certificate has expired.\n', 18: '  Self-signed certificate encountered.\n',
    19: '  Self-signed certificate encountered.\n', 20: "  Unable to locally verify the issuer's authority.\n",
  }
  const problem = verdict.code !== 0 ? about + (why[verdict.code] ?? `  ${verdict.text}\n`)
    : opensslCoversHost(leaf!, url.host) === undefined ? `    ERROR: certificate common name doesn't match requested host name ‘${url.host}’.\n` : undefined
  if (problem === undefined) return undefined
  if (!options.quiet) io.stderr.write(`${problem}To connect to ${url.host} insecurely, use \`--no-check-certificate'.\n`)
  return 5
}

function save(url: Url, response: HttpResponse, options: Options, context: NetworkPrograms, io: Io, say: (line: string) => void): number {
  const size = Buffer.byteLength(response.body)
  const type = headerOf(response.headers, 'Content-Type')?.split(';')[0]
  say(`Length: ${size}${type === undefined ? '' : ` [${type}]`}\n`)
  if (options.spider) {
    say('Remote file exists.\n\n')
    return 0
  }
  const path = url.target.replace(/\?.*$/, '')
  const name = options.output ?? (path.endsWith('/') ? 'index.html' : path.slice(path.lastIndexOf('/') + 1))
  say(name === '-' ? 'Saving to: ‘STDOUT’\n\n' : `Saving to: ‘${name}’\n\n`)
  if (name === '-') io.stdout.write(response.body)
  else io.files.write(absolute(io, name), response.body)
  const time = new Date(context.now()).toISOString().slice(0, 19).replace('T', ' ')
  say(`     0K                                                       100% 1.21M=0s\n\n${time} (1.21 MB/s) - ${name === '-' ? 'written to stdout' : `‘${name}’ saved`} [${size}/${size}]\n\n`)
  return 0
}
