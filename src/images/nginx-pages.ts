/** The pages and log lines that nginx makes by itself. */
import type { HttpRequest, HttpResponse } from '../lib/http.ts'
import { MONTHS, headerOf, httpDate } from '../lib/http.ts'

/** nginx's own titles (ngx_http_special_response.c); they differ from RFC reason phrases in places. */
const TITLES: Readonly<Record<number, string>> = {
  301: '301 Moved Permanently', 302: '302 Found', 303: '303 See Other', 307: '307 Temporary Redirect',
  308: '308 Permanent Redirect', 400: '400 Bad Request', 401: '401 Authorization Required', 403: '403 Forbidden',
  404: '404 Not Found', 405: '405 Not Allowed', 408: '408 Request Time-out', 413: '413 Request Entity Too Large',
  429: '429 Too Many Requests', 500: '500 Internal Server Error', 502: '502 Bad Gateway',
  503: '503 Service Temporarily Unavailable', 504: '504 Gateway Time-out',
}

/** A page as nginx makes it for a status; `server` is what the footer says: "nginx" or "nginx/1.27.3". */
function nginxPage(status: number, server: string): string {
  const title = TITLES[status] ?? String(status)
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n` +
    `<hr><center>${server}</center>\r\n</body>\r\n</html>\r\n`
}

export function nginxAnswer(status: number, server: string, now: number, headers: HttpResponse['headers'] = []): HttpResponse {
  const body = nginxPage(status, server)
  return {
    status,
    headers: [
      ['Server', server], ['Date', httpDate(now)], ['Content-Type', 'text/html'],
      ['Content-Length', String(body.length)], ['Connection', 'keep-alive'], ...headers,
    ],
    body,
  }
}

/** A line of the "combined" log format. */
export function accessLine(from: string, now: number, request: HttpRequest, status: number, bytes: number): string {
  const agent = headerOf(request.headers, 'User-Agent') ?? '-'
  const referer = headerOf(request.headers, 'Referer') ?? '-'
  return `${from} - - [${logTime(now)}] "${request.method} ${request.target} HTTP/${request.version}" ` +
    `${status} ${bytes} "${referer}" "${agent}"`
}

/** "24/Nov/2026:03:04:05 +0000" */
export function logTime(ms: number): string {
  const iso = new Date(ms).toISOString()
  return `${iso.slice(8, 10)}/${MONTHS[Number(iso.slice(5, 7)) - 1]}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`
}
