/** Binds claims to volumes, and says why one waits. */
import { PersistentVolumeClaim as ClaimKind } from '../../kinds/core/persistent-volume-claim.ts'
import { PersistentVolume as VolumeKind } from '../../kinds/core/persistent-volume.ts'
import { Pod as PodKind } from '../../kinds/core/pod.ts'
import { StorageClass } from '../../kinds/storage/storage-class.ts'
import type { PersistentVolume, PersistentVolumeClaim, PersistentVolumeClaimStatus } from '../../kinds/generated/api-types.ts'
import { sameValue } from '../../lib/same-value.ts'
import type { Controller, World } from '../controller.ts'
import { keyOf } from '../manager.ts'
import { claimNamesOf } from '../scheduler/filters/volume-binding.ts'
import { SELECTED_NODE } from './bind-for-pod.ts'
import { BIND_COMPLETED, isBound, isFor, matchingVolume } from './matching.ts'

export const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller'
const PROVISIONERS = ['volume.beta.kubernetes.io/storage-provisioner', 'volume.kubernetes.io/storage-provisioner'] as const
const NO_PROVISIONER = 'kubernetes.io/no-provisioner'
/** --pvclaimbinder-sync-period */
const RESYNC_MS = 15_000

/** pkg/controller/volume/persistentvolume/pv_controller.go, syncClaim */
export const claimBinder: Controller<PersistentVolumeClaim> = {
  name: 'persistent-volume-binder',
  component: 'persistentvolume-controller',
  reconciles: ClaimKind,
  alsoWatches: [
    { kind: VolumeKind, keysFor: (volume: PersistentVolume, { api }) => concerned(volume, api.list(ClaimKind)).map(keyOf) },
    { kind: StorageClass, keysFor: ({ metadata: { name } }, { api }) => api.list(ClaimKind).filter((c) => c.spec.storageClassName === name && !isBound(c)).map(keyOf) },
  ],
  reconcile(claim, world) {
    if (isBound(claim)) {
      keepBound(claim, world)
      return undefined
    }
    syncUnbound(claim, world)
    return { ms: RESYNC_MS }
  },
}

function syncUnbound(claim: PersistentVolumeClaim, world: World): void {
  const { api } = world
  const { volumeName } = claim.spec
  if (volumeName !== undefined && volumeName !== '') {
    const volume = api.get(VolumeKind, undefined, volumeName)
    if (volume !== undefined && (volume.spec.claimRef === undefined || isFor(volume, claim))) return bind(claim, volume, world)
    return wait(claim, world)
  }
  const volumes = api.list(VolumeKind)
  const reserved = volumes.find((v) => isFor(v, claim))
  if (reserved === undefined && isDelayed(claim, world)) return tellDelay(claim, world)
  const volume = reserved ?? matchingVolume(claim, volumes)
  if (volume !== undefined) return bind(claim, volume, world)
  tellNothingFits(claim, world)
}

/** Claims that wait are looked at again by the clock only, not when a volume turns up. */
const concerned = (volume: PersistentVolume, claims: readonly PersistentVolumeClaim[]): PersistentVolumeClaim[] =>
  claims.filter((c) => c.spec.volumeName === volume.metadata.name || isFor(volume, c))

function writeStatus(claim: PersistentVolumeClaim, status: PersistentVolumeClaimStatus, { api }: World): void {
  const newest = api.get(ClaimKind, claim.metadata.namespace, claim.metadata.name)
  if (newest !== undefined && !sameValue(newest.status, status)) api.commit(ClaimKind, { ...newest, status }, 'status')
}

const wait = (claim: PersistentVolumeClaim, world: World): void => writeStatus(claim, { phase: 'Pending' }, world)

