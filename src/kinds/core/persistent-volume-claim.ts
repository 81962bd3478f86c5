/** PersistentVolumeClaim: a wish for storage. */
import type { PersistentVolumeClaim as PersistentVolumeClaimObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { defaultClaim } from './persistent-volume-claim.defaults.ts'
import { persistentVolumeClaimColumns } from './persistent-volume-claim.columns.ts'
import { describePersistentVolumeClaim } from './persistent-volume-claim.describe.ts'
import { validateClaim } from './persistent-volume-claim.validation.ts'
import { claimWarnings } from './warnings.ts'

export const PersistentVolumeClaim = defineKind<PersistentVolumeClaimObject>('', 'v1', 'PersistentVolumeClaim', {
  describe: describePersistentVolumeClaim,
  columns: persistentVolumeClaimColumns,
  defaults: defaultClaim,
  prepareForCreate,
  validate: validateClaim,
  warnings: claimWarnings,
})

/** pkg/registry/core/persistentvolumeclaim/strategy.go: a data source is written under both names. */
function prepareForCreate(draft: PersistentVolumeClaimObject): void {
  draft.status = { phase: 'Pending' }
  const spec = draft.spec!
  if (spec.dataSource !== undefined && spec.dataSourceRef === undefined) spec.dataSourceRef = { ...spec.dataSource }
  else if (spec.dataSourceRef !== undefined && spec.dataSource === undefined && spec.dataSourceRef.namespace === undefined) {
    spec.dataSource = { ...spec.dataSourceRef }
  }
}
