/** The description of a namespace, with its quotas and limits. */
import { type Row, row } from '../../lib/rows.ts'
import { clusterMetadataRows } from '../describe/metadata.ts'
import { listOf } from '../describe/reading.ts'
import { rfc1123 } from '../describe/time.ts'
import type { LimitRange, Namespace, ResourceQuota } from '../generated/api-types.ts'
import type { Reader } from '../kind.ts'
import { limitRangeRows } from './limit-range.describe.ts'
import { quotaRows } from './resource-quota.describe.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, describeNamespace. */
export function describeNamespace({ metadata, status }: Namespace, cluster: Reader): Row[] {
  const conditions = status?.conditions ?? []
  return [
    ...clusterMetadataRows(metadata),
    row(0, 'Status:', status?.phase ?? ''),
    ...(conditions.length === 0
      ? []
      : [
        row(0, 'Conditions:'),
        row(1, 'Type', 'Status', 'LastTransitionTime', 'Reason', 'Message'),
        row(1, '----', '------', '------------------', '------', '-------'),
        ...conditions.map((c) =>
          row(1, c.type, c.status, rfc1123(c.lastTransitionTime), c.reason ?? '', c.message ?? '')),
      ]),
    row(0, ''),
    ...quotaRows(listOf<ResourceQuota>(cluster, '', 'ResourceQuota', metadata.name)),
    row(0, ''),
    ...limitRangeRows(listOf<LimitRange>(cluster, '', 'LimitRange', metadata.name)),
  ]
}
