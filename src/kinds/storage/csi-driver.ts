/** CSIDriver of storage.k8s.io/v1. */
import type { CSIDriver as CSIDriverObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { csiDriverColumns } from './csi-driver.columns.ts'
import { validateDriver } from './storage.validation.ts'

export const CSIDriver = defineKind<CSIDriverObject>('storage.k8s.io', 'v1', 'CSIDriver', {
  columns: csiDriverColumns,
  defaults,
  validate: validateDriver,
})

/** pkg/apis/storage/v1/defaults.go, SetDefaults_CSIDriver. */
function defaults(draft: CSIDriverObject): void {
  const spec = (draft.spec ??= {})!
  spec.attachRequired ??= true
  spec.podInfoOnMount ??= false
  spec.storageCapacity ??= false
  spec.fsGroupPolicy ??= 'ReadWriteOnceWithFSType'
  if ((spec.volumeLifecycleModes ?? []).length === 0) spec.volumeLifecycleModes = ['Persistent']
  spec.requiresRepublish ??= false
  spec.seLinuxMount ??= false
}
