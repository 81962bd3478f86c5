/** Language runtimes: an interactive interpreter ends at once without input; Python's file server is understood. */
import type { HttpRequest, HttpResponse } from '../lib/http.ts'
import { httpDate, pathOf } from '../lib/http.ts'
import { contentType } from './content-type.ts'
import type { Answer, Image, Served, Start, Started } from './image.ts'
import { logTime } from './nginx-pages.ts'
import { officialTags } from './tags.ts'

const language = (names: readonly string[], command: string, newest: string, sizeBytes: number, start?: (start: Start) => Started | undefined): Image => ({
  names,
  tagged: officialTags(newest),
  sizeBytes,
  command: [command],
  tools: 'debian',
  programs: [command],
  start: (started) => start?.(started) ??
    (started.argv.length === 1 && started.argv[0] === command ? { logs: [], listens: [], exit: { code: 0, afterMs: 50 } } : undefined),
})

export const languages: readonly Image[] = [
  language(['python'], 'python3', '3.14', 363_000_000, pythonServer),
  language(['node'], 'node', '25', 391_000_000),
  language(['golang'], 'bash', '1.26', 307_000_000),
  language(['perl'], 'perl5', '5.42', 357_000_000),
  language(['ruby'], 'irb', '3.5', 366_000_000),
  language(['php'], 'php', '8.5', 178_000_000),
  language(['openjdk', 'eclipse-temurin', 'amazoncorretto', 'maven', 'gradle'], 'jshell', '26', 470_000_000),
  language(['rust', 'gcc', 'swift', 'erlang', 'elixir', 'haskell', 'julia', 'r-base', 'clojure'], 'bash', '99', 500_000_000),
]

/** `python3 -m http.server [PORT]` */
function pythonServer({ argv }: Start): Started | undefined {
  const line = argv.join(' ')
  const asked = /\bpython3?\s+(?:-u\s+)?-m\s+http\.server(?:\s+(\d+))?/.exec(line)
  if (asked === null) return undefined
  const port = Number(asked[1] ?? 8000)
  return { logs: [`Serving HTTP on 0.0.0.0 port ${port} (http://0.0.0.0:${port}/) ...`], listens: [{ port, protocol: 'TCP', serves: answer }] }
}

function answer(request: HttpRequest, served: Served): Answer {
  const response = respond(request, served)
  const time = logTime(served.now).replace(':', ' ').replace(' +0000', '')
  return { response, log: `${served.from} - - [${time}] "${request.method} ${request.target} HTTP/${request.version}" ${response.status} -` }
}

function respond(request: HttpRequest, served: Served): HttpResponse {
  const path = pathOf(request.target)
  const text = served.readFile(path.endsWith('/') ? `${path}index.html` : path)
  const body = text ?? (path === '/' ? LISTING : NOT_FOUND)
  const found = text !== undefined || path === '/'
  return {
    version: '1.0',
    status: found ? 200 : 404,
    ...(found ? {} : { reason: 'File not found' }),
    headers: [
      ['Server', 'SimpleHTTP/0.6 Python/3.13.9'], ['Date', httpDate(served.now)],
      ['Content-type', text === undefined ? 'text/html;charset=utf-8' : contentType(path)], ['Content-Length', String(Buffer.byteLength(body))],
    ],
    body,
  }
}

const LISTING = `<!DOCTYPE HTML>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Directory listing for /</title>
</head>
<body>
<h1>Directory listing for /</h1>
<hr>
<ul>
</ul>
<hr>
</body>
</html>
`

const NOT_FOUND = `<!DOCTYPE HTML>
<html lang="en">
    <head>
        <meta charset="utf-8">
        <title>Error response</title>
    </head>
    <body>
        <h1>Error response</h1>
        <p>Error code: 404</p>
        <p>Message: File not found.</p>
        <p>Error code explanation: 404 - Nothing matches the given URI.</p>
    </body>
</html>
`
