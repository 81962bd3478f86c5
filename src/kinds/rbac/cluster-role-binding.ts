/** ClusterRoleBinding of rbac.authorization.k8s.io/v1. */
import type { ClusterRoleBinding as ClusterRoleBindingObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { defaultBinding } from './binding.defaults.ts'
import { bindingColumns } from './binding.columns.ts'
import { describeBinding } from './binding.describe.ts'
import { pathSegmentName, validateClusterRoleBinding } from './rbac.validation.ts'

export const ClusterRoleBinding = defineKind<ClusterRoleBindingObject>('rbac.authorization.k8s.io', 'v1', 'ClusterRoleBinding', {
  describe: describeBinding,
  columns: bindingColumns('ClusterRoleBinding'),
  defaults: defaultBinding,
  validateName: pathSegmentName,
  validate: validateClusterRoleBinding,
})
