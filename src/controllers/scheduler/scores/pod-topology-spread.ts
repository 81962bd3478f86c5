/** Soft topology spread constraints; without any, pods of one controller are spread over nodes and zones. */
import type { TopologySpreadConstraint } from '../../../kinds/generated/api-types.ts'
import { controllerOf } from '../../owned.ts'
import { countMatching, spreadSelector } from '../filters/pod-topology-spread.ts'
import type { NodeInfo } from '../node-info.ts'
import type { Cycle, Score } from '../plugin.ts'
import { NODE_SCORE_MAX } from '../plugin.ts'

const HOSTNAME = 'kubernetes.io/hostname'
const ZONE = 'topology.kubernetes.io/zone'

/** pkg/scheduler/framework/plugins/podtopologyspread/scoring.go */
export const podTopologySpread: Score = {
  name: 'PodTopologySpread',
  weight: 2,
  points(cycle, feasible) {
    const constraints = cycle.pod.spec.topologySpreadConstraints
    const sums = constraints === undefined || constraints.length === 0 ? byDefault(cycle, feasible)
      : bySoftConstraints(cycle, feasible, constraints.filter((c) => c.whenUnsatisfiable === 'ScheduleAnyway'))
    if (sums === undefined) return undefined
    const most = Math.max(...sums)
    const least = Math.min(...sums)
    return sums.map((s) => (most === 0 ? NODE_SCORE_MAX : Math.floor((NODE_SCORE_MAX * (most + least - s)) / most)))
  },
}

/** The system's own constraints: 3 a host, 5 a zone, over the pods of the same controller. */
function byDefault({ pod, nodes }: Cycle, feasible: readonly NodeInfo[]): number[] | undefined {
  const owner = controllerOf(pod)?.uid
  if (owner === undefined) return undefined
  const zones = new Map<string, number>()
  const zoneOf = (n: NodeInfo): string | undefined => n.node.metadata.labels?.[ZONE]
  if (feasible.some((n) => zoneOf(n) !== undefined)) {
    for (const n of nodes) {
      const zone = zoneOf(n)
      if (zone !== undefined) zones.set(zone, (zones.get(zone) ?? 0) + (n.byOwner.get(owner) ?? 0))
    }
  }
  const hostWeight = Math.log(feasible.length + 2)
  const zoneWeight = Math.log(zones.size + 2)
  return feasible.map((n) => {
    const zone = zoneOf(n)
    return Math.round((n.byOwner.get(owner) ?? 0) * hostWeight + 2 + (zone === undefined ? 0 : zones.get(zone)! * zoneWeight + 4))
  })
}

function bySoftConstraints(
  { pod, nodes }: Cycle, feasible: readonly NodeInfo[], soft: readonly TopologySpreadConstraint[],
): number[] | undefined {
  if (soft.length === 0) return undefined
  const counts = soft.map((constraint) => {
    const selector = spreadSelector(constraint, pod)
    const domains = new Map<string, number>()
    for (const n of nodes) {
      const value = n.node.metadata.labels?.[constraint.topologyKey]
      if (value !== undefined) domains.set(value, (domains.get(value) ?? 0) + countMatching(n, pod.metadata.namespace!, selector))
    }
    const size = constraint.topologyKey === HOSTNAME ? feasible.length
      : new Set(feasible.map((n) => n.node.metadata.labels?.[constraint.topologyKey])).size
    return { constraint, domains, weight: Math.log(size + 2) }
  })
  return feasible.map((n) => Math.round(counts.reduce((sum, { constraint, domains, weight }) => {
    const value = n.node.metadata.labels?.[constraint.topologyKey]
    return value === undefined ? sum : sum + domains.get(value)! * weight + constraint.maxSkew - 1
  }, 0)))
}
