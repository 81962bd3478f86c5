/** Role of rbac.authorization.k8s.io/v1. */
import type { Role as RoleObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { createdAtColumns } from '../columns/created-at.columns.ts'
import { describeRules } from './rules.describe.ts'
import { pathSegmentName, validateRole } from './rbac.validation.ts'

export const Role = defineKind<RoleObject>('rbac.authorization.k8s.io', 'v1', 'Role', {
  describe: describeRules,
  columns: createdAtColumns,
  validateName: pathSegmentName,
  validate: validateRole,
})
