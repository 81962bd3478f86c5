/** Apache httpd: serves /usr/local/apache2/htdocs on port 80. */
import type { HttpRequest, HttpResponse } from '../lib/http.ts'
import { httpDate, pathOf } from '../lib/http.ts'
import { contentType } from './content-type.ts'
import type { Answer, Image, Served } from './image.ts'
import { logTime } from './nginx-pages.ts'
import { officialTags } from './tags.ts'

const ROOT = '/usr/local/apache2/htdocs'

export const httpd: Image = {
  names: ['httpd'],
  tagged: officialTags('2.4'),
  sizeBytes: 45_113_344,
  command: ['httpd-foreground'],
  workingDir: '/usr/local/apache2',
  tools: 'debian',
  start: ({ argv, now }) => argv[0] !== 'httpd-foreground' ? undefined : {
    logs: [
      `[${new Date(now).toISOString()}] [mpm_event:notice] [pid 1:tid 1] AH00489: Apache/2.4.65 (Unix) configured -- resuming normal operations`,
      `[${new Date(now).toISOString()}] [core:notice] [pid 1:tid 1] AH00094: Command line: 'httpd -D FOREGROUND'`,
    ],
    listens: [{ port: 80, protocol: 'TCP', serves: answer }],
  },
}

function answer(request: HttpRequest, served: Served): Answer {
  const response = respond(request, served)
  return {
    response,
    log: `${served.from} - - [${logTime(served.now)}] "${request.method} ${request.target} HTTP/${request.version}" ${response.status} ${response.body.length}`,
  }
}

function respond(request: HttpRequest, served: Served): HttpResponse {
  const path = pathOf(request.target)
  const file = path.endsWith('/') ? `${path}index.html` : path
  const text = served.readFile(`${ROOT}${file}`) ?? (file === '/index.html' ? '<html><body><h1>It works!</h1></body></html>\n' : undefined)
  const body = text ?? '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>404 Not Found</title>\n</head><body>\n' +
    '<h1>Not Found</h1>\n<p>The requested URL was not found on this server.</p>\n</body></html>\n'
  return {
    status: text === undefined ? 404 : 200,
    headers: [
      ['Date', httpDate(served.now)], ['Server', 'Apache/2.4.65 (Unix)'],
      ...(text === undefined ? [] : [['Accept-Ranges', 'bytes'] as const]),
      ['Content-Length', String(Buffer.byteLength(body))],
      ['Content-Type', text === undefined ? 'text/html; charset=iso-8859-1' : contentType(file)],
    ],
    body,
  }
}
