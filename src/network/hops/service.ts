/** kube-proxy in iptables mode: a Service's address becomes one of its endpoints (pkg/proxy/iptables/proxier.go). */
import type { Service } from '../../kinds/generated/api-types.ts'
import type { EndpointAddress } from '../endpoints.ts'
import { endpointsOf, usable } from '../endpoints.ts'
import type { ServedPort } from '../indexes.ts'
import { nodeAt, serviceIndex } from '../indexes.ts'
import type { Hop, Hopped, NetworkContext, Packet } from '../packet.ts'

export const serviceHop: Hop = (packet, net) => {
  const { index, addresses, nodePorts } = serviceIndex(net.cluster)
  const found = index.get(`${packet.address}:${packet.port}/${packet.protocol}`)
  if (found !== undefined) return balance(packet, found, net)
  const node = nodeAt(net.cluster, packet.address)
  const nodePort = node === undefined ? undefined : nodePorts.get(`${packet.port}/${packet.protocol}`)
  if (nodePort !== undefined) return balance({ ...packet, through: node!.metadata.name }, nodePort, net)
  const service = addresses.get(packet.address)
  if (service === undefined || node !== undefined) return undefined
  const ports = (service.spec.ports ?? []).map((p) => p.port).join(', ')
  return { fail: 'timeout', because: `the Service has no port ${packet.port}, only ${ports}`, ...blame(service, 'spec.ports') }
}

const blame = (service: Service, field: string) => ({
  object: `service/${service.metadata.name}`, namespace: service.metadata.namespace ?? '', field,
})

function balance(packet: Packet, found: ServedPort, net: NetworkContext): Hopped {
  const { service, port } = found
  const { namespace = '', name } = service.metadata
  const all = endpointsOf(net.cluster, namespace, name, port.name ?? '', packet.protocol)
  const candidates = usable(all)
  if (candidates.length === 0) {
    const why = all.length === 0
      ? service.spec.selector === undefined ? 'nobody made endpoints for it' : `no pod matches its selector ${selectorText(service)}`
      : 'none of its pods is ready'
    return { fail: 'refused', because: `the Service has no endpoints: ${why}`, ...blame(service, 'spec.selector') }
  }
  const policy = policyOf(packet, found)
  const local = policy === undefined ? candidates : candidates.filter((e) => e.nodeName === policy.node)
  if (local.length === 0) {
    return { fail: 'timeout', because: `${policy!.field} is Local and node ${policy!.node} has no endpoint`, ...blame(service, `spec.${policy!.field}`) }
  }
  const chosen = choose(packet, service, local, net)
  const of = local.length === 1 ? 'its only endpoint' : `one of its ${local.length} endpoints`
  return {
    forward: { ...packet, address: chosen.address, port: chosen.port },
    because: `${found.by === 'nodePort' ? `node port ${port.nodePort}` : `port ${port.port}`} leads to ${chosen.address}:${chosen.port}, ${of}`,
    ...blame(service, 'spec.ports'),
  }
}

const selectorText = (service: Service): string =>
  Object.entries(service.spec.selector ?? {}).map(([k, v]) => `${k}=${v}`).join(',')

/** The node to which a Local traffic policy confines the packet. */
function policyOf(packet: Packet, { service, by }: ServedPort): { node: string; field: string } | undefined {
  if (by === 'clusterIP') {
    return service.spec.internalTrafficPolicy === 'Local' && packet.from.node !== undefined
      ? { node: packet.from.node, field: 'internalTrafficPolicy' }
      : undefined
  }
  // pods, and a node that uses its own address, are short-cut: they count as traffic from inside
  const node = packet.through
  const inside = packet.from.pod !== undefined || node === packet.from.node
  if (service.spec.externalTrafficPolicy !== 'Local' || node === undefined || inside) return undefined
  return { node, field: 'externalTrafficPolicy' }
}

interface Stuck {
  readonly address: string
  readonly port: number
  readonly until: number
}

function choose(packet: Packet, service: Service, endpoints: readonly EndpointAddress[], net: NetworkContext): EndpointAddress {
  if (service.spec.sessionAffinity !== 'ClientIP') return endpoints[net.random.integer(endpoints.length)]!
  const key = `affinity ${service.metadata.uid} ${packet.port} ${packet.from.address}`
  const seconds = service.spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 10_800
  const stuck = net.memory.get(key) as Stuck | undefined
  const same = stuck !== undefined && stuck.until > net.now
    ? endpoints.find((e) => e.address === stuck.address && e.port === stuck.port)
    : undefined
  const chosen = same ?? endpoints[net.random.integer(endpoints.length)]!
  net.memory.set(key, { address: chosen.address, port: chosen.port, until: net.now + seconds * 1000 } satisfies Stuck)
  return chosen
}
