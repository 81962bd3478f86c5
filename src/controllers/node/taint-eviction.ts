/** Deletes pods from nodes with NoExecute taints that they do not tolerate, or no longer. */
import { timestamp } from '../../kinds/age.ts'
import { Node as NodeKind } from '../../kinds/core/node.ts'
import { Pod as PodKind } from '../../kinds/core/pod.ts'
import type { Node, Pod } from '../../kinds/generated/api-types.ts'
import type { Again, Controller, World } from '../controller.ts'
import { keyOf } from '../manager.ts'
import { isTerminal } from '../pods.ts'
import { tolerates } from '../tolerations.ts'

/** pkg/controller/tainteviction/taint_eviction.go */
export const taintEvictionController: Controller<Pod> = {
  name: 'taint-eviction-controller',
  reconciles: PodKind,
  alsoWatches: [{
    kind: NodeKind,
    keysFor: (node: Node, { api }, { before, after }) =>
      ((before as Node | undefined)?.spec.taints === (after as Node | undefined)?.spec.taints ? [] : api.onNode(node.metadata.name).map(keyOf)),
  }],
  concerns: (pod, { api, memory }) => pod.spec.nodeName !== undefined &&
    (memory.size > 0 || api.get(NodeKind, undefined, pod.spec.nodeName)?.spec.taints?.some((t) => t.effect === 'NoExecute') === true),
  reconcile(pod, world) {
    const { api, memory, now } = world
    const uid = pod.metadata.uid!
    if (pod.spec.nodeName === undefined || pod.metadata.deletionTimestamp !== undefined) return undefined
    const taints = api.get(NodeKind, undefined, pod.spec.nodeName)?.spec.taints
    if (taints === undefined && !memory.has(uid)) return undefined
    const executing = (taints ?? []).filter((t) => t.effect === 'NoExecute')
    if (executing.length === 0 || isTerminal(pod)) {
      if (memory.delete(uid)) world.event(pod, 'Normal', 'TaintManagerEviction', `Cancelling deletion of Pod ${pod.metadata.namespace}/${pod.metadata.name}`)
      return undefined
    }
    const used = executing.map((taint) => pod.spec.tolerations?.find((t) => tolerates(t, taint)))
    if (used.some((t) => t === undefined)) return evict(pod, world)
    const seconds = used.map((t) => t!.tolerationSeconds).filter((s) => s !== undefined)
    if (seconds.length === 0) return undefined
    const since = (memory.get(uid) as number | undefined) ?? now
    memory.set(uid, since)
    const ms = since + Math.max(0, Math.min(...seconds)) * 1000 - now
    return ms > 0 ? { ms } : evict(pod, world)
  },
}

function evict(pod: Pod, { api, memory, event, now }: World): Again | undefined {
  memory.delete(pod.metadata.uid!)
  const { namespace, name } = pod.metadata
  event(pod, 'Normal', 'TaintManagerEviction', `Marking for deletion Pod ${namespace}/${name}`)
  const told = api.updateStatus(PodKind, pod, (draft) => {
    draft.status ??= {}
    const others = (draft.status.conditions ?? []).filter((c) => c.type !== 'DisruptionTarget')
    draft.status.conditions = [...others, {
      lastProbeTime: null as never, lastTransitionTime: timestamp(now), message: 'Taint manager: deleting due to NoExecute taint',
      observedGeneration: pod.metadata.generation!, reason: 'DeletionByTaintManager', status: 'True', type: 'DisruptionTarget',
    }]
  })
  api.delete(PodKind, told ?? pod)
  return undefined
}
