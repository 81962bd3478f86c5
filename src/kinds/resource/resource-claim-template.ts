/** ResourceClaimTemplate of resource.k8s.io/v1. */
import type { ResourceClaimTemplate as ResourceClaimTemplateObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const ResourceClaimTemplate = defineKind<ResourceClaimTemplateObject>('resource.k8s.io', 'v1', 'ResourceClaimTemplate')
