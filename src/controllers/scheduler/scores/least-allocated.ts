/** Prefers nodes with much left. */
import type { NodeInfo } from '../node-info.ts'
import type { Score } from '../plugin.ts'
import { NODE_SCORE_MAX } from '../plugin.ts'
import { requestsOf } from '../requests.ts'

const free = (wanted: number, all: number): number => (wanted > all || all === 0 ? 0 : Math.floor(((all - wanted) * NODE_SCORE_MAX) / all))

/** pkg/scheduler/framework/plugins/noderesources/least_allocated.go */
export const leastAllocated: Score = {
  name: 'NodeResourcesFit',
  weight: 1,
  points({ pod }, feasible) {
    const { guessed } = requestsOf(pod)
    return feasible.map((n: NodeInfo) => Math.floor(
      (free(n.guessedCpu + guessed.cpu, n.allocatable['cpu'] ?? 0) + free(n.guessedMemory + guessed.memory, n.allocatable['memory'] ?? 0)) / 2))
  },
}
