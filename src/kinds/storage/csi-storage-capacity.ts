/** CSIStorageCapacity of storage.k8s.io/v1. */
import type { CSIStorageCapacity as CSIStorageCapacityObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const CSIStorageCapacity = defineKind<CSIStorageCapacityObject>('storage.k8s.io', 'v1', 'CSIStorageCapacity')
