/** ResourceSlice of resource.k8s.io/v1. */
import type { ResourceSlice as ResourceSliceObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const ResourceSlice = defineKind<ResourceSliceObject>('resource.k8s.io', 'v1', 'ResourceSlice', {
  generation: true,
})
