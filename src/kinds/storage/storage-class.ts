/** StorageClass of storage.k8s.io/v1. */
import type { StorageClass as StorageClassObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const StorageClass = defineKind<StorageClassObject>('storage.k8s.io', 'v1', 'StorageClass', {
  defaults,
})

/** pkg/apis/storage/v1/defaults.go, SetDefaults_StorageClass. */
function defaults(draft: StorageClassObject): void {
  draft.reclaimPolicy ??= 'Delete'
  draft.volumeBindingMode ??= 'Immediate'
}
