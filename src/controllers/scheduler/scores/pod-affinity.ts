/** Preferred pod affinity and anti-affinity, of this pod and of the pods that stand already. */
import type { Pod, WeightedPodAffinityTerm } from '../../../kinds/generated/api-types.ts'
import type { Score } from '../plugin.ts'
import { NODE_SCORE_MAX } from '../plugin.ts'
import { termMatches } from '../pod-terms.ts'

/** A required affinity of another pod counts as much as this weight of a preferred one. */
const HARD_WEIGHT = 1

/** pkg/scheduler/framework/plugins/interpodaffinity/scoring.go */
export const podAffinity: Score = {
  name: 'InterPodAffinity',
  weight: 2,
  points({ pod, nodes, reader }, feasible) {
    const own = preferences(pod)
    if (own.length === 0 && nodes.every((n) => n.withAffinity.size === 0)) return undefined
    const domains = new Map<string, number>()
    const count = (term: WeightedPodAffinityTerm['podAffinityTerm'], weight: number, node: (typeof nodes)[number]): void => {
      const value = node.node.metadata.labels?.[term.topologyKey]
      if (value === undefined) return
      const domain = `${term.topologyKey}=${value}`
      domains.set(domain, (domains.get(domain) ?? 0) + weight)
    }
    for (const node of nodes) {
      for (const other of own.length > 0 ? node.pods.values() : []) {
        for (const [term, weight] of own) if (termMatches(term, pod, other, reader)) count(term, weight, node)
      }
      for (const uid of node.withAffinity) {
        const other = node.pods.get(uid)!
        const hard = (other.spec.affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).map((t) => [t, HARD_WEIGHT] as const)
        for (const [term, weight] of [...preferences(other), ...hard]) if (termMatches(term, other, pod, reader)) count(term, weight, node)
      }
    }
    if (domains.size === 0) return undefined
    const sums = feasible.map(({ node }) => Object.entries(node.metadata.labels ?? {})
      .reduce((sum, [key, value]) => sum + (domains.get(`${key}=${value}`) ?? 0), 0))
    const least = Math.min(...sums)
    const range = Math.max(...sums) - least
    return sums.map((s) => (range === 0 ? 0 : Math.floor((NODE_SCORE_MAX * (s - least)) / range)))
  },
}

function preferences({ spec: { affinity } }: Pod): (readonly [WeightedPodAffinityTerm['podAffinityTerm'], number])[] {
  return [
    ...(affinity?.podAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map((t) => [t.podAffinityTerm, t.weight] as const),
    ...(affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map((t) => [t.podAffinityTerm, -t.weight] as const),
  ]
}
