/** Says whether the server behind an APIService can be reached. */
import { timestamp } from '../kinds/age.ts'
import { APIService as APIServiceKind } from '../kinds/apiregistration/api-service.ts'
import { Service } from '../kinds/core/service.ts'
import { EndpointSlice } from '../kinds/discovery/endpoint-slice.ts'
import type { APIService } from '../kinds/generated/api-types.ts'
import type { Controller, World } from './controller.ts'
import { SERVICE_NAME } from './endpoints/endpoint-slices.ts'
import { keyOf } from './manager.ts'

/** kube-aggregator/pkg/controllers/status/remote/remote_available_controller.go */
export const apiServiceController: Controller<APIService> = {
  name: 'apiservice-status-controller',
  user: 'system:apiserver',
  program: 'kube-apiserver',
  reconciles: APIServiceKind,
  alsoWatches: [
    { kind: EndpointSlice, keysFor: (slice, world) => behind(slice.metadata.namespace, slice.metadata.labels?.[SERVICE_NAME], world) },
    { kind: Service, keysFor: ({ metadata: { namespace, name } }, world) => behind(namespace, name, world) },
  ],
  reconcile(object, { api, now }) {
    if (object.spec?.service === undefined) return
    const { status, reason, message } = availability(object, api)
    const before = object.status?.conditions?.find((c) => c.type === 'Available')
    if (before?.status === status && before.reason === reason && before.message === message) return
    const lastTransitionTime = before?.status === status ? before.lastTransitionTime! : timestamp(now)
    api.commit(APIServiceKind, { ...object, status: { conditions: [{ lastTransitionTime, message, reason, status, type: 'Available' }] } }, 'status')
  },
}

const behind = (namespace: string | undefined, name: string | undefined, { api }: World) => api.list(APIServiceKind)
  .filter(({ spec }) => spec?.service?.name === name && spec?.service?.namespace === namespace).map(keyOf)

function availability({ spec }: APIService, api: World['api']): { status: string; reason: string; message: string } {
  const { name = '', namespace = '', port = 443 } = spec!.service!
  const no = (reason: string, message: string) => ({ status: 'False', reason, message })
  const service = api.get(Service, namespace, name)
  if (service === undefined) return no('ServiceNotFound', `service/${name} in "${namespace}" is not present`)
  const portName = service.spec.ports?.find((p) => p.port === port)?.name ?? ''
  const ready = api.ownedBy(service.metadata.uid!, EndpointSlice).some((s) => (s.endpoints ?? []).some((e) => e.conditions?.ready === true))
  if (!ready) return no('MissingEndpoints', `endpoints for service/${name} in "${namespace}" have no addresses with port name "${portName}"`)
  return { status: 'True', reason: 'Passed', message: 'all checks passed' }
}
