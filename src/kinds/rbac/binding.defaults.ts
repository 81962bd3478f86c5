/** What the API server fills into role bindings: the API groups of role and subjects. */
import type { ClusterRoleBinding, RoleBinding } from '../generated/api-types.ts'

const GROUP = 'rbac.authorization.k8s.io'

/** pkg/apis/rbac/v1/defaults.go. */
export function defaultBinding(binding: RoleBinding | ClusterRoleBinding): void {
  if (binding.roleRef !== undefined) binding.roleRef.apiGroup ||= GROUP
  for (const subject of binding.subjects ?? []) {
    if (subject.kind === 'User' || subject.kind === 'Group') subject.apiGroup ||= GROUP
    else if (subject.kind === 'ServiceAccount' && subject.apiGroup === '') delete subject.apiGroup
  }
}
