/** The ingress-nginx controller: terminates HTTP and HTTPS for the Ingresses of its class, and validates them. */
import { httpDate } from '../lib/http.ts'
import type { HttpServer, Image } from './image.ts'

const health: HttpServer = (_request, { now }) => ({
  response: { status: 200, headers: [['Date', httpDate(now)], ['Content-Length', '2'], ['Content-Type', 'text/plain; charset=utf-8']], body: 'ok' },
})

const BANNER = `-------------------------------------------------------------------------------
NGINX Ingress controller
  Release:       v1.15.0
  Build:         e0b7d7f5e8c4b2a3d1f6
  Repository:    https://github.com/kubernetes/ingress-nginx
  nginx version: nginx/1.27.1

-------------------------------------------------------------------------------
`

export const ingressNginx: Image = {
  names: ['registry.k8s.io/ingress-nginx/controller', 'k8s.gcr.io/ingress-nginx/controller'],
  sizeBytes: 115_000_000,
  entrypoint: ['/usr/bin/dumb-init', '--'],
  command: ['/nginx-ingress-controller'],
  tools: 'busybox',
  user: 101,
  programs: ['curl', 'nginx'],
  start: ({ argv }) => !argv.some((a) => a.endsWith('/nginx-ingress-controller')) ? undefined : {
    logs: BANNER.split('\n'),
    listens: [
      { port: 80, protocol: 'TCP', serves: 'ingress-nginx' },
      { port: 443, protocol: 'TCP', serves: 'ingress-nginx', tls: true },
      { port: 8443, protocol: 'TCP', serves: null },
      { port: 10254, protocol: 'TCP', serves: health },
    ],
  },
}
