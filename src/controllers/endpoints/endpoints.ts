/** Keeps the Endpoints of every Service with a selector. */
import { Endpoints as EndpointsKind } from '../../kinds/core/endpoints.ts'
import { Service } from '../../kinds/core/service.ts'
import type { EndpointAddress, EndpointPort, EndpointSubset, Endpoints, Pod, Service as ServiceObject } from '../../kinds/generated/api-types.ts'
import { sameValue } from '../../lib/same-value.ts'
import type { Controller, World } from '../controller.ts'
import { isReady } from '../pods.ts'
import { findPort, HEADLESS, podsBehind, podWatch, sortedByHash, triggered } from './service-pods.ts'

const MANAGED_BY = { 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' }

/** pkg/controller/endpoint/endpoints_controller.go, syncService */
export const endpointsController: Controller<ServiceObject> = {
  name: 'endpoint-controller',
  reconciles: Service,
  alsoWatches: [podWatch, { kind: EndpointsKind, keysFor: ({ metadata: { namespace, name } }) => [{ namespace, name }] }],
  reconcile(service, { api, now }) {
    if (service.spec.selector === undefined || service.spec.type === 'ExternalName') return
    const tolerant = service.spec.publishNotReadyAddresses === true
    const subsets = subsetsOf(service, podsBehind(service, tolerant, api))
    const labels = { ...service.metadata.labels, ...MANAGED_BY, ...(service.spec.clusterIP === 'None' ? { [HEADLESS]: '' } : {}) }
    const { namespace, name } = service.metadata
    const before = api.get(EndpointsKind, namespace, name)
    if (before === undefined) {
      api.create(EndpointsKind, { metadata: { name, namespace: namespace!, labels, annotations: triggered(now) }, ...(subsets.length === 0 ? {} : { subsets }) })
    } else if (!sameValue(before.subsets ?? [], subsets) || !sameValue(before.metadata.labels, labels)) {
      const { subsets: _, ...rest } = before
      api.commit(EndpointsKind, {
        ...rest, metadata: { ...before.metadata, labels, annotations: { ...before.metadata.annotations, ...triggered(now) } },
        ...(subsets.length === 0 ? {} : { subsets }),
      } as Endpoints)
    }
  },
  gone({ namespace, name }, { api }: World) {
    const left = api.get(EndpointsKind, namespace, name)
    if (left !== undefined && left.metadata.labels?.['endpoints.kubernetes.io/managed-by'] !== undefined) api.delete(EndpointsKind, left)
  },
}

/** Pods with the same ports share a subset (pkg/api/endpoints/util.go, RepackSubsets). */
function subsetsOf(service: ServiceObject, pods: readonly Pod[]): EndpointSubset[] {
  const groups = new Map<string, { ports: EndpointPort[]; ready: EndpointAddress[]; notReady: EndpointAddress[] }>()
  for (const pod of pods) {
    const ports = portsFor(service, pod)
    if (ports.length === 0 && (service.spec.ports ?? []).length > 0) continue
    const id = JSON.stringify(ports)
    let group = groups.get(id)
    if (group === undefined) groups.set(id, (group = { ports, ready: [], notReady: [] }))
    const ready = isReady(pod) || service.spec.publishNotReadyAddresses === true
    ;(ready ? group.ready : group.notReady).push(addressOf(pod, service))
  }
  const byAddress = (a: EndpointAddress, b: EndpointAddress): number => (a.ip < b.ip ? -1 : a.ip > b.ip ? 1 : 0)
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { ports, ready, notReady }]) => ({
    ...(ready.length === 0 ? {} : { addresses: ready.sort(byAddress) }),
    ...(notReady.length === 0 ? {} : { notReadyAddresses: notReady.sort(byAddress) }),
    ...(ports.length === 0 ? {} : { ports: sortedByHash(ports, false) }),
  }))
}

const portsFor = (service: ServiceObject, pod: Pod): EndpointPort[] => (service.spec.ports ?? []).flatMap((port) => {
  const number = findPort(pod, port)
  return number === undefined ? [] : [{
    ...(port.name === undefined || port.name === '' ? {} : { name: port.name }), port: number, protocol: port.protocol ?? 'TCP',
    ...(port.appProtocol === undefined ? {} : { appProtocol: port.appProtocol }),
  }]
})

function addressOf(pod: Pod, service: ServiceObject): EndpointAddress {
  const { namespace, name, uid } = pod.metadata
  const named = pod.spec.hostname !== undefined && pod.spec.hostname !== '' && pod.spec.subdomain === service.metadata.name
  return {
    ...(named ? { hostname: pod.spec.hostname! } : {}),
    ip: pod.status!.podIP!,
    ...(pod.spec.nodeName === undefined ? {} : { nodeName: pod.spec.nodeName }),
    targetRef: { kind: 'Pod', name, namespace: namespace!, uid: uid! },
  }
}
