/** The phases of PersistentVolumes, and what becomes of one whose claim is gone. */
import { timestamp } from '../../kinds/age.ts'
import { PersistentVolumeClaim as ClaimKind } from '../../kinds/core/persistent-volume-claim.ts'
import { PersistentVolume as VolumeKind } from '../../kinds/core/persistent-volume.ts'
import type { PersistentVolume } from '../../kinds/generated/api-types.ts'
import type { Controller, World } from '../controller.ts'
import { BOUND_BY_CONTROLLER } from './binder.ts'

/** pkg/controller/volume/persistentvolume/pv_controller.go, syncVolume */
export const volumeController: Controller<PersistentVolume> = {
  name: 'persistent-volume-controller',
  component: 'persistentvolume-controller',
  reconciles: VolumeKind,
  alsoWatches: [{
    kind: ClaimKind,
    *keysFor(claim, { api }) {
      for (const volume of api.list(VolumeKind)) {
        const reference = volume.spec.claimRef
        if (reference !== undefined && reference.name === claim.metadata.name && reference.namespace === claim.metadata.namespace) yield { name: volume.metadata.name }
      }
    },
  }],
  reconcile(volume, world) {
    const reference = volume.spec.claimRef
    if (reference === undefined || reference.uid === undefined || reference.uid === '') return setPhase(volume, 'Available', world)
    const claim = world.api.get(ClaimKind, reference.namespace, reference.name!)
    if (claim?.metadata.uid === reference.uid) {
      if (claim.spec.volumeName === undefined || claim.spec.volumeName === '' || claim.spec.volumeName === volume.metadata.name) return setPhase(volume, 'Bound', world)
      // the claim has another volume now
      if (volume.metadata.annotations?.[BOUND_BY_CONTROLLER] !== undefined) return unbind(volume, world)
      return undefined
    }
    return reclaim(volume, world)
  },
}

function setPhase(volume: PersistentVolume, phase: string, { api, now }: World, message?: string): void {
  const newest = api.get(VolumeKind, undefined, volume.metadata.name)
  if (newest === undefined || (newest.status?.phase === phase && newest.status.message === message)) return
  const { message: _, ...before } = newest.status ?? {}
  api.commit(VolumeKind, {
    ...newest, status: { ...before, phase, lastPhaseTransitionTime: timestamp(now), ...(message === undefined ? {} : { message }) },
  }, 'status')
}

function unbind(volume: PersistentVolume, { api }: World): void {
  api.update(VolumeKind, volume, (draft) => {
    delete draft.spec.claimRef
    if (draft.metadata.annotations !== undefined) delete draft.metadata.annotations[BOUND_BY_CONTROLLER]
  })
}

/** reclaimVolume */
function reclaim(volume: PersistentVolume, world: World): void {
  const { api, event } = world
  if (volume.status?.phase !== 'Released' && volume.status?.phase !== 'Failed') setPhase(volume, 'Released', world)
  const { persistentVolumeReclaimPolicy: policy = 'Retain', hostPath, csi } = volume.spec
  if (volume.metadata.deletionTimestamp !== undefined || policy === 'Retain') return
  // what a provisioner made, it deletes itself
  if (volume.metadata.annotations?.['pv.kubernetes.io/provisioned-by'] !== undefined || csi !== undefined) return
  if (policy === 'Recycle') {
    event(volume, 'Normal', 'VolumeRecycled', 'Volume recycled')
    return unbind(volume, world)
  }
  if (hostPath !== undefined && !/^\/tmp\/.+/.test(hostPath.path)) {
    const message = `host_path deleter only supports /tmp/.+ but received provided ${hostPath.path}`
    if (volume.status?.phase !== 'Failed') event(volume, 'Warning', 'VolumeFailedDelete', message)
    return setPhase(volume, 'Failed', world, message)
  }
  api.delete(VolumeKind, volume)
}
