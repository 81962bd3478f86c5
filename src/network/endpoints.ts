/** The addresses behind a Service's port, out of its EndpointSlices. */
import type { Reader } from '../kinds/kind.ts'
import { slicesOf } from './indexes.ts'

export interface EndpointAddress {
  readonly address: string
  readonly port: number
  readonly nodeName?: string
  readonly hostname?: string
  readonly ready: boolean
  /** Still answers although its pod is being terminated. */
  readonly serving: boolean
  readonly pod?: string
}

/** Endpoints of the port with that name (an unnamed port has the name ''), ready or not. */
export function endpointsOf(cluster: Reader, namespace: string, service: string, portName: string, protocol = 'TCP'): EndpointAddress[] {
  const found: EndpointAddress[] = []
  const seen = new Set<string>()
  for (const slice of slicesOf(cluster, namespace, service)) {
    if (slice.addressType !== 'IPv4') continue
    for (const port of slice.ports ?? []) {
      if ((port.name ?? '') !== portName || (port.protocol ?? 'TCP') !== protocol || port.port === undefined) continue
      for (const endpoint of slice.endpoints ?? []) {
        const address = endpoint.addresses[0]
        if (address === undefined || seen.has(`${address}:${port.port}`)) continue
        seen.add(`${address}:${port.port}`)
        found.push({
          address, port: port.port,
          ready: endpoint.conditions?.ready ?? true,
          serving: endpoint.conditions?.serving ?? endpoint.conditions?.ready ?? true,
          ...(endpoint.nodeName === undefined ? {} : { nodeName: endpoint.nodeName }),
          ...(endpoint.hostname === undefined ? {} : { hostname: endpoint.hostname }),
          ...(endpoint.targetRef?.name === undefined ? {} : { pod: endpoint.targetRef.name }),
        })
      }
    }
  }
  return found
}

/** Those that kube-proxy sends to: the ready ones, or while there are none, the serving ones that are going away. */
export function usable(endpoints: readonly EndpointAddress[]): readonly EndpointAddress[] {
  const ready = endpoints.filter((e) => e.ready)
  return ready.length > 0 ? ready : endpoints.filter((e) => e.serving)
}
