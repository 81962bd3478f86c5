/** What a filter and a score of the scheduler are: prepared once for a pod, then asked about each node. */
import type { Reader } from '../../kinds/kind.ts'
import type { Pod } from '../../kinds/generated/api-types.ts'
import type { NodeInfo } from './node-info.ts'

/** One attempt to place one pod. */
export interface Cycle {
  readonly pod: Pod
  readonly nodes: readonly NodeInfo[]
  readonly reader: Reader
}

/** Why a node cannot take the pod; `unresolvable`: not even with other pods out of the way. */
export interface Rejection {
  readonly reasons: readonly string[]
  readonly unresolvable: boolean
}

export interface Filter {
  readonly name: string
  /**
   * undefined: nothing to ask of nodes. A text: no node can take the pod, whatever it is like.
   */
  prepare(cycle: Cycle): ((node: NodeInfo) => Rejection | undefined) | string | undefined
}

export interface Score {
  readonly name: string
  readonly weight: number
  /** Points of each node, same order; `prepare` normalises them to 0..100 itself. undefined: nothing to say. */
  points(cycle: Cycle, feasible: readonly NodeInfo[]): readonly number[] | undefined
}

export const NODE_SCORE_MAX = 100

/** pkg/scheduler/framework/plugins/helper/normalize_score.go */
export function normalized(points: readonly number[], reverse: boolean): number[] {
  const most = Math.max(...points)
  if (most === 0) return points.map(() => (reverse ? NODE_SCORE_MAX : 0))
  return points.map((p) => {
    const score = Math.floor((NODE_SCORE_MAX * p) / most)
    return reverse ? NODE_SCORE_MAX - score : score
  })
}
