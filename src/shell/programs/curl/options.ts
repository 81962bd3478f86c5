/** curl's command line: short and long options, their values, and the URLs between them (src/tool_getparam.c). */

export interface CurlOptions {
  readonly urls: readonly string[]
  readonly outputs: readonly (string | true)[]
  has(name: string): boolean
  value(name: string): string | undefined
  values(name: string): readonly string[]
  /** Options in the order given, for those whose order counts. */
  readonly given: readonly (readonly [name: string, value: string])[]
}

/** Long name → whether it takes a value. */
const LONG: Readonly<Record<string, boolean>> = {
  anyauth: false, basic: false, cacert: true, capath: true, cert: true, 'cert-type': true, ciphers: true, compressed: false, config: true,
  'connect-timeout': true, 'connect-to': true, 'continue-at': true, cookie: true, 'cookie-jar': true, 'create-dirs': false, data: true,
  'data-ascii': true, 'data-binary': true, 'data-raw': true, 'data-urlencode': true, digest: false, disable: false, 'dump-header': true,
  fail: false, 'fail-early': false, 'fail-with-body': false, form: true, get: false, globoff: false, head: false, header: true, help: false,
  'http0.9': false, 'http1.0': false, 'http1.1': false, http2: false, 'http2-prior-knowledge': false, http3: false, include: false,
  insecure: false, interface: true, ipv4: false, ipv6: false, json: true, 'junk-session-cookies': false, keepalive: false,
  'keepalive-time': true, key: true, 'limit-rate': true, location: false, 'location-trusted': false, 'max-filesize': true,
  'max-redirs': true, 'max-time': true, 'no-buffer': false, 'no-keepalive': false, 'no-progress-meter': false, noproxy: true, output: true,
  'output-dir': true, parallel: false, 'path-as-is': false, post301: false, post302: false, 'progress-bar': false, proxy: true, range: true,
  referer: true, 'remote-header-name': false, 'remote-name': false, 'remote-name-all': false, request: true, 'request-target': true,
  resolve: true, retry: true, 'retry-all-errors': false, 'retry-connrefused': false, 'retry-delay': true, 'retry-max-time': true,
  'show-error': false, silent: false, 'ssl-no-revoke': false, 'tcp-nodelay': false, 'tls-max': true, tlsv1: false, 'tlsv1.0': false,
  'tlsv1.1': false, 'tlsv1.2': false, 'tlsv1.3': false, trace: true, 'trace-ascii': true, 'trace-time': false, 'upload-file': true, url: true,
  user: true, 'user-agent': true, verbose: false, version: false, 'write-out': true,
}

const SHORT: Readonly<Record<string, string>> = {
  '0': 'http1.0', '4': 'ipv4', '6': 'ipv6', A: 'user-agent', b: 'cookie', c: 'cookie-jar', C: 'continue-at', d: 'data', D: 'dump-header',
  e: 'referer', E: 'cert', f: 'fail', F: 'form', G: 'get', g: 'globoff', H: 'header', h: 'help', i: 'include', I: 'head', j: 'junk-session-cookies',
  J: 'remote-header-name', k: 'insecure', K: 'config', L: 'location', m: 'max-time', N: 'no-buffer', o: 'output', O: 'remote-name', q: 'disable',
  r: 'range', s: 'silent', S: 'show-error', T: 'upload-file', u: 'user', U: 'proxy', v: 'verbose', V: 'version', w: 'write-out', x: 'proxy',
  X: 'request', Z: 'parallel', '#': 'progress-bar',
}

export type ParsedCurl = CurlOptions | { readonly complaint: string }

export function parseCurl(args: readonly string[]): ParsedCurl {
  const given: [string, string][] = []
  const urls: string[] = []
  const outputs: (string | true)[] = []
  const take = (name: string, value: string): void => {
    if (name === 'url') urls.push(value)
    else if (name === 'output') outputs.push(value)
    else if (name === 'remote-name') outputs.push(true)
    else given.push([name, value])
  }
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!
    if (arg === '--') continue
    if (arg.startsWith('--')) {
      const name = longName(arg.slice(2))
      if (name === undefined) return { complaint: `option ${arg}: is unknown` }
      if (LONG[name] === true) {
        const value = args[++i]
        if (value === undefined) return { complaint: `option ${arg}: requires parameter` }
        take(name, value)
      } else take(name, '')
    } else if (arg.startsWith('-') && arg !== '-') {
      for (let at = 1; at < arg.length; at++) {
        const name = SHORT[arg[at]!]
        if (name === undefined) return { complaint: `option ${arg}: is unknown` }
        if (LONG[name] !== true) {
          take(name, '')
          continue
        }
        const value = at + 1 < arg.length ? arg.slice(at + 1) : args[++i]
        if (value === undefined) return { complaint: `option ${arg}: requires parameter` }
        take(name, value)
        break
      }
    } else urls.push(arg)
  }
  return {
    urls, outputs, given,
    has: (name) => given.some(([n]) => n === name),
    value: (name) => given.findLast(([n]) => n === name)?.[1],
    values: (name) => given.filter(([n]) => n === name).map(([, v]) => v),
  }
}

/** Exact, with "no-" in front, or an abbreviation that only one option has. */
function longName(text: string): string | undefined {
  if (LONG[text] !== undefined) return text
  const positive = text.replace(/^no-/, '')
  if (text !== positive && LONG[positive] === false) return `no-${positive}`
  const fitting = Object.keys(LONG).filter((name) => name.startsWith(text))
  return fitting.length === 1 ? fitting[0] : undefined
}
