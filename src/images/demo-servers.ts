/** Small servers that lessons use to show where a request ended. */
import type { HttpResponse } from '../lib/http.ts'
import { headerOf, httpDate, pathOf } from '../lib/http.ts'
import type { HttpServer, Image, Start } from './image.ts'

const text = (body: string, now: number, status = 200, more: HttpResponse['headers'] = []): HttpResponse => ({
  status,
  headers: [...more, ['Date', httpDate(now)], ['Content-Length', String(Buffer.byteLength(body))], ['Content-Type', 'text/plain; charset=utf-8']],
  body,
})

const flagOf = (argv: readonly string[], name: string): string | undefined => {
  const at = argv.findIndex((a) => a === `-${name}` || a === `--${name}`)
  if (at >= 0) return argv[at + 1]
  return argv.map((a) => new RegExp(`^--?${name}=(.*)$`, 's').exec(a)?.[1]).find((v) => v !== undefined)
}

const portOf = (address: string | undefined, usual: number): number => Number(/:?(\d+)$/.exec(address ?? '')?.[1] ?? usual)

interface Demo {
  readonly names: readonly string[]
  readonly program: string
  readonly port: (start: Start) => number
  readonly serves: HttpServer
  readonly log?: string
}

const DEMOS: readonly Demo[] = [
  {
    names: ['hashicorp/http-echo'],
    program: '/http-echo',
    port: ({ argv }) => portOf(flagOf(argv, 'listen'), 5678),
    log: '[INFO] server is listening on :5678',
    serves: (_request, { argv, env, now }) => ({
      response: text(`${flagOf(argv, 'text') ?? env.get('ECHO_TEXT') ?? 'hello-world'}\n`, now, 200, [['X-App-Name', 'http-echo'], ['X-App-Version', '1.0.0']]),
    }),
  },
  {
    names: ['traefik/whoami', 'containous/whoami', 'jwilder/whoami'],
    program: '/whoami',
    port: ({ argv, env }) => portOf(flagOf(argv, 'port') ?? env.get('WHOAMI_PORT_NUMBER'), 80),
    log: 'Starting up on port 80',
    serves: (request, { pod, podIP, from, now }) => ({
      response: text([
        `Hostname: ${pod}`, 'IP: 127.0.0.1', `IP: ${podIP}`, `RemoteAddr: ${from}:40312`, `${request.method} ${request.target} HTTP/${request.version}`,
        `Host: ${headerOf(request.headers, 'Host') ?? ''}`, ...request.headers.filter(([n]) => n.toLowerCase() !== 'host').map(([n, v]) => `${n}: ${v}`), '', '',
      ].join('\n'), now),
    }),
  },
  {
    names: ['gcr.io/google-samples/hello-app', 'us-docker.pkg.dev/google-samples/containers/gke/hello-app'],
    program: './hello-app',
    port: ({ env }) => Number(env.get('PORT') ?? 8080),
    log: 'Server listening on port 8080',
    serves: (_request, { pod, image, now }) => ({ response: text(`Hello, world!\nVersion: ${image.endsWith(':2.0') ? '2.0.0' : '1.0.0'}\nHostname: ${pod}\n`, now) }),
  },
  {
    names: ['registry.k8s.io/e2e-test-images/agnhost', 'k8s.gcr.io/e2e-test-images/agnhost'],
    program: '/agnhost',
    port: ({ argv }) => portOf(flagOf(argv, 'http-port') ?? flagOf(argv, 'port'), argv[1] === 'serve-hostname' ? 9376 : 8080),
    log: 'Started HTTP server on port 8080',
    serves: (request, { pod, argv, from, now }) => {
      const path = pathOf(request.target)
      const body = path === '/hostname' || argv[1] === 'serve-hostname' ? pod : path === '/clientip' ? `${from}:40312` : path === '/' ? `NOW: ${new Date(now).toISOString()}` : ''
      return { response: text(body, now, path === '/healthz' || body !== '' ? 200 : 404) }
    },
  },
  {
    names: ['kicbase/echo-server', 'registry.k8s.io/echoserver', 'k8s.gcr.io/echoserver', 'gcr.io/google_containers/echoserver'],
    program: '/echo-server',
    port: () => 8080,
    serves: (request, { pod, from, now }) => ({
      response: text(`\n\nHostname: ${pod}\n\nRequest Information:\n\tclient_address=${from}\n\tmethod=${request.method}\n\treal path=${request.target}\n\n` +
        `Request Headers:\n${request.headers.map(([n, v]) => `\t${n.toLowerCase()}=${v}`).join('\n')}\n\n`, now),
    }),
  },
]

export const demoServers: readonly Image[] = DEMOS.map((demo) => ({
  names: demo.names,
  sizeBytes: 5_800_000,
  entrypoint: [demo.program],
  tools: demo.program === '/agnhost' ? 'network' : 'scratch',
  start: (start) => start.argv[0] !== demo.program ? undefined : {
    logs: demo.log === undefined ? [] : [demo.log],
    listens: [{ port: demo.port(start), protocol: 'TCP', serves: demo.serves }],
  },
}))
