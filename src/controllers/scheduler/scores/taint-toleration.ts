/** Prefers nodes with few PreferNoSchedule taints that the pod does not tolerate. */
import { toleratesAll } from '../../tolerations.ts'
import type { Score } from '../plugin.ts'
import { normalized } from '../plugin.ts'

/** pkg/scheduler/framework/plugins/tainttoleration */
export const taintToleration: Score = {
  name: 'TaintToleration',
  weight: 3,
  points({ pod }, feasible) {
    const count = feasible.map(({ node }) => (node.spec.taints === undefined ? 0
      : node.spec.taints.filter((t) => t.effect === 'PreferNoSchedule' && !toleratesAll(pod.spec.tolerations, t)).length))
    return count.every((c) => c === 0) ? undefined : normalized(count, true)
  },
}