/** A bound claim whose volume is gone is lost. */
function keepBound(claim: PersistentVolumeClaim, world: World): void {
  const volume = world.api.get(VolumeKind, undefined, claim.spec.volumeName!)
  if (volume === undefined || (volume.spec.claimRef !== undefined && !isFor(volume, claim))) {
    if (claim.status?.phase === 'Lost') return
    const text = volume === undefined ? 'Bound claim has lost its PersistentVolume. Any data on the volume is lost!'
      : 'Bound claim has lost reference to PersistentVolume. Any data on the volume is lost!'
    writeStatus(claim, { phase: 'Lost' }, world)
    world.event(claim, 'Warning', 'ClaimLost', text)
    return
  }
  if (volume.spec.claimRef === undefined) bindVolume(claim, volume, world)
  writeStatus(claim, boundStatus(volume), world)
}

const boundStatus = ({ spec }: PersistentVolume): PersistentVolumeClaimStatus =>
  ({ accessModes: [...(spec.accessModes ?? [])], capacity: { ...spec.capacity }, phase: 'Bound' })

function bindVolume(claim: PersistentVolumeClaim, volume: PersistentVolume, { api }: World): void {
  const { namespace, name, uid, resourceVersion } = claim.metadata
  const reserved = volume.spec.claimRef
  if (reserved !== undefined && reserved.uid === uid) return
  api.update(VolumeKind, volume, (draft) => {
    if (reserved === undefined) draft.metadata.annotations = { ...draft.metadata.annotations, [BOUND_BY_CONTROLLER]: 'yes' }
    draft.spec.claimRef = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace: namespace!, resourceVersion: resourceVersion!, uid: uid! }
  })
}

function bind(claim: PersistentVolumeClaim, volume: PersistentVolume, world: World): void {
  bindVolume(claim, volume, world)
  const chosen = claim.spec.volumeName === undefined || claim.spec.volumeName === ''
  world.api.commit(ClaimKind, {
    ...claim,
    metadata: { ...claim.metadata, annotations: { ...claim.metadata.annotations, [BIND_COMPLETED]: 'yes', ...(chosen ? { [BOUND_BY_CONTROLLER]: 'yes' } : {}) } },
    spec: { ...claim.spec, volumeName: volume.metadata.name },
  })
  writeStatus(claim, boundStatus(volume), world)
}

const classOf = (claim: PersistentVolumeClaim, { api }: World) =>
  claim.spec.storageClassName ? api.get(StorageClass, undefined, claim.spec.storageClassName) : undefined

const isDelayed = (claim: PersistentVolumeClaim, world: World): boolean =>
  classOf(claim, world)?.volumeBindingMode === 'WaitForFirstConsumer' && claim.metadata.annotations?.[SELECTED_NODE] === undefined

function tellDelay(claim: PersistentVolumeClaim, world: World): void {
  wait(claim, world)
  const pods = world.api.list(PodKind, claim.metadata.namespace)
    .filter((p) => p.spec.nodeName === undefined && claimNamesOf(p).includes(claim.metadata.name)).map((p) => p.metadata.name)
  if (pods.length > 0) world.event(claim, 'Normal', 'WaitForPodScheduled', `waiting for pod ${pods.join(', ')} to be scheduled`)
  else world.event(claim, 'Normal', 'WaitForFirstConsumer', 'waiting for first consumer to be created before binding')
}

function tellNothingFits(claim: PersistentVolumeClaim, world: World): void {
  wait(claim, world)
  const className = claim.spec.storageClassName ?? ''
  if (className === '') return world.event(claim, 'Normal', 'FailedBinding', 'no persistent volumes available for this claim and no storage class is set')
  const storageClass = classOf(claim, world)
  if (storageClass === undefined) return world.event(claim, 'Warning', 'ProvisioningFailed', `storageclass.storage.k8s.io "${className}" not found`)
  const { provisioner } = storageClass
  if (provisioner === NO_PROVISIONER) return undefined
  const annotations = { ...claim.metadata.annotations, [PROVISIONERS[0]]: provisioner, [PROVISIONERS[1]]: provisioner }
  const newest = world.api.get(ClaimKind, claim.metadata.namespace, claim.metadata.name)!
  if (!sameValue(annotations, newest.metadata.annotations)) world.api.commit(ClaimKind, { ...newest, metadata: { ...newest.metadata, annotations } })
  world.event(claim, 'Normal', 'ExternalProvisioning', `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`)
}
