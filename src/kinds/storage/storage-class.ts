/** StorageClass of storage.k8s.io/v1. */
import type { StorageClass as StorageClassObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { storageClassColumns } from './storage-class.columns.ts'
import { describeStorageClass } from './storage-class.describe.ts'
import { validateStorageClass } from './storage.validation.ts'

export const StorageClass = defineKind<StorageClassObject>('storage.k8s.io', 'v1', 'StorageClass', {
  describe: describeStorageClass,
  columns: storageClassColumns,
  defaults,
  validate: validateStorageClass,
})

/** pkg/apis/storage/v1/defaults.go, SetDefaults_StorageClass. */
function defaults(draft: StorageClassObject): void {
  draft.reclaimPolicy ??= 'Delete'
  draft.volumeBindingMode ??= 'Immediate'
}
