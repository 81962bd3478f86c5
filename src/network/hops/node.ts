/** A node's own address: pods of the host's network and host ports live there; every other port is closed. */
import type { Pod as PodObject } from '../../kinds/generated/api-types.ts'
import { nodeAt } from '../indexes.ts'
import type { Listener } from '../../images/image.ts'
import type { Hop, Packet, RunningContainer } from '../packet.ts'

export const nodeHop: Hop = (packet, net) => {
  const node = nodeAt(net.cluster, packet.address)
  if (node === undefined) return undefined
  const { name } = node.metadata
  const ready = node.status?.conditions?.find((c) => c.type === 'Ready')?.status
  if (ready === 'Unknown') return { fail: 'timeout', because: `node ${name} does not answer`, object: `node/${name}` }
  const isControlPlane = node.metadata.labels?.['node-role.kubernetes.io/control-plane'] !== undefined
  if (net.apiServer !== undefined && isControlPlane && packet.port === API_PORT && packet.protocol === 'TCP') {
    const target = { listener: API_LISTENER, address: packet.address, port: API_PORT, container: apiContainer(name) }
    return { reply: target, because: `the API server listens on port ${API_PORT} of node ${name}`, object: `node/${name}` }
  }
  for (const pod of net.cluster.onNode(name) as readonly PodObject[]) {
    const inside = portInside(pod, packet)
    if (inside === undefined) continue
    for (const container of net.containers.running(pod)) {
      const listener = container.listens.find((l) => l.port === inside && l.protocol === packet.protocol)
      if (listener === undefined) continue
      return {
        reply: { listener, address: packet.address, port: inside, container },
        because: `pod ${pod.metadata.name} holds port ${packet.port} of node ${name}`,
        object: `pod/${pod.metadata.name}`, namespace: pod.metadata.namespace ?? '',
      }
    }
  }
  return { fail: 'refused', because: `nothing listens on port ${packet.port} of node ${name}`, object: `node/${name}` }
}

const API_PORT = 6443
const API_LISTENER: Listener = { port: API_PORT, protocol: 'TCP', serves: 'apiserver', tls: true }

/** The API server has no pod here; this stands in for one. */
const apiContainer = (nodeName: string): RunningContainer => ({
  pod: {
    apiVersion: 'v1', kind: 'Pod', metadata: { name: `kube-apiserver-${nodeName}`, namespace: 'kube-system', uid: '', resourceVersion: '', creationTimestamp: '' },
    spec: { containers: [] },
  } as unknown as PodObject,
  name: 'kube-apiserver', image: '', argv: [], env: new Map(), listens: [API_LISTENER], readFile: () => undefined, log: () => undefined,
})

/** The container's port behind a port of its node: the same in the host's network, or where a hostPort leads. */
function portInside(pod: PodObject, packet: Packet): number | undefined {
  if (pod.spec?.hostNetwork === true) return packet.port
  for (const container of pod.spec?.containers ?? []) {
    for (const port of container.ports ?? []) {
      if (port.hostPort === packet.port && (port.protocol ?? 'TCP') === packet.protocol) return port.containerPort
    }
  }
  return undefined
}
