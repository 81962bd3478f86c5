/** Keeps the EndpointSlices of every Service with a selector: what kube-proxy routes by. */
import type { Api } from '../../apiserver/api.ts'
import { Service } from '../../kinds/core/service.ts'
import { Node } from '../../kinds/core/node.ts'
import { EndpointSlice as SliceKind } from '../../kinds/discovery/endpoint-slice.ts'
import type { DiscoveryV1EndpointPort, Endpoint, EndpointSlice, Pod, Service as ServiceObject } from '../../kinds/generated/api-types.ts'
import type { Obj } from '../../kinds/object.ts'
import { sameValue } from '../../lib/same-value.ts'
import type { Controller } from '../controller.ts'
import { controllerReference } from '../owned.ts'
import { isReady } from '../pods.ts'
import { findPort, HEADLESS, podsBehind, podWatch, sortedByHash, triggered } from './service-pods.ts'

const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by'
export const SERVICE_NAME = 'kubernetes.io/service-name'
const CONTROLLER = 'endpointslice-controller.k8s.io'
/** So many endpoints to a slice. */
const SLICE_MAX = 100

export interface Wanted {
  readonly ports: readonly DiscoveryV1EndpointPort[]
  readonly endpoints: readonly Endpoint[]
}

/** pkg/controller/endpointslice/endpointslice_controller.go, syncService */
export const endpointSliceController: Controller<ServiceObject> = {
  name: 'endpointslice-controller',
  reconciles: Service,
  owns: [SliceKind],
  alsoWatches: [podWatch],
  reconcile(service, { api, now }) {
    if (service.spec.selector === undefined || service.spec.type === 'ExternalName' || service.metadata.deletionTimestamp !== undefined) return
    const groups = new Map<string, { ports: DiscoveryV1EndpointPort[]; endpoints: Endpoint[] }>()
    for (const pod of podsBehind(service, true, api)) {
      const ports = sortedByHash(portsFor(service, pod), true)
      const id = JSON.stringify(ports)
      let group = groups.get(id)
      if (group === undefined) groups.set(id, (group = { ports, endpoints: [] }))
      group.endpoints.push(endpointOf(pod, service, api))
    }
    const labels = {
      ...service.metadata.labels, [MANAGED_BY]: CONTROLLER, [SERVICE_NAME]: service.metadata.name,
      ...(service.spec.clusterIP === 'None' ? { [HEADLESS]: '' } : {}),
    }
    const slices = api.ownedBy(service.metadata.uid!, SliceKind).filter((s) => s.metadata.labels?.[MANAGED_BY] === CONTROLLER)
    writeSlices(api, service, service.metadata.name, [...groups.values()], slices, labels, now)
  },
}

/** Brings the slices of an owner to what is wanted, touching as few as possible. */
export function writeSlices(
  api: Api, owner: Obj, service: string, wanted: readonly Wanted[], existing: readonly EndpointSlice[], labels: { [key: string]: string }, now: number,
): void {
  // a Service without endpoints has one empty slice
  const chunks = wanted.length === 0 ? [{ ports: null as never, endpoints: null as never }]
    : wanted.flatMap(({ ports, endpoints }) => Array.from({ length: Math.ceil(endpoints.length / SLICE_MAX) }, (_, i) =>
      ({ ports, endpoints: endpoints.slice(i * SLICE_MAX, (i + 1) * SLICE_MAX) })))
  const left = [...existing].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
  const pending = chunks.filter((chunk) => {
    const at = left.findIndex((s) => sameValue(s.ports ?? null, chunk.ports) && sameValue(s.endpoints ?? null, chunk.endpoints) && sameValue(s.metadata.labels, labels))
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
  for (const { ports, endpoints } of pending) {
    const same = left.findIndex((s) => sameValue(s.ports ?? null, ports))
    const slice = left.splice(same < 0 ? 0 : same, 1)[0]
    const annotations = triggered(now)
    if (slice === undefined) {
      api.create(SliceKind, {
        metadata: { generateName: `${service}-`, namespace: owner.metadata.namespace!, labels, annotations, ownerReferences: [controllerReference(owner)] },
        addressType: 'IPv4', endpoints: endpoints as Endpoint[], ports: ports as DiscoveryV1EndpointPort[],
      })
      continue
    }
    api.commit(SliceKind, {
      ...slice, metadata: { ...slice.metadata, labels, annotations: { ...slice.metadata.annotations, ...annotations }, generation: (slice.metadata.generation ?? 0) + 1 },
      endpoints: endpoints as Endpoint[], ports: ports as DiscoveryV1EndpointPort[],
    })
  }
  for (const slice of left) api.delete(SliceKind, slice)
}

const portsFor = (service: ServiceObject, pod: Pod): DiscoveryV1EndpointPort[] => (service.spec.ports ?? []).flatMap((port) => {
  const number = findPort(pod, port)
  return number === undefined ? [] : [{
    name: port.name ?? '', port: number, protocol: port.protocol ?? 'TCP', ...(port.appProtocol === undefined ? {} : { appProtocol: port.appProtocol }),
  }]
})

function endpointOf(pod: Pod, service: ServiceObject, api: Api): Endpoint {
  const { namespace, name, uid, deletionTimestamp } = pod.metadata
  const serving = isReady(pod) || service.spec.publishNotReadyAddresses === true
  const terminating = deletionTimestamp !== undefined
  const named = pod.spec.hostname !== undefined && pod.spec.hostname !== '' && pod.spec.subdomain === service.metadata.name
  const zone = api.get(Node, undefined, pod.spec.nodeName ?? '')?.metadata.labels?.['topology.kubernetes.io/zone']
  return {
    addresses: [pod.status!.podIP!],
    conditions: { ready: serving && (!terminating || service.spec.publishNotReadyAddresses === true), serving: isReady(pod), terminating },
    ...(named ? { hostname: pod.spec.hostname! } : {}),
    ...(pod.spec.nodeName === undefined ? {} : { nodeName: pod.spec.nodeName }),
    targetRef: { kind: 'Pod', name, namespace: namespace!, uid: uid! },
    ...(zone === undefined ? {} : { zone }),
  }
}
