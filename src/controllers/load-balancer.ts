/** Hands addresses out of a pool to Services of type LoadBalancer, in labs that have such a thing. */
import { Service } from '../kinds/core/service.ts'
import type { Service as ServiceObject } from '../kinds/generated/api-types.ts'
import type { Controller } from './controller.ts'

declare module './controller.ts' {
  interface Parts {
    /** Somebody provides load balancers. */
    readonly loadBalancers?: boolean
  }
}

const FIRST = 200
const LAST = 250
const NETWORK = '192.168.56'

/** The lowest free address, or the one that the Service asks for. */
export const loadBalancerController: Controller<ServiceObject> = {
  name: 'load-balancer-controller',
  reconciles: Service,
  reconcile(service, { api, parts, event }) {
    if (parts.loadBalancers !== true || service.metadata.deletionTimestamp !== undefined) return
    const has = service.status?.loadBalancer?.ingress?.[0]?.ip
    if (service.spec.type !== 'LoadBalancer' || service.spec.loadBalancerClass !== undefined) {
      if (has !== undefined) api.updateStatus(Service, service, (draft) => { draft.status = { ...draft.status, loadBalancer: {} } })
      return
    }
    if (has !== undefined) return
    const used = new Set(api.list(Service).flatMap((s) => (s.status?.loadBalancer?.ingress ?? []).map((i) => i.ip)))
    const free = Array.from({ length: LAST - FIRST + 1 }, (_, i) => `${NETWORK}.${FIRST + i}`).filter((ip) => !used.has(ip))
    const wanted = service.spec.loadBalancerIP
    const ip = wanted !== undefined && free.includes(wanted) ? wanted : wanted === undefined ? free[0] : undefined
    if (ip === undefined) {
      event(service, 'Warning', 'AllocationFailed', `Failed to allocate IP for "${service.metadata.namespace}/${service.metadata.name}": no available IPs`)
      return
    }
    api.updateStatus(Service, service, (draft) => { draft.status = { ...draft.status, loadBalancer: { ingress: [{ ip, ipMode: 'VIP' }] } } })
    event(service, 'Normal', 'IPAllocated', `Assigned IP ["${ip}"]`)
  },
}
