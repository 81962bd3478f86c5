/** HTTP/1.1 messages as values: what programs send each other, with the headers in the order they were written. */

export type Headers = readonly (readonly [name: string, value: string])[]

export interface HttpRequest {
  readonly method: string
  /** The request target as sent: path and query. */
  readonly target: string
  readonly version: '1.0' | '1.1' | '2'
  readonly headers: Headers
  readonly body: string
}

export interface HttpResponse {
  readonly version?: '1.0' | '1.1' | '2'
  readonly status: number
  /** Reason phrase; the usual one when absent. */
  readonly reason?: string
  readonly headers: Headers
  readonly body: string
}

/** The first header of that name, whatever its case. */
export function headerOf(headers: Headers, name: string): string | undefined {
  const wanted = name.toLowerCase()
  return headers.find(([n]) => n.toLowerCase() === wanted)?.[1]
}

export const hasHeader = (headers: Headers, name: string): boolean => headerOf(headers, name) !== undefined

export function withoutHeader(headers: Headers, name: string): Headers {
  const unwanted = name.toLowerCase()
  return headers.filter(([n]) => n.toLowerCase() !== unwanted)
}

/** Replaces every header of that name by one, at the place of the first, or adds it at the end. */
export function withHeader(headers: Headers, name: string, value: string): Headers {
  const wanted = name.toLowerCase()
  const at = headers.findIndex(([n]) => n.toLowerCase() === wanted)
  if (at < 0) return [...headers, [name, value]]
  return headers.flatMap((h, i) => (h[0].toLowerCase() !== wanted ? [h] : i === at ? [[name, value] as const] : []))
}

/** The path of a request target, without its query. */
export function pathOf(target: string): string {
  const query = target.indexOf('?')
  return query < 0 ? target : target.slice(0, query)
}

/** The query of a request target with its question mark, or ''. */
export const queryOf = (target: string): string => target.slice(pathOf(target).length)

/** A host header without its port, in lower case. */
export function hostName(host: string): string {
  const bracket = host.startsWith('[') ? host.indexOf(']') + 1 : -1
  const colon = host.indexOf(':', Math.max(bracket, 0))
  return (colon < 0 ? host : host.slice(0, colon)).toLowerCase()
}

export const reasonOf = (response: HttpResponse): string => response.reason ?? REASONS[response.status] ?? ''

/** RFC 9110 dates, as servers write them: "Sun, 06 Nov 1994 08:49:37 GMT". */
export function httpDate(ms: number): string {
  const d = new Date(ms)
  const two = (n: number): string => String(n).padStart(2, '0')
  const day = `${two(d.getUTCDate())} ${MONTHS[d.getUTCMonth()]} ${d.getUTCFullYear()}`
  return `${DAYS[d.getUTCDay()]}, ${day} ${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())} GMT`
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
export const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const REASONS: Readonly<Record<number, string>> = {
  100: 'Continue', 101: 'Switching Protocols', 200: 'OK', 201: 'Created', 202: 'Accepted', 204: 'No Content',
  206: 'Partial Content', 301: 'Moved Permanently', 302: 'Moved Temporarily', 303: 'See Other', 304: 'Not Modified',
  307: 'Temporary Redirect', 308: 'Permanent Redirect', 400: 'Bad Request', 401: 'Unauthorized',
  403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed', 408: 'Request Timeout', 409: 'Conflict',
  411: 'Length Required', 413: 'Request Entity Too Large', 414: 'URI Too Long', 415: 'Unsupported Media Type',
  418: "I'm a teapot", 421: 'Misdirected Request', 422: 'Unprocessable Entity', 429: 'Too Many Requests',
  500: 'Internal Server Error', 501: 'Not Implemented', 502: 'Bad Gateway',
  503: 'Service Unavailable', 504: 'Gateway Timeout',
}
