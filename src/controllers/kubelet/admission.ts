/** What a kubelet refuses to run although it was given its node: nothing fits, or the node does not. */
import type { Pod } from '../../kinds/generated/api-types.ts'
import { podWantsNode } from '../scheduler/node-selectors.ts'
import { podAmounts, amountsOf } from '../scheduler/requests.ts'
import { isTerminal } from '../pods.ts'
import { untolerated } from '../tolerations.ts'
import type { PodState } from './pod-state.ts'
import type { Sync } from './sync.ts'

/** pkg/kubelet/lifecycle/predicate.go */
export function admission({ pod, node, world }: Sync): PodState['verdict'] {
  const reject = (reason: string, message: string): PodState['verdict'] => {
    world.event(pod, 'Warning', reason, message)
    return { phase: 'Failed', reason, message: `Pod was rejected: ${message}` }
  }
  // whoever was scheduled fits already
  const wanted = podAmounts(pod, (r) => amountsOf(r?.requests))
  if (Object.keys(wanted).length === 0 && pod.spec.nodeSelector === undefined && pod.spec.affinity === undefined && (node.spec.taints ?? []).length === 0) return undefined
  if (!podWantsNode(pod, node)) return reject('NodeAffinity', "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector")
  if (untolerated(node.spec.taints, pod.spec.tolerations, ['NoExecute']) !== undefined) {
    return reject('TaintToleration', 'Predicate TaintToleration failed: node(s) had untolerated taint(s)')
  }
  const all = amountsOf(node.status?.allocatable)
  for (const [resource, amount] of Object.entries(wanted)) {
    if (amount === 0) continue
    const used = usedBy(resource, pod, world.api.onNode(node.metadata.name) as readonly Pod[])
    if (amount + used > (all[resource] ?? 0)) {
      return reject(`OutOf${resource}`, `Node didn't have enough resource: ${resource}, requested: ${amount}, used: ${used}, capacity: ${all[resource] ?? 0}`)
    }
  }
  return undefined
}

const usedBy = (resource: string, pod: Pod, pods: readonly Pod[]): number => pods
  .filter((p) => p.metadata.uid !== pod.metadata.uid && !isTerminal(p) && p.metadata.deletionTimestamp === undefined)
  .reduce((sum, p) => sum + (podAmounts(p, (r) => amountsOf(r?.requests))[resource] ?? 0), 0)
