/** The description of a service CIDR. */
import { type Row, row } from '../../lib/rows.ts'
import { eventRows } from '../describe/events.ts'
import { clusterMetadataRows } from '../describe/metadata.ts'
import { rfc1123 } from '../describe/time.ts'
import type { ServiceCIDR } from '../generated/api-types.ts'
import type { Reader } from '../kind.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, describeServiceCIDRV1. */
export function describeServiceCidr(
  range: ServiceCIDR, cluster: Reader, showEvents: boolean,
): Row[] {
  const conditions = range.status?.conditions ?? []
  return [
    ...clusterMetadataRows(range.metadata),
    row(0, 'CIDRs:', (range.spec?.cidrs ?? []).join(', ')),
    ...(conditions.length === 0
      ? []
      : [
        row(0, 'Status:'),
        row(0, 'Conditions:'),
        row(1, 'Type', 'Status', 'LastTransitionTime', 'Reason', 'Message'),
        row(1, '----', '------', '------------------', '------', '-------'),
        ...conditions.map((c) =>
          row(1, c.type, c.status, rfc1123(c.lastTransitionTime), c.reason, c.message)),
      ]),
    ...(showEvents ? eventRows(range, cluster) : []),
  ]
}
