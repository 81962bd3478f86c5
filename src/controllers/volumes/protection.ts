/** Lets claims and volumes go only when nobody uses them any more. */
import { PersistentVolumeClaim as ClaimKind } from '../../kinds/core/persistent-volume-claim.ts'
import { PersistentVolume as VolumeKind } from '../../kinds/core/persistent-volume.ts'
import { Pod as PodKind } from '../../kinds/core/pod.ts'
import type { PersistentVolume, PersistentVolumeClaim, Pod } from '../../kinds/generated/api-types.ts'
import type { Kind } from '../../kinds/kind.ts'
import type { Obj } from '../../kinds/object.ts'
import type { Controller, World } from '../controller.ts'
import { claimNamesOf } from '../scheduler/filters/volume-binding.ts'

const CLAIM_FINALIZER = 'kubernetes.io/pvc-protection'
const VOLUME_FINALIZER = 'kubernetes.io/pv-protection'

/** pkg/controller/volume/pvcprotection/pvc_protection_controller.go */
export const claimProtection: Controller<PersistentVolumeClaim> = {
  name: 'pvc-protection-controller',
  reconciles: ClaimKind,
  alsoWatches: [{
    kind: PodKind,
    keysFor: (pod: Pod) => (pod.spec.volumes === undefined ? [] : claimNamesOf(pod).map((name) => ({ namespace: pod.metadata.namespace, name }))),
  }],
  reconcile(claim, world) {
    if (claim.metadata.deletionTimestamp === undefined) return
    const used = world.api.list(PodKind, claim.metadata.namespace).some((p) => p.spec.nodeName !== undefined && claimNamesOf(p).includes(claim.metadata.name))
    if (!used) letGo(ClaimKind, claim, CLAIM_FINALIZER, world)
  },
}

/** pkg/controller/volume/pvprotection/pv_protection_controller.go */
export const volumeProtection: Controller<PersistentVolume> = {
  name: 'pv-protection-controller',
  reconciles: VolumeKind,
  reconcile(volume, world) {
    if (volume.metadata.deletionTimestamp !== undefined && volume.status?.phase !== 'Bound') letGo(VolumeKind, volume, VOLUME_FINALIZER, world)
  },
}

function letGo<T extends Obj>(kind: Kind<T>, object: T, finalizer: string, { api }: World): void {
  if (!(object.metadata.finalizers ?? []).includes(finalizer)) return
  api.update(kind, object, (draft) => {
    draft.metadata.finalizers = (draft.metadata.finalizers ?? []).filter((f) => f !== finalizer)
  })
}
