/** Prefers nodes whose resources would be used evenly. */
import type { Score } from '../plugin.ts'
import { NODE_SCORE_MAX } from '../plugin.ts'
import { requestsOf } from '../requests.ts'

/** pkg/scheduler/framework/plugins/noderesources/balanced_allocation.go */
export const balancedAllocation: Score = {
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,
  points({ pod }, feasible) {
    const { cpu = 0, memory = 0 } = requestsOf(pod).amounts
    if (cpu === 0 && memory === 0) return undefined
    return feasible.map(({ used, allocatable }) => {
      const share = (wanted: number, all: number): number => (all === 0 ? 1 : Math.min(1, wanted / all))
      const a = share((used['cpu'] ?? 0) + cpu, allocatable['cpu'] ?? 0)
      const b = share((used['memory'] ?? 0) + memory, allocatable['memory'] ?? 0)
      return Math.floor((1 - Math.abs(a - b) / 2) * NODE_SCORE_MAX)
    })
  },
}
