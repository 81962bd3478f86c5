/** HTTP URLs as curl reads them: scheme guessed, user and port taken out, braces and ranges expanded. */

export interface Url {
  readonly scheme: 'http' | 'https'
  readonly user: string | undefined
  readonly host: string
  readonly port: number
  readonly explicitPort: boolean
  /** Path and query, beginning with a slash. */
  readonly target: string
}

export type ParsedUrl = Url | { readonly code: number; readonly message: string }

const BAD: ParsedUrl = { code: 3, message: 'URL using bad/illegal format or missing URL' }

export function parseUrl(text: string, asIs = false): ParsedUrl {
  const [, scheme = 'http', rest = ''] = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):\/\/)?(.*)$/s.exec(text) ?? []
  const lower = scheme.toLowerCase()
  if (lower !== 'http' && lower !== 'https') return { code: 1, message: `Protocol "${lower}" not supported or disabled in libcurl` }
  const end = /[/?#]/.exec(rest)?.index ?? rest.length
  const authority = rest.slice(0, end)
  const at = authority.lastIndexOf('@')
  const hostPort = authority.slice(at + 1)
  const [, host = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(hostPort) ?? []
  if (host === '' && port === undefined) return hostPort === '' ? { code: 3, message: 'URL using bad/illegal format or missing URL' } : badPort(hostPort)
  if (host === '' || /[\s"<>\\^`{|}]/.test(host)) return BAD
  if (port !== undefined && Number(port) > 65_535) return { code: 3, message: 'URL using bad/illegal format or missing URL' }
  const after = rest.slice(end).replace(/#.*$/s, '')
  const path = after.startsWith('/') ? after : `/${after}`
  return {
    scheme: lower, user: at < 0 ? undefined : authority.slice(0, at), host,
    port: port === undefined || port === '' ? (lower === 'https' ? 443 : 80) : Number(port),
    explicitPort: port !== undefined && port !== '',
    target: (asIs ? path : withoutDots(path)).replaceAll(' ', '%20'),
  }
}

const badPort = (_text: string): ParsedUrl => ({ code: 3, message: 'URL using bad/illegal format or missing URL' })

/** RFC 3986 5.2.4, which curl applies unless --path-as-is. */
function withoutDots(target: string): string {
  const query = target.indexOf('?')
  const [path, tail] = query < 0 ? [target, ''] : [target.slice(0, query), target.slice(query)]
  if (!/\/\.{1,2}(\/|$)/.test(path)) return target
  const out: string[] = []
  const parts = path.split('/').slice(1)
  parts.forEach((part, i) => {
    if (part === '..') out.pop()
    if (part !== '.' && part !== '..') out.push(part)
    else if (i === parts.length - 1) out.push('')
  })
  return `/${out.join('/')}${tail}`
}

/** Where a Location header leads, seen from the URL that answered with it. */
export function followed(from: Url, location: string): string {
  if (/^[a-zA-Z][a-zA-Z0-9+.-]*:\/\//.test(location)) return location
  const port = from.explicitPort ? `:${from.port}` : ''
  const base = `${from.scheme}://${from.host}${port}`
  if (location.startsWith('//')) return `${from.scheme}:${location}`
  if (location.startsWith('/')) return base + location
  const path = from.target.replace(/\?.*$/s, '')
  if (location.startsWith('?')) return base + path + location
  return base + path.slice(0, path.lastIndexOf('/') + 1) + location
}

/** "{a,b}" and "[1-3]", "[01-10]", "[a-c]": one URL becomes several (src/tool_urlglob.c). */
export function expandGlobs(text: string): readonly string[] {
  const match = /\{([^{}]*)\}|\[([0-9]+)-([0-9]+)(?::(\d+))?\]|\[([a-zA-Z])-([a-zA-Z])\]/.exec(text)
  if (match === null) return [text]
  const [whole, list, from, to, step, first, last] = match
  const parts = list !== undefined ? list.split(',')
    : from !== undefined ? numbers(from, Number(to), Number(step ?? 1))
    : letters(first!, last!)
  const rests = expandGlobs(text.slice(match.index + whole.length))
  return parts.flatMap((part) => rests.map((rest) => text.slice(0, match.index) + part + rest))
}

const numbers = (from: string, to: number, step: number): string[] => {
  const out: string[] = []
  for (let n = Number(from); n <= to && out.length < 10_000; n += Math.max(1, step)) out.push(from.startsWith('0') ? String(n).padStart(from.length, '0') : String(n))
  return out
}

const letters = (from: string, to: string): string[] =>
  Array.from({ length: Math.max(0, to.charCodeAt(0) - from.charCodeAt(0) + 1) }, (_, i) => String.fromCharCode(from.charCodeAt(0) + i))
