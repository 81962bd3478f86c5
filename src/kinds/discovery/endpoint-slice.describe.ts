/** The description of an endpoint slice. */
import { type Row, row } from '../../lib/rows.ts'
import { eventRows } from '../describe/events.ts'
import { metadataRows } from '../describe/metadata.ts'
import type { Endpoint, EndpointSlice } from '../generated/api-types.ts'
import type { Reader } from '../kind.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, describeEndpointSliceV1. */
export function describeEndpointSlice(
  slice: EndpointSlice, cluster: Reader, showEvents: boolean,
): Row[] {
  return [
    ...metadataRows(slice.metadata),
    row(0, 'AddressType:', slice.addressType),
    ...portRows(slice),
    ...endpointRows(slice.endpoints ?? []),
    ...(showEvents ? eventRows(slice, cluster) : []),
  ]
}

function portRows({ ports }: EndpointSlice): Row[] {
  if (!ports?.length) return [row(0, 'Ports: <unset>')]
  return [
    row(0, 'Ports:'),
    row(1, 'Name', 'Port', 'Protocol'),
    row(1, '----', '----', '--------'),
    ...ports.map((p) =>
      row(1, p.name || '<unset>', String(p.port ?? '<unset>'), p.protocol ?? '')),
  ]
}

function endpointRows(endpoints: readonly Endpoint[]): Row[] {
  if (endpoints.length === 0) return [row(0, 'Endpoints: <none>')]
  return [
    row(0, 'Endpoints:'),
    ...endpoints.flatMap(({ addresses, conditions, hostname, targetRef, nodeName, zone }) => [
      row(1, '- Addresses:', addresses.join(', ') || '<none>'),
      row(2, 'Conditions:'),
      row(3, 'Ready:', String(conditions?.ready ?? '<unset>')),
      row(2, 'Hostname:', hostname ?? '<unset>'),
      ...(targetRef ? [row(2, 'TargetRef:', `${targetRef.kind ?? ''}/${targetRef.name ?? ''}`)] : []),
      row(2, 'NodeName:', nodeName ?? '<unset>'),
      row(2, 'Zone:', zone ?? '<unset>'),
    ]),
  ]
}
