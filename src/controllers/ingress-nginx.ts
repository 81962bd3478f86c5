/** ingress-nginx, the part that watches: Sync events on its Ingresses, and their address every minute. */
import { Pod } from '../kinds/core/pod.ts'
import { Service } from '../kinds/core/service.ts'
import type { Ingress as IngressObject, IngressLoadBalancerIngress } from '../kinds/generated/api-types.ts'
import type { Obj, ObjectKey } from '../kinds/object.ts'
import { IngressClass } from '../kinds/networking/ingress-class.ts'
import { Ingress } from '../kinds/networking/ingress.ts'
import { refusalOf } from '../network/ingress-nginx/class.ts'
import { runningControllers } from '../network/ingress-nginx/controllers.ts'
import type { ControllerOptions } from '../network/ingress-nginx/options.ts'
import { optionsOf } from '../network/ingress-nginx/options.ts'
import type { Network } from '../network/network.ts'
import type { Controller, World } from './controller.ts'

declare module './controller.ts' {
  interface Parts {
    readonly network?: Network
  }
}

/** internal/ingress/status/status.go, UpdateInterval. */
const STATUS_INTERVAL_MS = 60_000

const everyIngress = (_object: Obj, { api }: World): Iterable<ObjectKey> =>
  api.list(Ingress).map((i) => ({ namespace: i.metadata.namespace, name: i.metadata.name }))

const whenController = (pod: Obj, world: World): Iterable<ObjectKey> =>
  pod.metadata.labels?.['app.kubernetes.io/name'] === 'ingress-nginx' ? everyIngress(pod, world) : []

export const ingressNginxController: Controller<IngressObject> = {
  name: 'ingress-nginx',
  component: 'nginx-ingress-controller',
  user: 'system:serviceaccount:ingress-nginx:ingress-nginx',
  reconciles: Ingress,
  alsoWatches: [
    { kind: IngressClass, keysFor: everyIngress },
    { kind: Pod, keysFor: whenController },
    { kind: Service, keysFor: whenController },
  ],
  reconcile(ingress, world) {
    const { parts, api, now, memory } = world
    if (parts.network === undefined || ingress.metadata.deletionTimestamp !== undefined) return
    for (const container of runningControllers(parts.network.context)) {
      const options = optionsOf(container, api)
      const seen = `seen ${container.pod.metadata.uid} ${ingress.metadata.uid}`
      if (refusalOf(ingress, options, api) !== undefined) {
        memory.delete(seen)
        continue
      }
      if (memory.get(seen) !== ingress.metadata.resourceVersion) {
        memory.set(seen, ingress.metadata.resourceVersion)
        world.event(ingress, 'Normal', 'Sync', 'Scheduled for sync')
      }
      const started = Date.parse(container.pod.status?.startTime ?? '') || now
      const addresses = addressesOf(options, api)
      if (JSON.stringify(ingress.status?.loadBalancer?.ingress ?? []) === JSON.stringify(addresses)) return undefined
      const sinceTick = (now - started) % STATUS_INTERVAL_MS
      if (sinceTick > 0 || now === started) return { ms: STATUS_INTERVAL_MS - sinceTick }
      api.updateStatus(Ingress, ingress, (draft) => { draft.status = { loadBalancer: { ingress: addresses } } })
    }
    return undefined
  },
}

/** statusAddressFromService: load balancer, external addresses, or the ClusterIP. */
function addressesOf({ publishService }: ControllerOptions, api: World['api']): IngressLoadBalancerIngress[] {
  const [namespace, name] = (publishService ?? '').split('/')
  const service = name === undefined ? undefined : api.get(Service, namespace, name)
  if (service === undefined) return []
  if (service.spec.type === 'LoadBalancer') {
    return [
      ...(service.status?.loadBalancer?.ingress ?? []).map((i) => ({ ...(i.ip === undefined ? {} : { ip: i.ip }), ...(i.hostname === undefined ? {} : { hostname: i.hostname }) })),
      ...(service.spec.externalIPs ?? []).map((ip) => ({ ip })),
    ]
  }
  return service.spec.clusterIP === undefined ? [] : [{ ip: service.spec.clusterIP }]
}
