/** The local-path provisioner: makes a volume on the node that the scheduler chose, and removes it with its claim. */
import { Pod as PodKind } from '../../kinds/core/pod.ts'
import { PersistentVolumeClaim as ClaimKind } from '../../kinds/core/persistent-volume-claim.ts'
import { PersistentVolume as VolumeKind } from '../../kinds/core/persistent-volume.ts'
import { StorageClass } from '../../kinds/storage/storage-class.ts'
import type { PersistentVolume, PersistentVolumeClaim } from '../../kinds/generated/api-types.ts'
import type { Controller, World } from '../controller.ts'
import { keyOf } from '../manager.ts'
import { isReady } from '../pods.ts'
import { SELECTED_NODE } from './bind-for-pod.ts'

const PROVISIONER = 'rancher.io/local-path'
const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by'
const PATH = '/opt/local-path-provisioner'

/** Only a provisioner that runs provisions. */
const runs = ({ api }: World): boolean => api.list(PodKind, 'local-path-storage')
  .some((p) => isReady(p) && p.spec.containers.some((c) => c.image?.includes('local-path-provisioner') === true))

/** sigs.k8s.io/sig-storage-lib-external-provisioner/controller/controller.go */
export const localPathProvisioner: Controller<PersistentVolumeClaim> = {
  name: 'local-path-provisioner',
  component: PROVISIONER,
  program: 'local-path-provisioner',
  reconciles: ClaimKind,
  alsoWatches: [
    {
      kind: PodKind,
      keysFor: (pod, { api }) => (pod.metadata.namespace === 'local-path-storage' ? api.list(ClaimKind).map(keyOf) : []),
    },
  ],
  reconcile(claim, world) {
    const { api } = world
    const { storageClassName, volumeName } = claim.spec
    if (storageClassName === undefined || (volumeName ?? '') !== '' || claim.metadata.deletionTimestamp !== undefined) return
    const storageClass = api.get(StorageClass, undefined, storageClassName)
    if (storageClass?.provisioner !== PROVISIONER || !runs(world)) return
    const node = claim.metadata.annotations?.[SELECTED_NODE]
    if (node === undefined && storageClass.volumeBindingMode === 'WaitForFirstConsumer') return
    provision(claim, node ?? 'node01', storageClass.reclaimPolicy ?? 'Delete', world)
  },
}

/** A released volume that was provisioned is deleted, as its class says. */
export const localPathCleaner: Controller<PersistentVolume> = {
  name: 'local-path-cleaner',
  component: PROVISIONER,
  program: 'local-path-provisioner',
  reconciles: VolumeKind,
  reconcile(volume, world) {
    const { annotations, deletionTimestamp } = volume.metadata
    if (annotations?.[PROVISIONED_BY] !== PROVISIONER || volume.status?.phase !== 'Released' || deletionTimestamp !== undefined) return
    if (volume.spec.persistentVolumeReclaimPolicy === 'Delete' && runs(world)) world.api.delete(VolumeKind, volume)
  },
}

function provision(claim: PersistentVolumeClaim, node: string, reclaimPolicy: string, { api, event }: World): void {
  const { namespace, name, uid, resourceVersion } = claim.metadata
  const volume = `pvc-${uid}`
  if (api.get(VolumeKind, undefined, volume) !== undefined) return
  event(claim, 'Normal', 'Provisioning', `External provisioner is provisioning volume for claim "${namespace}/${name}"`)
  api.create(VolumeKind, {
    metadata: { name: volume, annotations: { [PROVISIONED_BY]: PROVISIONER, 'local.path.provisioner/selected-node': node } },
    spec: {
      accessModes: [...(claim.spec.accessModes ?? [])],
      capacity: { storage: claim.spec.resources?.requests?.['storage'] ?? '0' },
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace: namespace!, resourceVersion: resourceVersion!, uid: uid! },
      hostPath: { path: `${PATH}/${volume}_${namespace}_${name}`, type: 'DirectoryOrCreate' },
      nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }] }] } },
      persistentVolumeReclaimPolicy: reclaimPolicy,
      storageClassName: claim.spec.storageClassName!,
      volumeMode: claim.spec.volumeMode ?? 'Filesystem',
    },
  })
  event(claim, 'Normal', 'ProvisioningSucceeded', `Successfully provisioned volume ${volume}`)
}
