/** Hard topology spread constraints: no domain may run ahead of the emptiest one by more than maxSkew. */
import { matchesSelector } from '../../../apiserver/selectors.ts'
import type { LabelSelector, Pod, TopologySpreadConstraint } from '../../../kinds/generated/api-types.ts'
import { untolerated } from '../../tolerations.ts'
import type { NodeInfo } from '../node-info.ts'
import { podWantsNode } from '../node-selectors.ts'
import type { Cycle, Filter } from '../plugin.ts'

// pkg/scheduler/framework/plugins/podtopologyspread/filtering.go
const SKEWED = { reasons: ["node(s) didn't match pod topology spread constraints"], unresolvable: false }
const UNLABELED = { reasons: ["node(s) didn't match pod topology spread constraints (missing required label)"], unresolvable: true }

export const podTopologySpread: Filter = {
  name: 'PodTopologySpread',
  prepare(cycle) {
    const hard = (cycle.pod.spec.topologySpreadConstraints ?? []).filter((c) => c.whenUnsatisfiable === 'DoNotSchedule')
    if (hard.length === 0) return undefined
    const counted = hard.map((constraint) => ({ constraint, counts: domainCounts(cycle, constraint, hard) }))
    const itself = hard.map((c) => matchesSelector(spreadSelector(c, cycle.pod), cycle.pod.metadata.labels))
    return ({ node }) => {
      for (const [i, { constraint, counts }] of counted.entries()) {
        const value = node.metadata.labels?.[constraint.topologyKey]
        if (value === undefined) return UNLABELED
        const least = counts.size < (constraint.minDomains ?? 1) ? 0 : Math.min(...counts.values())
        const skew = (counts.get(value) ?? 0) + (itself[i] ? 1 : 0) - least
        if (skew > constraint.maxSkew) return SKEWED
      }
      return undefined
    }
  },
}

/** The constraint's selector with the pod's own values of matchLabelKeys. */
export function spreadSelector({ labelSelector, matchLabelKeys = [] }: TopologySpreadConstraint, pod: Pod): LabelSelector | undefined {
  if (matchLabelKeys.length === 0) return labelSelector
  const own = matchLabelKeys.flatMap((key) => {
    const value = pod.metadata.labels?.[key]
    return value === undefined ? [] : [{ key, operator: 'In', values: [value] }]
  })
  return { ...labelSelector, matchExpressions: [...(labelSelector?.matchExpressions ?? []), ...own] }
}

/** Matching pods in each domain of the nodes that count. */
function domainCounts(
  { pod, nodes }: Cycle, constraint: TopologySpreadConstraint, all: readonly TopologySpreadConstraint[],
): Map<string, number> {
  const counts = new Map<string, number>()
  const selector = spreadSelector(constraint, pod)
  for (const info of nodes) {
    if (!takesPart(info, pod, constraint, all)) continue
    const value = info.node.metadata.labels![constraint.topologyKey]!
    counts.set(value, (counts.get(value) ?? 0) + countMatching(info, pod.metadata.namespace!, selector))
  }
  return counts
}

function takesPart({ node }: NodeInfo, pod: Pod, constraint: TopologySpreadConstraint, all: readonly TopologySpreadConstraint[]): boolean {
  if (all.some((c) => node.metadata.labels?.[c.topologyKey] === undefined)) return false
  if (constraint.nodeAffinityPolicy !== 'Ignore' && !podWantsNode(pod, node)) return false
  return constraint.nodeTaintsPolicy !== 'Honor' ||
    untolerated(node.spec.taints, pod.spec.tolerations, ['NoSchedule', 'NoExecute']) === undefined
}

export function countMatching({ pods }: NodeInfo, namespace: string, selector: LabelSelector | undefined): number {
  let count = 0
  for (const pod of pods.values()) {
    if (pod.metadata.namespace === namespace && pod.metadata.deletionTimestamp === undefined &&
      matchesSelector(selector, pod.metadata.labels)) count++
  }
  return count
}
