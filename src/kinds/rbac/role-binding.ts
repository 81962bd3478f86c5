/** RoleBinding of rbac.authorization.k8s.io/v1. */
import type { RoleBinding as RoleBindingObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { defaultBinding } from './binding.defaults.ts'
import { bindingColumns } from './binding.columns.ts'
import { describeBinding } from './binding.describe.ts'
import { pathSegmentName, validateRoleBinding } from './rbac.validation.ts'

export const RoleBinding = defineKind<RoleBindingObject>('rbac.authorization.k8s.io', 'v1', 'RoleBinding', {
  describe: describeBinding,
  columns: bindingColumns('RoleBinding'),
  defaults: defaultBinding,
  validateName: pathSegmentName,
  validate: validateRoleBinding,
})
