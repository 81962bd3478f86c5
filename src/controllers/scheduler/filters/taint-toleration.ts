/** Taints that the pod does not tolerate keep it away. */
import { untolerated } from '../../tolerations.ts'
import type { Filter } from '../plugin.ts'

const REJECTION = { reasons: ['node(s) had untolerated taint(s)'], unresolvable: true }
const EFFECTS = ['NoSchedule', 'NoExecute']

/** pkg/scheduler/framework/plugins/tainttoleration */
export const taintToleration: Filter = {
  name: 'TaintToleration',
  prepare: ({ pod }) => ({ node }) =>
    (untolerated(node.spec.taints, pod.spec.tolerations, EFFECTS) === undefined ? undefined : REJECTION),
}
