/** A small Flask application behind Werkzeug's own server: pages by path, and Flask's 404 for the rest. */
import type { HttpRequest, HttpResponse } from '../lib/http.ts'
import { httpDate, pathOf } from '../lib/http.ts'
import type { HttpServer, Served } from './image.ts'
import { logTime } from './nginx-pages.ts'

export function flask(pages: Readonly<Record<string, string>>): HttpServer {
  return (request, served) => {
    const response = respond(pages, request, served)
    const time = logTime(served.now).replace(':', ' ').replace(' +0000', '')
    return { response, log: `${served.from} - - [${time}] "${request.method} ${request.target} HTTP/${request.version}" ${response.status} -` }
  }
}

function respond(pages: Readonly<Record<string, string>>, request: HttpRequest, served: Served): HttpResponse {
  const page = pages[pathOf(request.target)]
  if (page === undefined) return answer(404, NOT_FOUND, served.now)
  if (['GET', 'HEAD'].includes(request.method)) return answer(200, page, served.now)
  if (request.method === 'OPTIONS') return answer(200, '', served.now, [['Allow', 'OPTIONS, HEAD, GET']])
  return answer(405, NOT_ALLOWED, served.now, [['Allow', 'OPTIONS, HEAD, GET']])
}

function answer(status: number, body: string, now: number, more: HttpResponse['headers'] = []): HttpResponse {
  return {
    version: '1.0',
    status,
    ...(status === 404 ? { reason: 'NOT FOUND' } : status === 405 ? { reason: 'METHOD NOT ALLOWED' } : {}),
    headers: [
      ['Content-Type', status === 200 ? 'text/html; charset=utf-8' : 'text/html'], ...more,
      ['Content-Length', String(Buffer.byteLength(body))], ['Server', 'Werkzeug/0.14.1 Python/3.6.6'], ['Date', httpDate(now)],
    ],
    body,
  }
}

const DOCTYPE = '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">'

const NOT_FOUND = `${DOCTYPE}
<title>404 Not Found</title>
<h1>Not Found</h1>
<p>The requested URL was not found on the server.  If you entered the URL manually please check your spelling and try again.</p>
`

const NOT_ALLOWED = `${DOCTYPE}
<title>405 Method Not Allowed</title>
<h1>Method Not Allowed</h1>
<p>The method is not allowed for the requested URL.</p>
`
