/** nginx: serves /usr/share/nginx/html on port 80, or what its configuration files say. */
import { createHash } from 'node:crypto'
import type { HttpRequest, HttpResponse } from '../lib/http.ts'
import { httpDate, pathOf } from '../lib/http.ts'
import { contentType } from './content-type.ts'
import type { Answer, Image, Served } from './image.ts'
import { accessLine, nginxAnswer } from './nginx-pages.ts'
import { parseReference } from './reference.ts'
import { officialTags } from './tags.ts'

export const nginx: Image = {
  names: ['nginx', 'nginxinc/nginx-unprivileged', 'public.ecr.aws/nginx/nginx', 'nginxdemos/hello'],
  tagged: officialTags('1.29'),
  sizeBytes: 72_324_501,
  entrypoint: ['/docker-entrypoint.sh'],
  command: ['nginx', '-g', 'daemon off;'],
  tools: 'debian',
  programs: ['nginx', 'curl'],
  start: ({ argv, image, now, readFile }) => {
    const [program, ...rest] = argv[0] === '/docker-entrypoint.sh' ? argv.slice(1) : argv
    if (program !== 'nginx') return undefined
    if (rest.includes('-v')) return { logs: [`nginx version: nginx/${versionOf(image)}`], listens: [], exit: { code: 0, afterMs: 10 } }
    const fault = configFault(readFile('/etc/nginx/nginx.conf'))
    if (fault !== undefined) return { logs: [fault], listens: [], exit: { code: 1, afterMs: 20 } }
    const ports = listenPorts(readFile('/etc/nginx/conf.d/default.conf') ?? readFile('/etc/nginx/nginx.conf'))
    return {
      logs: [...(argv[0] === '/docker-entrypoint.sh' ? ENTRYPOINT_LOG : []), ...notices(image, now)],
      listens: (image.includes('unprivileged') && ports.length === 0 ? [8080] : ports.length === 0 ? [80] : ports)
        .map((port) => ({ port, protocol: 'TCP' as const, serves: answer })),
    }
  },
}

function answer(request: HttpRequest, served: Served): Answer {
  const response = respond(request, served)
  const bytes = request.method === 'HEAD' ? 0 : response.body.length
  return { response, log: `${accessLine(served.from, served.now, request, response.status, bytes)} "-"` }
}

function respond(request: HttpRequest, served: Served): HttpResponse {
  const server = `nginx/${versionOf(served.image)}`
  if (!['GET', 'HEAD'].includes(request.method)) return nginxAnswer(405, server, served.now)
  const config = served.readFile('/etc/nginx/conf.d/default.conf') ?? served.readFile('/etc/nginx/nginx.conf') ?? ''
  const fixed = /\breturn\s+(\d{3})\s+(?:"([^"]*)"|'([^']*)'|([^;\s]+))\s*;/.exec(config)
  if (fixed !== null) {
    return page(Number(fixed[1]), (fixed[2] ?? fixed[3] ?? fixed[4] ?? '').replaceAll('\\n', '\n'), 'text/plain', server, served.now)
  }
  const root = /\broot\s+([^;\s]+)\s*;/.exec(config)?.[1] ?? '/usr/share/nginx/html'
  const path = decodeURIComponent(pathOf(request.target).replace(/%(?![0-9a-fA-F]{2})/g, '%25'))
  const file = path.endsWith('/') ? `${path}index.html` : path
  const text = served.readFile(`${root}${file}`) || (file === '/index.html' && root === '/usr/share/nginx/html' ? WELCOME : undefined)
  if (text === undefined) return nginxAnswer(path.endsWith('/') && path !== '/' ? 404 : root === '/usr/share/nginx/html' || path !== '/' ? 404 : 403, server, served.now)
  return page(200, text, contentType(file), server, served.now)
}

