/** ResourceClaim of resource.k8s.io/v1. */
import type { ResourceV1ResourceClaim as ResourceClaimObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const ResourceClaim = defineKind<ResourceClaimObject>('resource.k8s.io', 'v1', 'ResourceClaim')
