/** CSIStorageCapacity of storage.k8s.io/v1. */
import type { CSIStorageCapacity as CSIStorageCapacityObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { csiStorageCapacityColumns } from './csi-storage-capacity.columns.ts'
import { validateCapacityObject } from './storage.validation.ts'

export const CSIStorageCapacity = defineKind<CSIStorageCapacityObject>('storage.k8s.io', 'v1', 'CSIStorageCapacity', {
  columns: csiStorageCapacityColumns,
  validate: validateCapacityObject,
})
