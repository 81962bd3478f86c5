/** curl: transfers each URL, follows redirects, writes what came and says what went wrong, as curl 7.88 does. */
import { FileError } from '../../../lib/files.ts'
import type { HttpResponse } from '../../../lib/http.ts'
import { hasHeader, headerOf, reasonOf } from '../../../lib/http.ts'
import type { Io, Program, Running } from '../../../lib/process.ts'
import type { NetworkPrograms, Work } from '../network-context.ts'
import { absolute } from '../network-context.ts'
import { bodyOf } from './body.ts'
import type { CurlBody } from './body.ts'
import { storeCookies, storedCookies } from './cookies.ts'
import type { CurlFailure } from './handshake.ts'
import { finishMeter, startMeter } from './meter.ts'
import type { CurlOptions } from './options.ts'
import { parseCurl } from './options.ts'
import type { Fetched, Journey, Plan } from './transfer.ts'
import { fetchOnce, planOf } from './transfer.ts'
import type { Url } from '../../../lib/url.ts'
import { expandGlobs, followed, parseUrl } from '../../../lib/url.ts'
import { HELP, VERSION } from './version.ts'
import { writeOut } from './write-out.ts'

const REDIRECTS_MAX = 50

export const curl = (context: NetworkPrograms): Program => function* run(args, io): Running {
  const options = parseCurl(args)
  if ('complaint' in options) return complain(io, options.complaint)
  if (options.has('version')) return say(io, VERSION)
  if (options.has('help')) return say(io, HELP)
  if (options.urls.length === 0) return complain(io, undefined)
  const body = yield* bodyOf(options, io)
  const shared: { open: Journey['open']; connections: number } = { open: undefined, connections: 0 }
  let exit = 0
  const urls = options.urls.flatMap((url, i) => (options.has('globoff') ? [url] : expandGlobs(url)).map((u) => [u, options.outputs[i]] as const))
  for (const [text, output] of urls) {
    exit = yield* transfer(text, output, body, options, context, io, shared)
    if (exit !== 0 && options.has('fail-early')) break
  }
  return exit
}

function complain(io: Io, text: string | undefined): number {
  io.stderr.write(`${text === undefined ? '' : `curl: ${text}\n`}curl: try 'curl --help' or 'curl --manual' for more information\n`)
  return 2
}

function say(io: Io, text: string): number {
  io.stdout.write(text)
  return 0
}

function* transfer(
  text: string, output: string | true | undefined, body: CurlBody, options: CurlOptions, context: NetworkPrograms, io: Io,
  shared: { open: Journey['open']; connections: number },
): Work<number> {
  const retries = Number(options.value('retry') ?? 0)
  for (let attempt = 0; ; attempt++) {
    const result = yield* attemptOnce(text, output, body, options, context, io, shared)
    const transient = result.exit === 28 || TRANSIENT.has(result.status) || (result.exit === 7 && options.has('retry-connrefused')) || options.has('retry-all-errors')
    if (attempt >= retries || !transient || (result.exit === 0 && result.status < 400)) return result.exit
    const ms = Number(options.value('retry-delay') ?? 2 ** attempt) * 1000
    if (!options.has('silent')) io.stderr.write(`Warning: Problem: ${result.exit === 0 ? 'HTTP error' : 'timeout'}. Will retry in ${ms / 1000} seconds. ${retries - attempt} retries left.\n`)
    yield { for: 'time', ms }
  }
}

const TRANSIENT = new Set([408, 429, 500, 502, 503, 504])

function* attemptOnce(
  text: string, output: string | true | undefined, body: CurlBody, options: CurlOptions, context: NetworkPrograms, io: Io,
  shared: { open: Journey['open']; connections: number },
): Work<{ exit: number; status: number }> {
  const journey = journeyOf(options, context, io, shared)
  const meter = startMeter(options, io, output !== undefined)
  const before = journey.connections
  const done = yield* followAll(text, body, journey, output)
  shared.open = journey.open
  shared.connections = journey.connections
  finishMeter(meter, io, done.fetched)
  const failed = done.failure
  if (failed !== undefined && (!options.has('silent') || options.has('show-error'))) {
    io.stderr.write(`curl: (${failed.code}) ${failed.message}\n`)
    if (failed.code === 60) io.stderr.write(MORE_ABOUT_CERTIFICATES)
  }
  const format = options.value('write-out')
  if (format !== undefined) {
    const outcome = {
      fetched: failed !== undefined && failed.code !== 22 ? undefined : done.fetched, exit: failed?.code ?? 0, message: failed?.message ?? '', url: done.url, redirects: done.redirects,
      redirectUrl: done.redirectUrl, connections: journey.connections - before, ms: context.now() - journey.startedAt, method: done.method, scheme: done.scheme,
    }
    const written = writeOut(format.startsWith('@') ? readFormat(io, format.slice(1)) : format, outcome)
    io.stdout.write(written.stdout)
    io.stderr.write(written.stderr)
  }
  return { exit: failed?.code ?? 0, status: done.fetched?.response.status ?? 0 }
}

