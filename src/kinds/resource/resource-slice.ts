/** ResourceSlice of resource.k8s.io/v1. */
import type { ResourceSlice as ResourceSliceObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { resourceSliceColumns } from './resource-slice.columns.ts'

export const ResourceSlice = defineKind<ResourceSliceObject>('resource.k8s.io', 'v1', 'ResourceSlice', {
  columns: resourceSliceColumns,
  generation: true,
})
