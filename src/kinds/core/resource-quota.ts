/** ResourceQuota: how much a namespace may use. */
import type { ResourceQuota as ResourceQuotaObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { resourceQuotaColumns } from './resource-quota.columns.ts'
import { describeResourceQuota } from './resource-quota.describe.ts'
import { validateQuota } from './limits.validation.ts'

export const ResourceQuota = defineKind<ResourceQuotaObject>('', 'v1', 'ResourceQuota', {
  describe: describeResourceQuota,
  columns: resourceQuotaColumns,
  validate: validateQuota,
})
