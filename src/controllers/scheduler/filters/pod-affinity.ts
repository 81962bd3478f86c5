/** Pods that must, or must not, stand where certain other pods stand. */
import type { Pod, PodAffinityTerm } from '../../../kinds/generated/api-types.ts'
import type { NodeInfo } from '../node-info.ts'
import type { Cycle, Filter } from '../plugin.ts'
import { termMatches } from '../pod-terms.ts'

// pkg/scheduler/framework/plugins/interpodaffinity/filtering.go
const EXISTING = { reasons: ["node(s) didn't satisfy existing pods anti-affinity rules"], unresolvable: false }
const AFFINITY = { reasons: ["node(s) didn't match pod affinity rules"], unresolvable: true }
const ANTI_AFFINITY = { reasons: ["node(s) didn't match pod anti-affinity rules"], unresolvable: false }

export const podAffinity: Filter = {
  name: 'InterPodAffinity',
  prepare(cycle) {
    const { pod, reader } = cycle
    const forbidden = forbiddenByOthers(cycle)
    const wanted = pod.spec.affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []
    const unwanted = pod.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []
    if (forbidden.size === 0 && wanted.length === 0 && unwanted.length === 0) return undefined
    const near = countDomains(cycle, wanted, true)
    const away = countDomains(cycle, unwanted, false)
    // the first pod of a group may stand anywhere where the topology is known
    const first = near.size === 0 && wanted.every((term) => termMatches(term, pod, pod, reader))
    return (node) => {
      const domain = (term: PodAffinityTerm): string | undefined => domainOf(node, term)
      if (wanted.some((t) => domain(t) === undefined)) return AFFINITY
      if (!first && wanted.some((t) => !near.has(domain(t)!))) return AFFINITY
      if (unwanted.some((t) => away.has(domain(t) ?? ''))) return ANTI_AFFINITY
      for (const key in node.node.metadata.labels) if (forbidden.has(`${key}=${node.node.metadata.labels[key]}`)) return EXISTING
      return undefined
    }
  },
}

const domainOf = ({ node }: NodeInfo, { topologyKey }: PodAffinityTerm): string | undefined => {
  const value = node.metadata.labels?.[topologyKey]
  return value === undefined ? undefined : `${topologyKey}=${value}`
}

/** The domains in which pods stand that the terms speak of; for affinity a pod must match all terms at once. */
function countDomains({ pod, nodes, reader }: Cycle, terms: readonly PodAffinityTerm[], all: boolean): Set<string> {
  const domains = new Set<string>()
  if (terms.length === 0) return domains
  for (const node of nodes) {
    for (const other of node.pods.values()) {
      const met = terms.filter((term) => termMatches(term, pod, other, reader))
      if (all ? met.length < terms.length : met.length === 0) continue
      for (const term of met) {
        const domain = domainOf(node, term)
        if (domain !== undefined) domains.add(domain)
      }
    }
  }
  return domains
}

/** Domains that pods with anti-affinity keep this pod out of. */
function forbiddenByOthers({ pod, nodes, reader }: Cycle): Set<string> {
  const domains = new Set<string>()
  for (const node of nodes) {
    for (const uid of node.withAffinity) {
      const other = node.pods.get(uid) as Pod
      for (const term of other.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []) {
        const domain = domainOf(node, term)
        if (domain !== undefined && termMatches(term, other, pod, reader)) domains.add(domain)
      }
    }
  }
  return domains
}