function page(status: number, body: string, type: string, server: string, now: number): HttpResponse {
  const tag = createHash('sha256').update(body).digest('hex')
  return {
    status,
    headers: [
      ['Server', server], ['Date', httpDate(now)], ['Content-Type', type], ['Content-Length', String(Buffer.byteLength(body))],
      ['Last-Modified', 'Tue, 26 Nov 2024 15:55:00 GMT'], ['Connection', 'keep-alive'],
      ['ETag', `"${tag.slice(0, 8)}-${body.length.toString(16)}"`], ['Accept-Ranges', 'bytes'],
    ],
    body,
  }
}

const listenPorts = (config: string | undefined): number[] =>
  [...new Set([...(config ?? '').matchAll(/^\s*listen\s+(?:[\d.*]+:)?(\d+)/gm)].map((m) => Number(m[1])))]

/** A brace that is not closed, which is what a learner's mistake in nginx.conf usually comes to. */
function configFault(config: string | undefined): string | undefined {
  if (config === undefined) return undefined
  const open = config.split('{').length
  const close = config.split('}').length
  if (open === close) return undefined
  const line = config.split('\n').length
  return open > close
    ? `nginx: [emerg] unexpected end of file, expecting "}" in /etc/nginx/nginx.conf:${line}`
    : `nginx: [emerg] unexpected "}" in /etc/nginx/nginx.conf:${line}`
}

function versionOf(image: string): string {
  const version = /^(\d+\.\d+)(\.\d+)?/.exec(parseReference(image).tag ?? '')
  return version === null ? '1.29.3' : version[2] === undefined ? `${version[1]}.${PATCH[version[1]!] ?? 0}` : version[0]
}

const PATCH: Readonly<Record<string, number>> = {
  '1.14': 2, '1.16': 1, '1.17': 10, '1.18': 0, '1.19': 10, '1.20': 2, '1.21': 6, '1.22': 1, '1.23': 4, '1.24': 0,
  '1.25': 5, '1.26': 3, '1.27': 5, '1.28': 0, '1.29': 3,
}

const ENTRYPOINT_LOG = [
  '/docker-entrypoint.sh: /docker-entrypoint.d/ is not empty, will attempt to perform configuration',
  '/docker-entrypoint.sh: Looking for shell scripts in /docker-entrypoint.d/',
  '/docker-entrypoint.sh: Launching /docker-entrypoint.d/10-listen-on-ipv6-by-default.sh',
  '10-listen-on-ipv6-by-default.sh: info: Getting the checksum of /etc/nginx/conf.d/default.conf',
  '10-listen-on-ipv6-by-default.sh: info: Enabled listen on IPv6 in /etc/nginx/conf.d/default.conf',
  '/docker-entrypoint.sh: Sourcing /docker-entrypoint.d/15-local-resolvers.envsh',
  '/docker-entrypoint.sh: Launching /docker-entrypoint.d/20-envsubst-on-templates.sh',
  '/docker-entrypoint.sh: Launching /docker-entrypoint.d/30-tune-worker-processes.sh',
  '/docker-entrypoint.sh: Configuration complete; ready for start up',
]

function notices(image: string, now: number): string[] {
  const iso = new Date(now).toISOString()
  const at = `${iso.slice(0, 10).replaceAll('-', '/')} ${iso.slice(11, 19)} [notice] 1#1:`
  return [
    `${at} using the "epoll" event method`, `${at} nginx/${versionOf(image)}`,
    `${at} built by gcc 12.2.0 (Debian 12.2.0-14+deb12u1) `, `${at} OS: Linux 5.15.0-1083-gcp`,
    `${at} getrlimit(RLIMIT_NOFILE): 1048576:1048576`, `${at} start worker processes`, `${at} start worker process 29`,
  ]
}

const WELCOME = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
<style>
html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto;
font-family: Tahoma, Verdana, Arial, sans-serif; }
</style>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is successfully installed and
working. Further configuration is required.</p>

<p>For online documentation and support please refer to
<a href="http://nginx.org/">nginx.org</a>.<br/>
Commercial support is available at
<a href="http://nginx.com/">nginx.com</a>.</p>

<p><em>Thank you for using nginx.</em></p>
</body>
</html>
`
