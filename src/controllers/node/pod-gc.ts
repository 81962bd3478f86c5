/** Removes pods that no kubelet will ever remove: those bound to nodes that do not exist. */
import { timestamp } from '../../kinds/age.ts'
import { Node as NodeKind } from '../../kinds/core/node.ts'
import { Pod as PodKind } from '../../kinds/core/pod.ts'
import type { Pod } from '../../kinds/generated/api-types.ts'
import type { Controller } from '../controller.ts'
import { keyOf } from '../manager.ts'
import { isTerminal } from '../pods.ts'

/** A node that is missed may yet come; the collector looks every 20 s and waits 40. */
const QUARANTINE_MS = 60_000

/** pkg/controller/podgc/gc_controller.go */
export const podGarbageCollector: Controller<Pod> = {
  name: 'pod-garbage-collector',
  reconciles: PodKind,
  alsoWatches: [{ kind: NodeKind, keysFor: (node, { api }, { after }) => (after === undefined ? api.onNode(node.metadata.name).map(keyOf) : []) }],
  concerns: ({ spec: { nodeName } }, { api }) => nodeName !== undefined && api.get(NodeKind, undefined, nodeName) === undefined,
  reconcile(pod, { api, memory, now }) {
    const { nodeName } = pod.spec
    if (nodeName === undefined || api.get(NodeKind, undefined, nodeName) !== undefined) return undefined
    const since = (memory.get(pod.metadata.uid!) as number | undefined) ?? now
    memory.set(pod.metadata.uid!, since)
    if (now - since < QUARANTINE_MS) return { ms: since + QUARANTINE_MS - now }
    if (!isTerminal(pod)) {
      api.updateStatus(PodKind, pod, (draft) => {
        const conditions = (draft.status?.conditions ?? []).filter((c) => c.type !== 'DisruptionTarget')
        draft.status = {
          ...draft.status, phase: 'Failed',
          conditions: [...conditions, {
            lastProbeTime: null as never, lastTransitionTime: timestamp(now), message: 'PodGC: node no longer exists',
            reason: 'DeletionByPodGC', status: 'True', type: 'DisruptionTarget',
          }],
        }
      })
    }
    api.delete(PodKind, pod, { gracePeriodSeconds: 0 })
    return undefined
  },
}
