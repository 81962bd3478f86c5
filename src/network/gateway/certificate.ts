/** The certificate of a Gateway's HTTPS listener for the name that a client asks for. */
import { coversHost } from '../../pki/hostname.ts'
import { pairOf } from '../certificates.ts'
import type { Handshake } from '../handshake.ts'
import type { NetworkContext, Step, Target } from '../packet.ts'
import { certificateFault, hostMatches, hostRank } from './attach.ts'
import { gatewayOf } from './proxy.ts'

export function gatewayCertificate(target: Target, serverName: string | undefined, net: NetworkContext): Handshake {
  const gateway = gatewayOf(target, net)
  const refuse = (failed: 'not-tls' | 'reset', because: string): Handshake => ({ failed, steps: [{ hop: 'tls', because, failed: true }] })
  const onPort = (gateway?.spec.listeners ?? []).filter((l) => l.port === target.port)
  if (gateway === undefined || !onPort.some((l) => l.protocol === 'HTTPS')) return refuse('not-tls', `port ${target.port} speaks plain HTTP`)
  const listener = onPort.filter((l) => l.protocol === 'HTTPS' && hostMatches(l.hostname ?? '', serverName ?? ''))
    .sort((a, b) => hostRank(b.hostname ?? '') - hostRank(a.hostname ?? ''))[0]
  if (listener === undefined) return refuse('reset', `no HTTPS listener serves ${serverName ?? 'clients without a server name'}`)
  const pairs = (listener.tls?.certificateRefs ?? []).flatMap((ref) => {
    if (certificateFault(ref, gateway, net.cluster) !== undefined) return []
    const pair = pairOf(net.cluster, ref.namespace ?? gateway.metadata.namespace ?? '', ref.name)
    return 'presented' in pair ? [pair.presented] : []
  })
  const presented = pairs.find((p) => serverName !== undefined && coversHost(p.chain[0]!, serverName)) ?? pairs[0]
  if (presented === undefined) return refuse('reset', `listener ${listener.name} has no usable certificate`)
  const steps: Step[] = [{
    hop: 'tls', because: `listener ${listener.name} shows the certificate of ${presented.source}`,
    object: `gateway/${gateway.metadata.name}`, namespace: gateway.metadata.namespace ?? '',
  }]
  return { presented, protocols: ['h2', 'http/1.1'], steps }
}
