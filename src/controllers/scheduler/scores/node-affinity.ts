/** Preferred node affinity. */
import { matchesTerm } from '../node-selectors.ts'
import type { Score } from '../plugin.ts'
import { normalized } from '../plugin.ts'

/** pkg/scheduler/framework/plugins/nodeaffinity */
export const nodeAffinity: Score = {
  name: 'NodeAffinity',
  weight: 2,
  points({ pod }, feasible) {
    const terms = pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []
    if (terms.length === 0) return undefined
    return normalized(feasible.map(({ node }) =>
      terms.reduce((sum, { weight, preference }) => sum + (matchesTerm(preference, node) ? weight : 0), 0)), false)
  },
}
