/** ResourceQuota: how much a namespace may use. */
import type { ResourceQuota as ResourceQuotaObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const ResourceQuota = defineKind<ResourceQuotaObject>('', 'v1', 'ResourceQuota')
