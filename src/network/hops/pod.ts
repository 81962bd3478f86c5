/** The end of the way: a pod's address, and the process that listens on the port there, if one does. */
import { podAt } from '../indexes.ts'
import type { Hop, NetworkContext, Packet, Target } from '../packet.ts'
import type { Pod } from '../../kinds/generated/api-types.ts'

export const podHop: Hop = (packet, net) => {
  const pod = podAt(net.cluster, packet.address)
  if (pod === undefined) return undefined
  const { namespace = '', name } = pod.metadata
  const blame = { object: `pod/${name}`, namespace }
  const containers = net.containers.running(pod)
  for (const container of containers) {
    const listener = container.listens.find((l) => l.port === packet.port && l.protocol === packet.protocol)
    if (listener === undefined) continue
    const target: Target = { listener, address: packet.address, port: packet.port, container }
    return { reply: target, because: `container ${container.name} listens on port ${packet.port}`, ...blame }
  }
  return { fail: 'refused', because: whyNobody(pod, packet, net), ...blame, field: 'spec.containers' }
}

function whyNobody(pod: Pod, packet: Packet, net: NetworkContext): string {
  const open = net.containers.running(pod).flatMap((c) => c.listens.filter((l) => l.protocol === packet.protocol).map((l) => l.port))
  if (net.containers.running(pod).length === 0) return `no container of pod ${pod.metadata.name} is running`
  const instead = open.length === 0 ? 'it listens on no port' : `it listens on ${[...new Set(open)].sort((a, b) => a - b).join(', ')}`
  return `nothing in pod ${pod.metadata.name} listens on port ${packet.port}: ${instead}`
}
