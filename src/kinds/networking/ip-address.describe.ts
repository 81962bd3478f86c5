/** The description of an IP address. */
import { type Row, row } from '../../lib/rows.ts'
import { eventRows } from '../describe/events.ts'
import { clusterMetadataRows } from '../describe/metadata.ts'
import type { IPAddress } from '../generated/api-types.ts'
import type { Reader } from '../kind.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, describeIPAddressV1. */
export function describeIpAddress(address: IPAddress, cluster: Reader, showEvents: boolean): Row[] {
  const parent = address.spec?.parentRef
  return [
    ...clusterMetadataRows(address.metadata),
    ...(parent
      ? [
        row(0, 'Parent Reference:'),
        row(1, 'Group:', parent.group ?? ''),
        row(1, 'Resource:', parent.resource),
        row(1, 'Namespace:', parent.namespace ?? ''),
        row(1, 'Name:', parent.name),
      ]
      : []),
    ...(showEvents ? eventRows(address, cluster) : []),
  ]
}
