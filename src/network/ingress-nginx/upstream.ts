/** The endpoints behind an Ingress backend, as the controller looks them up (controller.go, serviceEndpoints). */
import { Service } from '../../kinds/core/service.ts'
import type { Service as ServiceObject, ServicePort } from '../../kinds/generated/api-types.ts'
import type { Reader } from '../../kinds/kind.ts'
import { endpointsOf } from '../endpoints.ts'
import type { Backend } from './location.ts'

export interface Upstream {
  /** As the access log names it: "shop-web-80". */
  readonly name: string
  readonly endpoints: readonly { readonly address: string; readonly port: number }[]
  /** An ExternalName Service: resolved when it is needed. */
  readonly external?: { readonly host: string; readonly port: number }
  /** Why there is nobody. */
  readonly because?: string
  readonly object: string
  readonly field?: string
}

export function upstreamOf({ namespace, service: { name, port } }: Backend, cluster: Reader): Upstream {
  const wanted = port?.name ?? String(port?.number ?? '')
  const label = `${namespace}-${name}-${wanted}`
  const object = `service/${name}`
  const none = (because: string, field?: string): Upstream =>
    ({ name: label, endpoints: [], because, object, ...(field === undefined ? {} : { field }) })
  const service = cluster.get(Service, namespace, name)
  if (service === undefined) return none(`there is no Service ${namespace}/${name}`)
  if (service.spec.type === 'ExternalName') {
    const number = service.spec.ports?.find((p) => String(p.port) === wanted || p.name === wanted)?.targetPort ?? port?.number
    return typeof number === 'number'
      ? { name: label, endpoints: [], external: { host: service.spec.externalName ?? '', port: number }, object }
      : none('the ExternalName Service has no such port')
  }
  const found = (service.spec.ports ?? []).find((p) => String(p.port) === wanted || String(p.targetPort) === wanted || p.name === wanted)
  if (found === undefined) return none(`Service ${name} has no port ${wanted}, only ${portsText(service)}`, 'spec.ports')
  const ready = endpointsOf(cluster, namespace, name, found.name ?? '').filter((e) => e.ready)
  if (ready.length === 0) return none(`Service ${name} has no ready endpoints${whyNone(service, found, cluster)}`, 'spec.selector')
  return { name: label, endpoints: ready, object }
}

const portsText = (service: ServiceObject): string =>
  (service.spec.ports ?? []).map((p) => (p.name === undefined ? String(p.port) : `${p.port} (${p.name})`)).join(', ')

function whyNone(service: ServiceObject, port: ServicePort, cluster: Reader): string {
  const { namespace = '', name } = service.metadata
  const all = endpointsOf(cluster, namespace, name, port.name ?? '')
  if (all.length > 0) return ': none of its pods is ready'
  const selector = Object.entries(service.spec.selector ?? {}).map(([k, v]) => `${k}=${v}`).join(',')
  return selector === '' ? ': it selects no pods' : `: no pod with ${selector} offers port ${port.targetPort ?? port.port}`
}

/** The next endpoint in turn, and each one's turn as often as any other's. */
export function nextOf<T>(list: readonly T[], key: string, memory: Map<string, unknown>): T | undefined {
  if (list.length === 0) return undefined
  const turn = ((memory.get(key) as number | undefined) ?? -1) + 1
  memory.set(key, turn)
  return list[turn % list.length]
}
