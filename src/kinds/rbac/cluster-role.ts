/** ClusterRole of rbac.authorization.k8s.io/v1. */
import type { ClusterRole as ClusterRoleObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { createdAtColumns } from '../columns/created-at.columns.ts'
import { describeRules } from './rules.describe.ts'
import { pathSegmentName, validateClusterRole } from './rbac.validation.ts'

export const ClusterRole = defineKind<ClusterRoleObject>('rbac.authorization.k8s.io', 'v1', 'ClusterRole', {
  describe: describeRules,
  columns: createdAtColumns,
  validateName: pathSegmentName,
  validate: validateClusterRole,
})
