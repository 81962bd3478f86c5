/** Cordoned nodes take no pods. */
import { toleratesAll } from '../../tolerations.ts'
import type { Filter } from '../plugin.ts'

const TAINT = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }
const REJECTION = { reasons: ['node(s) were unschedulable'], unresolvable: true }

/** pkg/scheduler/framework/plugins/nodeunschedulable */
export const nodeUnschedulable: Filter = {
  name: 'NodeUnschedulable',
  prepare: ({ pod }) => (toleratesAll(pod.spec.tolerations, TAINT) ? undefined
    : ({ node }) => (node.spec.unschedulable === true ? REJECTION : undefined)),
}
