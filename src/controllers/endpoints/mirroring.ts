/** Mirrors Endpoints that somebody wrote by hand into EndpointSlices. */
import { Endpoints as EndpointsKind } from '../../kinds/core/endpoints.ts'
import { Service } from '../../kinds/core/service.ts'
import { EndpointSlice as SliceKind } from '../../kinds/discovery/endpoint-slice.ts'
import type { Endpoint, EndpointAddress, Endpoints } from '../../kinds/generated/api-types.ts'
import type { Controller } from '../controller.ts'
import { SERVICE_NAME, writeSlices } from './endpoint-slices.ts'
import { LAST_CHANGE, sortedByHash } from './service-pods.ts'

const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by'
const CONTROLLER = 'endpointslicemirroring-controller.k8s.io'
const SKIP = 'endpointslice.kubernetes.io/skip-mirror'

/** pkg/controller/endpointslicemirroring/endpointslicemirroring_controller.go */
export const endpointSliceMirroringController: Controller<Endpoints> = {
  name: 'endpointslicemirroring-controller',
  reconciles: EndpointsKind,
  alsoWatches: [{ kind: Service, keysFor: ({ metadata: { namespace, name } }) => [{ namespace, name }] }],
  reconcile(endpoints, { api, now }) {
    const { namespace, name, uid, labels, annotations } = endpoints.metadata
    const existing = api.ownedBy(uid!, SliceKind)
    const service = api.get(Service, namespace, name)
    const mirrored = labels?.[SKIP] !== 'true' && annotations?.['control-plane.alpha.kubernetes.io/leader'] === undefined &&
      service !== undefined && service.spec.selector === undefined
    if (!mirrored) {
      for (const slice of existing) api.delete(SliceKind, slice)
      return
    }
    const wanted = (endpoints.subsets ?? []).map((subset) => ({
      ports: sortedByHash((subset.ports ?? []).map((p) => ({ ...p, name: p.name ?? '', protocol: p.protocol ?? 'TCP' })), true),
      endpoints: [
        ...(subset.addresses ?? []).map((a) => endpointOf(a, true)),
        ...(subset.notReadyAddresses ?? []).map((a) => endpointOf(a, false)),
      ],
    })).filter((w) => w.endpoints.length > 0)
    if (wanted.length === 0 && existing.length === 0) return
    const { [LAST_CHANGE]: _, ...own } = labels ?? {}
    writeSlices(api, endpoints, name, wanted, existing, { ...own, [MANAGED_BY]: CONTROLLER, [SERVICE_NAME]: name }, now)
  },
}

function endpointOf({ ip, hostname, nodeName, targetRef }: EndpointAddress, ready: boolean): Endpoint {
  return {
    addresses: [ip],
    conditions: { ready },
    ...(hostname === undefined ? {} : { hostname }),
    ...(nodeName === undefined ? {} : { nodeName }),
    ...(targetRef === undefined ? {} : { targetRef }),
  }
}
