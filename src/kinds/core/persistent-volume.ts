/** PersistentVolume: a piece of storage. */
import type { PersistentVolume as PersistentVolumeObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import type { Reader } from '../kind.ts'
import { timestamp } from '../age.ts'
import { persistentVolumeColumns } from './persistent-volume.columns.ts'
import { describePersistentVolume } from './persistent-volume.describe.ts'
import { validateVolume } from './persistent-volume.validation.ts'
import { volumeWarnings } from './warnings.ts'

export const PersistentVolume = defineKind<PersistentVolumeObject>('', 'v1', 'PersistentVolume', {
  describe: describePersistentVolume,
  columns: persistentVolumeColumns,
  defaults,
  prepareForCreate,
  validate: validateVolume,
  warnings: volumeWarnings,
})

/** pkg/apis/core/v1/defaults.go, SetDefaults_PersistentVolume. */
function defaults(draft: PersistentVolumeObject): void {
  draft.status = { ...draft.status, phase: draft.status?.phase || 'Pending' }
  const spec = (draft.spec ??= {})
  spec.persistentVolumeReclaimPolicy ||= 'Retain'
  spec.volumeMode ??= 'Filesystem'
  if (spec.hostPath !== undefined) spec.hostPath.type ??= ''
  if (spec.iscsi !== undefined) spec.iscsi.iscsiInterface ||= 'default'
  if (spec.claimRef !== undefined) {
    spec.claimRef.apiVersion ||= 'v1'
    spec.claimRef.kind ||= 'PersistentVolumeClaim'
  }
}

function prepareForCreate(draft: PersistentVolumeObject, cluster: Reader): void {
  draft.status = { phase: 'Pending', lastPhaseTransitionTime: timestamp(cluster.now) }
}
