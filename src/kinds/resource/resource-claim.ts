/** ResourceClaim of resource.k8s.io/v1. */
import type { ResourceV1ResourceClaim as ResourceClaimObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { resourceClaimColumns } from './resource-claim.columns.ts'

export const ResourceClaim = defineKind<ResourceClaimObject>('resource.k8s.io', 'v1', 'ResourceClaim', {
  columns: resourceClaimColumns,
})
