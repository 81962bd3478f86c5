/** The description of a volume claim. */
import { type Row, row } from '../../lib/rows.ts'
import { claimRows } from '../describe/claim.ts'
import { eventRows } from '../describe/events.ts'
import { listRows } from '../describe/metadata.ts'
import { listOf } from '../describe/reading.ts'
import { rfc1123 } from '../describe/time.ts'
import type { PersistentVolumeClaim, Pod } from '../generated/api-types.ts'
import type { Reader } from '../kind.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, describePersistentVolumeClaim. */
export function describePersistentVolumeClaim(
  claim: PersistentVolumeClaim, cluster: Reader, showEvents: boolean,
): Row[] {
  return [
    ...claimRows(claim, cluster.now),
    ...listRows('Used By', usersOf(claim, cluster)),
    ...conditionRows(claim),
    ...(showEvents ? eventRows(claim, cluster) : []),
  ]
}

/** The pods that mount the claim, then those that own it. */
function usersOf({ metadata }: PersistentVolumeClaim, cluster: Reader): readonly string[] {
  const pods = listOf<Pod>(cluster, '', 'Pod', metadata.namespace)
  const mounting = pods.filter((pod) =>
    pod.spec.volumes?.some((v) => v.persistentVolumeClaim?.claimName === metadata.name))
  const owning = pods.filter((pod) =>
    metadata.ownerReferences?.some((o) => o.kind === 'Pod' && o.uid === pod.metadata.uid))
  return [...new Set([...mounting, ...owning])].map((pod) => pod.metadata.name)
}

function conditionRows({ status }: PersistentVolumeClaim): Row[] {
  const conditions = status?.conditions ?? []
  if (conditions.length === 0) return []
  return [
    row(0, 'Conditions:'),
    row(1, 'Type', 'Status', 'LastProbeTime', 'LastTransitionTime', 'Reason', 'Message'),
    row(1, '----', '------', '-----------------', '------------------', '------', '-------'),
    ...conditions.map((c) =>
      row(1, `${c.type} `, `${c.status} `, `${rfc1123(c.lastProbeTime)} `,
        `${rfc1123(c.lastTransitionTime)} `, `${c.reason ?? ''} `, c.message ?? '')),
  ]
}
