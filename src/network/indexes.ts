/** Ways to find objects by what packets carry; each index lives as long as the list it was made from. */
import { EndpointSlice } from '../kinds/discovery/endpoint-slice.ts'
import { Node } from '../kinds/core/node.ts'
import { Pod } from '../kinds/core/pod.ts'
import { Service } from '../kinds/core/service.ts'
import type {
  EndpointSlice as EndpointSliceObject, Node as NodeObject, Pod as PodObject, Service as ServiceObject, ServicePort,
} from '../kinds/generated/api-types.ts'
import type { Reader } from '../kinds/kind.ts'

/** Makes a function that remembers its result for the array it was made from. */
export function indexed<T extends object, R>(make: (list: readonly T[]) => R): (list: readonly T[]) => R {
  const made = new WeakMap<readonly T[], R>()
  return (list) => {
    let result = made.get(list)
    if (result === undefined) made.set(list, (result = make(list)))
    return result
  }
}

const podsByAddress = indexed((pods: readonly PodObject[]) => {
  const index = new Map<string, PodObject>()
  for (const pod of pods) {
    const ended = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'
    if (ended || pod.spec?.hostNetwork === true) continue
    if (pod.status?.podIP !== undefined) index.set(pod.status.podIP, pod)
  }
  return index
})

export const podAt = (cluster: Reader, address: string): PodObject | undefined =>
  podsByAddress(cluster.list(Pod)).get(address)

const nodesByAddress = indexed((nodes: readonly NodeObject[]) => {
  const index = new Map<string, NodeObject>()
  for (const node of nodes) for (const a of node.status?.addresses ?? []) if (a.type === 'InternalIP') index.set(a.address, node)
  return index
})

export const nodeAt = (cluster: Reader, address: string): NodeObject | undefined =>
  nodesByAddress(cluster.list(Node)).get(address)

export const nodeAddress = (cluster: Reader, name: string): string | undefined =>
  cluster.get(Node, undefined, name)?.status?.addresses?.find((a) => a.type === 'InternalIP')?.address

export interface ServedPort {
  readonly service: ServiceObject
  readonly port: ServicePort
  readonly by: 'clusterIP' | 'externalIP' | 'loadBalancer' | 'nodePort'
}

const servicePorts = indexed((services: readonly ServiceObject[]) => {
  const index = new Map<string, ServedPort>()
  const addresses = new Map<string, ServiceObject>()
  const nodePorts = new Map<string, ServedPort>()
  for (const service of services) {
    const frontends: [string, ServedPort['by']][] = [
      ...(service.spec.clusterIPs ?? [service.spec.clusterIP ?? '']).map((a): [string, ServedPort['by']] => [a, 'clusterIP']),
      ...(service.spec.externalIPs ?? []).map((a): [string, ServedPort['by']] => [a, 'externalIP']),
      ...(service.status?.loadBalancer?.ingress ?? []).map((i): [string, ServedPort['by']] => [i.ip ?? '', 'loadBalancer']),
    ]
    for (const [address, by] of frontends) {
      if (address === '' || address === 'None') continue
      if (!addresses.has(address)) addresses.set(address, service)
      for (const port of service.spec.ports ?? []) {
        const key = `${address}:${port.port}/${port.protocol ?? 'TCP'}`
        if (!index.has(key)) index.set(key, { service, port, by })
      }
    }
    for (const port of service.spec.ports ?? []) {
      if (port.nodePort !== undefined) nodePorts.set(`${port.nodePort}/${port.protocol ?? 'TCP'}`, { service, port, by: 'nodePort' })
    }
  }
  return { index, addresses, nodePorts }
})

export const serviceIndex = (cluster: Reader): ReturnType<typeof servicePorts> => servicePorts(cluster.list(Service))

const slicesByService = indexed((slices: readonly EndpointSliceObject[]) => {
  const index = new Map<string, EndpointSliceObject[]>()
  for (const slice of slices) {
    const key = `${slice.metadata.namespace}/${slice.metadata.labels?.['kubernetes.io/service-name'] ?? ''}`
    const list = index.get(key)
    if (list === undefined) index.set(key, [slice])
    else list.push(slice)
  }
  return index
})

export const slicesOf = (cluster: Reader, namespace: string, service: string): readonly EndpointSliceObject[] =>
  slicesByService(cluster.list(EndpointSlice)).get(`${namespace}/${service}`) ?? []
