/** cert-manager's own images, and the little server that answers HTTP-01 challenges. */
import { headerOf, hostName, httpDate, pathOf } from '../lib/http.ts'
import type { HttpResponse } from '../lib/http.ts'
import type { HttpServer, Image } from './image.ts'

const PROGRAMS: readonly (readonly [image: string, program: string, ports: readonly number[]])[] = [
  ['quay.io/jetstack/cert-manager-controller', '/app/cmd/controller/controller', [9402, 9403]],
  ['quay.io/jetstack/cert-manager-webhook', '/app/cmd/webhook/webhook', [10250, 6080]],
  ['quay.io/jetstack/cert-manager-cainjector', '/app/cmd/cainjector/cainjector', [9402]],
  ['quay.io/jetstack/cert-manager-startupapicheck', '/app/cmd/startupapicheck/startupapicheck', []],
]

export const certManager: readonly Image[] = PROGRAMS.map(([name, program, ports]) => ({
  names: [name],
  sizeBytes: 24_000_000,
  entrypoint: [program],
  tools: 'scratch',
  user: 1000,
  start: ({ argv }) => argv[0] !== program ? undefined : {
    logs: [],
    listens: ports.map((port) => ({ port, protocol: 'TCP', serves: null })),
  },
}))

/** Answers GET /.well-known/acme-challenge/<token> for its domain (pkg/issuer/acme/http/solver/solver.go). */
const solve: HttpServer = (request, { argv, now }) => {
  const flag = (name: string): string => argv.find((a) => a.startsWith(`--${name}=`))?.slice(name.length + 3) ?? ''
  const path = pathOf(request.target)
  const token = path.slice(path.lastIndexOf('/') + 1)
  const answer = (status: number, body: string): HttpResponse => ({
    status,
    headers: [['Date', httpDate(now)], ['Content-Length', String(body.length)], ['Content-Type', 'text/plain; charset=utf-8']],
    body,
  })
  if (path === '/healthz') return { response: answer(200, '') }
  const found = hostName(headerOf(request.headers, 'Host') ?? '') === flag('domain') &&
    path.slice(0, path.lastIndexOf('/')) === '/.well-known/acme-challenge' && token === flag('token')
  return { response: found ? answer(200, flag('key')) : answer(404, '') }
}

export const acmeSolver: Image = {
  names: ['quay.io/jetstack/cert-manager-acmesolver'],
  sizeBytes: 22_000_000,
  entrypoint: ['/app/cmd/acmesolver/acmesolver'],
  tools: 'scratch',
  user: 1000,
  start: ({ argv }) => argv[0] !== '/app/cmd/acmesolver/acmesolver' ? undefined : {
    logs: ['starting listener'],
    listens: [{ port: Number(argv.find((a) => a.startsWith('--listen-port='))?.slice(14) ?? 8089), protocol: 'TCP', serves: solve }],
  },
}
