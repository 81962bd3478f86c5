/** CoreDNS: answers DNS on port 53 as its Corefile says; readiness and health over HTTP. */
import { httpDate } from '../lib/http.ts'
import type { HttpServer, Image } from './image.ts'

const OK: HttpServer = (_request, { now }) => ({
  response: { status: 200, headers: [['Date', httpDate(now)], ['Content-Length', '2'], ['Content-Type', 'text/plain; charset=utf-8']], body: 'OK' },
})

export const coredns: Image = {
  names: ['registry.k8s.io/coredns/coredns', 'coredns/coredns', 'k8s.gcr.io/coredns/coredns'],
  sizeBytes: 22_384_805,
  entrypoint: ['/coredns'],
  tools: 'scratch',
  start: ({ argv, readFile }) => {
    if (argv[0] !== '/coredns') return undefined
    const at = argv.indexOf('-conf')
    const path = at < 0 ? '/etc/coredns/Corefile' : argv[at + 1] ?? ''
    const corefile = readFile(path)
    const fault = corefile === undefined ? undefined : corefileFault(corefile, path)
    if (fault !== undefined) return { logs: [fault], listens: [], exit: { code: 1, afterMs: 50 } }
    return {
      logs: ['.:53', '[INFO] plugin/reload: Running configuration SHA512 = 591cf328cccc12bc490481273e738df59329c62c0b729d94e8b61db9961c2fa5', 'CoreDNS-1.14.2', 'linux/amd64, go1.25.4, 3e5b2ed'],
      listens: [
        { port: 53, protocol: 'UDP', serves: 'dns' }, { port: 53, protocol: 'TCP', serves: 'dns' },
        { port: 9153, protocol: 'TCP', serves: OK }, { port: 8080, protocol: 'TCP', serves: OK }, { port: 8181, protocol: 'TCP', serves: OK },
      ],
    }
  },
}

/** The plugins that are compiled into CoreDNS (plugin.cfg). */
const PLUGINS = new Set(('root metadata geoip cancel tls timeouts multisocket reload nsid bufsize bind debug trace ready health pprof prometheus ' +
  'errors log dnstap local dns64 acl any chaos loadbalance tsig cache rewrite header dnssec autopath minimal template transfer hosts route53 azure ' +
  'clouddns k8s_external kubernetes file auto secondary etcd loop forward grpc erratic whoami on sign view import nomad').split(' '))

/** What CoreDNS says about a Corefile that it cannot read (corefile parser of coredns/caddy). */
export function corefileFault(text: string, path: string): string | undefined {
  let depth = 0
  const lines = text.split('\n')
  for (const [i, raw] of lines.entries()) {
    const line = raw.replace(/#.*/, '').trim()
    if (line === '') continue
    const first = line.split(/\s+/)[0]!
    if (depth === 1 && first !== '}' && !PLUGINS.has(first)) return `${path}:${i + 1} - Error during parsing: Unknown directive '${first}'`
    depth += line.split('{').length - line.split('}').length
  }
  return depth > 0 ? `${path}:${lines.length} - Error during parsing: Unexpected EOF` : undefined
}