const MORE_ABOUT_CERTIFICATES = `More details here: https://curl.se/docs/sslcerts.html

curl failed to verify the legitimacy of the server and therefore could not
establish a secure connection to it. To learn more about this situation and
how to fix it, please visit the web page mentioned above.
`

function journeyOf(options: CurlOptions, context: NetworkPrograms, io: Io, shared: { open: Journey['open']; connections: number }): Journey {
  const verbose = options.has('verbose')
  const limit = options.value('max-time')
  const startedAt = context.now()
  const journey: Journey = {
    options, context, io, startedAt,
    deadline: limit === undefined ? Number.POSITIVE_INFINITY : startedAt + Number(limit) * 1000,
    connections: shared.connections, open: shared.open,
    note: (line) => {
      if (verbose) io.stderr.write(`* ${line}\n`)
    },
    show: (mark, lines) => {
      if (verbose) for (const line of lines) io.stderr.write(`${mark} ${line}\n`)
    },
  }
  for (const rule of options.values('resolve')) journey.note(`Added ${rule.replace(/^\+/, '')} to DNS cache`)
  return journey
}

interface Done {
  readonly fetched?: Fetched
  readonly failure?: CurlFailure
  readonly url: string
  readonly redirects: number
  readonly redirectUrl: string
  readonly method: string
  readonly scheme: string
}

function* followAll(text: string, body: CurlBody, journey: Journey, output: string | true | undefined): Work<Done> {
  const { options, io } = journey
  let current = text
  let plan: Plan | undefined
  let firstHost = ''
  for (let redirects = 0; ; redirects++) {
    const url = parseUrl(withGetData(current, options, body, redirects), options.has('path-as-is'))
    const about = (more: Partial<Done>): Done => ({
      url: current.includes('://') ? normalized(current) : normalized(`http://${current}`), redirects, redirectUrl: '', method: plan?.method ?? 'GET',
      scheme: 'code' in url ? 'http' : url.scheme, ...more,
    })
    if ('code' in url) return about({ failure: url })
    if (redirects === 0) firstHost = url.host
    plan = nextPlan(plan, url, options, body, firstHost, io)
    const fetched = yield* fetchOnce(plan, journey)
    if ('code' in fetched) return about({ failure: fetched })
    const { response } = fetched
    journey.show('<', [...headLines(response), ''])
    storeCookies(options, io, url.host, response)
    const location = headerOf(response.headers, 'Location')
    const target = location === undefined || ![301, 302, 303, 307, 308].includes(response.status) ? '' : followed(url, location)
    if (options.has('fail') && response.status >= 400) {
      dumpHeaders(response, options, io)
      return about({ fetched, failure: { code: 22, message: `The requested URL returned error: ${response.status}` } })
    }
    const follow = (options.has('location') || options.has('location-trusted')) && target !== ''
    const wrote = write(response, follow, output, url, options, io)
    if (wrote !== undefined) return about({ fetched, failure: wrote })
    journey.note(`Connection #${journey.open?.number ?? 0} to host ${url.host} left intact`)
    if (!follow) {
      const failure = options.has('fail-with-body') && response.status >= 400 ? { code: 22, message: `The requested URL returned error: ${response.status}` } : undefined
      return about({ fetched, redirectUrl: target, ...(failure === undefined ? {} : { failure }) })
    }
    const max = Number(options.value('max-redirs') ?? REDIRECTS_MAX)
    if (max >= 0 && redirects >= max) return about({ fetched, failure: { code: 47, message: `Maximum (${max}) redirects followed` } })
    journey.note(`Issue another request to this URL: '${target}'`)
    current = target
  }
}

