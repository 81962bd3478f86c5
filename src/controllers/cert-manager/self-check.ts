/** Fetches a challenge's answer over the network as it is, redirects followed, certificates not looked at. */
import { followed, parseUrl } from '../../lib/url.ts'
import { headerOf } from '../../lib/http.ts'
import type { ResolverFiles } from '../../network/dns/resolve.ts'
import type { Network } from '../../network/network.ts'
import type { Peer } from '../../network/packet.ts'

export type ChallengeAnswer =
  | { readonly status: number; readonly body: string; readonly address: string }
  /** `failed` is worded as Go's HTTP client words it. */
  | { readonly failed: string; readonly kind: 'dns' | 'timeout' | 'refused' | 'other'; readonly address: string }

const REDIRECTS_MAX = 10

export function fetchChallenge(first: string, from: Peer, files: ResolverFiles, network: Network): ChallengeAnswer {
  let url = first
  for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
    const parsed = parseUrl(url)
    if ('code' in parsed) return { failed: parsed.message, kind: 'other', address: '' }
    const resolved = network.resolve(from, parsed.host, files)
    const server = /nameserver (\S+)/.exec(files.resolvConf)?.[1] ?? '127.0.0.1'
    if (!('addresses' in resolved)) {
      const why = resolved.failed === 'NXDOMAIN' ? 'no such host' : resolved.failed === 'timeout' ? 'i/o timeout' : 'server misbehaving'
      return { failed: `Get "${url}": dial tcp: lookup ${parsed.host} on ${server}:53: ${why}`, kind: 'dns', address: '' }
    }
    const address = resolved.addresses[0]!
    const connected = network.connect(from, address, parsed.port)
    if ('failed' in connected) {
      const timeout = connected.failed === 'timeout'
      return { failed: `Get "${url}": dial tcp ${address}:${parsed.port}: ${timeout ? 'i/o timeout' : 'connect: connection refused'}`, kind: timeout ? 'timeout' : 'refused', address }
    }
    const tls = parsed.scheme === 'https'
    if (tls && 'failed' in network.handshake(connected.target, parsed.host)) {
      return { failed: `Get "${url}": tls: first record does not look like a TLS handshake`, kind: 'other', address }
    }
    const host = parsed.explicitPort ? `${parsed.host}:${parsed.port}` : parsed.host
    const exchanged = network.exchange(connected.target, {
      method: 'GET', target: parsed.target, version: '1.1', body: '', headers: [['Host', host], ['User-Agent', 'cert-manager-challenges/v1.20.0'], ['Accept-Encoding', 'gzip']],
    }, { from, dialled: parsed.port, dialledAddress: address, tls, serverName: parsed.host })
    if ('failed' in exchanged) return { failed: `Get "${url}": EOF`, kind: 'other', address }
    const location = headerOf(exchanged.response.headers, 'Location')
    if (location === undefined || exchanged.response.status < 300 || exchanged.response.status >= 400) {
      return { status: exchanged.response.status, body: exchanged.response.body, address }
    }
    url = followed(parsed, location)
  }
  return { failed: `Get "${url}": stopped after 10 redirects`, kind: 'other', address: '' }
}
