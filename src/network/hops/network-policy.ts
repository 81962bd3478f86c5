/** NetworkPolicies: both ends must allow a connection, each as soon as a policy selects it for that direction. */
import type { NetworkPolicy as Policy, NetworkPolicyPeer, NetworkPolicyPort, Pod } from '../../kinds/generated/api-types.ts'
import { Namespace } from '../../kinds/core/namespace.ts'
import { NetworkPolicy } from '../../kinds/networking/network-policy.ts'
import { matchesSelector } from '../../apiserver/selectors.ts'
import { inRange } from '../address.ts'
import { podAt } from '../indexes.ts'
import type { Hop, Hopped, NetworkContext, Packet } from '../packet.ts'

type Direction = 'Ingress' | 'Egress'

export const networkPolicyHop: Hop = (packet, net) => {
  const target = podAt(net.cluster, packet.address)
  const source = packet.from.pod?.spec?.hostNetwork === true ? undefined : packet.from.pod
  if (source !== undefined && target?.metadata.uid === source.metadata.uid) return undefined
  if (source !== undefined) {
    const refused = judge('Egress', source, packet, target, net)
    if (refused !== undefined) return refused
  }
  // the node that a pod runs on always reaches it: probes must work
  const ownNode = source === undefined && packet.from.node !== undefined && target?.spec?.nodeName === packet.from.node
  return target === undefined || ownNode ? undefined : judge('Ingress', target, packet, source, net)
}

function judge(direction: Direction, subject: Pod, packet: Packet, other: Pod | undefined, net: NetworkContext): Hopped | undefined {
  const namespace = subject.metadata.namespace ?? ''
  const isolating = net.cluster.list(NetworkPolicy, namespace).filter((policy) =>
    typesOf(policy).includes(direction) && matchesSelector(policy.spec?.podSelector ?? {}, subject.metadata.labels ?? {}))
  if (isolating.length === 0) return undefined
  const address = direction === 'Ingress' ? packet.from.address : packet.address
  const owner = direction === 'Ingress' ? subject : other
  for (const policy of isolating) {
    const rules = (direction === 'Ingress'
      ? policy.spec?.ingress?.map((r) => ({ peers: r.from, ports: r.ports }))
      : policy.spec?.egress?.map((r) => ({ peers: r.to, ports: r.ports }))) ?? []
    for (const rule of rules) {
      if (peersMatch(rule.peers, namespace, other, address, net) && portsMatch(rule.ports, packet, owner)) return undefined
    }
  }
  const names = isolating.map((p) => p.metadata.name).join(', ')
  const way = direction === 'Ingress' ? `into pod ${subject.metadata.name}` : `out of pod ${subject.metadata.name}`
  const what = other === undefined ? address : `${other.metadata.namespace}/${other.metadata.name}`
  return {
    fail: 'timeout',
    because: `NetworkPolicy ${names} isolates the pod, and no rule lets ${direction === 'Ingress' ? `${what} on port ${packet.port}` : `port ${packet.port} of ${what}`} ${way}`,
    object: `networkpolicy/${isolating[0]!.metadata.name}`, namespace, field: direction === 'Ingress' ? 'spec.ingress' : 'spec.egress',
  }
}

/** Ingress always, unless types are given; Egress when there are egress rules (pkg/apis/networking/v1/defaults.go). */
const typesOf = ({ spec }: Policy): readonly string[] =>
  spec?.policyTypes ?? ['Ingress', ...((spec?.egress?.length ?? 0) > 0 ? ['Egress'] : [])]

function peersMatch(peers: readonly NetworkPolicyPeer[] | undefined, namespace: string, other: Pod | undefined, address: string, net: NetworkContext): boolean {
  if (peers === undefined || peers.length === 0) return true
  return peers.some((peer) => {
    if (peer.ipBlock !== undefined) {
      return inRange(address, peer.ipBlock.cidr) && !(peer.ipBlock.except ?? []).some((range) => inRange(address, range))
    }
    if (other === undefined) return false
    if (peer.namespaceSelector !== undefined) {
      const labels = net.cluster.get(Namespace, undefined, other.metadata.namespace ?? '')?.metadata.labels ?? {}
      if (!matchesSelector(peer.namespaceSelector, labels)) return false
    } else if (other.metadata.namespace !== namespace) return false
    return peer.podSelector === undefined || matchesSelector(peer.podSelector, other.metadata.labels ?? {})
  })
}

function portsMatch(ports: readonly NetworkPolicyPort[] | undefined, packet: Packet, owner: Pod | undefined): boolean {
  if (ports === undefined || ports.length === 0) return true
  return ports.some((p) => {
    if ((p.protocol ?? 'TCP') !== packet.protocol) return false
    if (p.port === undefined) return true
    if (typeof p.port === 'number') return packet.port >= p.port && packet.port <= (p.endPort ?? p.port)
    return (owner?.spec?.containers ?? []).some((c) => (c.ports ?? []).some((named) =>
      named.name === p.port && named.containerPort === packet.port && (named.protocol ?? 'TCP') === packet.protocol))
  })
}
