/** What the descriptions of workloads share: their pods' phases, their conditions. */
import { type Row, row } from '../../lib/rows.ts'
import type { Pod } from '../generated/api-types.ts'
import type { Reader } from '../kind.ts'
import type { ObjectMeta } from '../object.ts'
import { listOf, unlessForbidden } from './reading.ts'

const PHASES = [
  ['Running', 'Running'], ['Pending', 'Waiting'], ['Succeeded', 'Succeeded'], ['Failed', 'Failed'],
] as const

/** "2 Running / 0 Waiting / …" of the pods it controls; upstream: `describe.go`, getPodStatusForController. */
export function podsStatusText(
  cluster: Reader, { namespace, uid }: ObjectMeta,
): string {
  const pods = listOf<Pod>(cluster, '', 'Pod', namespace).filter((pod) =>
    pod.metadata.ownerReferences?.some((o) => o.controller && o.uid === uid))
  return PHASES.map(([phase, word]) =>
    `${pods.filter((pod) => pod.status?.phase === phase).length} ${word}`).join(' / ')
}

interface Condition {
  readonly type: string
  readonly status: string
  readonly reason?: string
}

export function conditionRows(conditions: readonly Condition[] | undefined): Row[] {
  if (!conditions?.length) return []
  return [
    row(0, 'Conditions:'),
    row(1, 'Type', 'Status', 'Reason'),
    row(1, '----', '------', '------'),
    ...conditions.map((c) => row(1, `${c.type} `, c.status, c.reason ?? '')),
  ]
}

/** Replica sets and controllers are described even to those who may not see their pods. */
export const podsStatusOrError = (cluster: Reader, metadata: ObjectMeta): string =>
  unlessForbidden(() => podsStatusText(cluster, metadata), (reason) => `error in fetching pods: ${reason}`)
