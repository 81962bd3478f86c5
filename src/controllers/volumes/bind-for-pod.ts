/** Binds the claims of a pod whose node has been chosen: what WaitForFirstConsumer waited for. */
import type { Api } from '../../apiserver/api.ts'
import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim.ts'
import { PersistentVolume } from '../../kinds/core/persistent-volume.ts'
import type { Node, Pod } from '../../kinds/generated/api-types.ts'
import { claimNamesOf } from '../scheduler/filters/volume-binding.ts'
import { isBound, matchingVolume } from './matching.ts'

export const SELECTED_NODE = 'volume.kubernetes.io/selected-node'

/** True when all are bound already; otherwise binding has been started and the pod waits (volumebinding, PreBind). */
export function bindVolumes(pod: Pod, node: Node, api: Api): boolean {
  let ready = true
  for (const name of claimNamesOf(pod)) {
    const claim = api.get(PersistentVolumeClaim, pod.metadata.namespace, name)
    if (claim === undefined || isBound(claim)) continue
    ready = false
    const volume = matchingVolume(claim, api.list(PersistentVolume), node)
    if (volume === undefined) {
      api.update(PersistentVolumeClaim, claim, (draft) => {
        draft.metadata.annotations = { ...draft.metadata.annotations, [SELECTED_NODE]: node.metadata.name }
      })
    } else if (volume.spec.claimRef === undefined) {
      const { namespace, uid, resourceVersion } = claim.metadata
      api.update(PersistentVolume, volume, (draft) => {
        draft.metadata.annotations = { ...draft.metadata.annotations, 'pv.kubernetes.io/bound-by-controller': 'yes' }
        draft.spec.claimRef = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace: namespace!, uid: uid!, resourceVersion: resourceVersion! }
      })
    }
  }
  return ready
}