const normalized = (url: string): string => (/^[a-z]+:\/\/[^/?#]*$/i.test(url) ? `${url}/` : url)

/** -G puts the data behind the question mark. */
function withGetData(url: string, options: CurlOptions, body: CurlBody, redirects: number): string {
  if (!options.has('get') || body.text === undefined || redirects > 0) return url
  return `${url}${url.includes('?') ? '&' : '?'}${body.text}`
}

/** A redirect turns POST into GET for 301, 302 and 303; a Host header stays only with its host. */
function nextPlan(before: Plan | undefined, url: Url, options: CurlOptions, body: CurlBody, firstHost: string, io: Io): Plan {
  const text = before === undefined ? body.text : before.method === 'POST' && options.value('request') === undefined ? undefined : body.text
  const plan = planOf(url, options, text)
  const typed = body.contentType === undefined ? plan.headers : plan.headers.map(([n, v]) => (n === 'Content-Type' ? [n, body.contentType!] as const : [n, v] as const))
  const stored = hasHeader(plan.headers, 'Cookie') ? '' : storedCookies(options, io, url.host)
  const cookies = stored === '' ? typed : [...typed, ['Cookie', stored] as const]
  if (before === undefined || url.host === firstHost) return { ...plan, headers: cookies }
  const own = url.port === (url.scheme === 'https' ? 443 : 80) ? url.host : `${url.host}:${url.port}`
  const secret = options.has('location-trusted') ? [] : ['authorization', 'cookie']
  return { ...plan, headers: cookies.filter(([n]) => !secret.includes(n.toLowerCase())).map(([n, v]) => (n === 'Host' ? ['Host', own] : [n, v])) }
}

function headLines(response: HttpResponse): string[] {
  const http2 = response.version === '2'
  const first = http2 ? `HTTP/2 ${response.status} ` : `HTTP/${response.version ?? '1.1'} ${response.status} ${reasonOf(response)}`
  const dropped = http2 ? new Set(['connection', 'keep-alive', 'transfer-encoding']) : new Set<string>()
  return [first, ...response.headers.filter(([n]) => !dropped.has(n.toLowerCase())).map(([n, v]) => `${http2 ? n.toLowerCase() : n}: ${v}`)]
}

const headText = (response: HttpResponse): string => `${headLines(response).join('\r\n')}\r\n\r\n`

function dumpHeaders(response: HttpResponse, options: CurlOptions, io: Io): void {
  const to = options.value('dump-header')
  if (to === '-') io.stdout.write(headText(response))
  else if (to !== undefined) io.files.write(absolute(io, to), headText(response), { append: true })
  if (options.has('include') || options.has('head')) io.stdout.write(headText(response))
}

/** Headers and body to where they belong; a followed redirect's body goes nowhere. */
function write(response: HttpResponse, follow: boolean, output: string | true | undefined, url: Url, options: CurlOptions, io: Io): CurlFailure | undefined {
  const to = options.value('dump-header')
  if (to === '-') io.stdout.write(headText(response))
  else if (to !== undefined) io.files.write(absolute(io, to), headText(response), { append: io.files.exists(absolute(io, to)) })
  const text = (options.has('include') || options.has('head') ? headText(response) : '') + (follow || options.has('head') ? '' : response.body)
  if (output === undefined || output === '-') {
    io.stdout.write(text)
    return undefined
  }
  const name = output === true ? url.target.replace(/\?.*$/, '').split('/').at(-1) ?? '' : output
  if (name === '') return { code: 23, message: 'Remote file name has no length!' }
  if (name === '/dev/null') return undefined
  if (name === '/dev/stdout') io.stdout.write(text)
  else if (name === '/dev/stderr') io.stderr.write(text)
  else return writeFile(name, text, options, io)
  return undefined
}

function writeFile(name: string, text: string, options: CurlOptions, io: Io): CurlFailure | undefined {
  const dir = options.value('output-dir')
  const path = absolute(io, dir === undefined ? name : `${dir}/${name}`)
  try {
    if (options.has('create-dirs')) io.files.mkdir(path.slice(0, path.lastIndexOf('/')) || '/', { recursive: true })
    io.files.write(path, text)
    return undefined
  } catch (thrown) {
    if (!(thrown instanceof FileError)) throw thrown
    io.stderr.write(`Warning: Failed to open the file ${name}: ${thrown.text}\n`)
    return { code: 23, message: 'Failure writing output to destination' }
  }
}

function readFormat(io: Io, path: string): string {
  try {
    return io.files.readText(absolute(io, path))
  } catch {
    return ''
  }
}
