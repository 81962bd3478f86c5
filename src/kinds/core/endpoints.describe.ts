/** The description of endpoints. */
import { type Row, row } from '../../lib/rows.ts'
import { eventRows } from '../describe/events.ts'
import { metadataRows } from '../describe/metadata.ts'
import type { Endpoints, EndpointSubset } from '../generated/api-types.ts'
import type { Reader } from '../kind.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, describeEndpoints. */
export function describeEndpoints(object: Endpoints, cluster: Reader, showEvents: boolean): Row[] {
  return [
    ...metadataRows(object.metadata),
    row(0, 'Subsets:'),
    ...(object.subsets ?? []).flatMap(subsetRows),
    ...(showEvents ? eventRows(object, cluster) : []),
  ]
}

function subsetRows({ addresses = [], notReadyAddresses = [], ports = [] }: EndpointSubset): Row[] {
  const list = (of: readonly { ip: string }[]): string => of.map((a) => a.ip).join(',') || '<none>'
  const portRows = ports.length === 0
    ? []
    : [
      row(1, 'Ports:'),
      row(2, 'Name', 'Port', 'Protocol'),
      row(2, '----', '----', '--------'),
      ...ports.map((p) => row(2, p.name || '<unset>', String(p.port), p.protocol ?? '')),
    ]
  return [
    row(1, 'Addresses:', list(addresses)),
    row(1, 'NotReadyAddresses:', list(notReadyAddresses)),
    ...portRows,
    row(0, ''),
  ]
}
