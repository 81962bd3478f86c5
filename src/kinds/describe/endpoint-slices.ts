/** Where a service's traffic goes, in one line of a description. */
import type { EndpointSlice } from '../generated/api-types.ts'
import type { Reader } from '../kind.ts'
import { hostPort, listWithMore } from '../columns/list-with-more.ts'
import { listOf } from './reading.ts'

export const slicesOf = (
  cluster: Reader, namespace: string | undefined, service: string,
): readonly EndpointSlice[] =>
  listOf<EndpointSlice>(cluster, 'discovery.k8s.io', 'EndpointSlice', namespace)
    .filter((slice) => slice.metadata.labels?.['kubernetes.io/service-name'] === service)

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, formatEndpointSlices. */
export function endpointSlicesText(slices: readonly EndpointSlice[], portName: string): string {
  if (slices.length === 0) return '<none>'
  return listWithMore(slices.flatMap((slice) => {
    const ready = (slice.endpoints ?? []).filter((e) => e.conditions?.ready !== false)
    const ports = slice.ports ?? []
    if (ports.length === 0) return ready.map((e) => e.addresses[0] ?? '')
    return ports
      .filter((port) => (port.name ?? '') === portName)
      .flatMap((port) => ready.map((e) => hostPort(e.addresses[0] ?? '', port.port ?? 0)))
  }))
}
