/** The descriptions of role bindings and cluster role bindings. */
import { type Row, row } from '../../lib/rows.ts'
import { clusterMetadataRows } from '../describe/metadata.ts'
import type { ClusterRoleBinding, RoleBinding } from '../generated/api-types.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, RoleBindingDescriber. */
export function describeBinding(binding: RoleBinding | ClusterRoleBinding): Row[] {
  const { metadata, roleRef, subjects = [] } = binding
  return [
    ...clusterMetadataRows(metadata),
    row(0, 'Role:'),
    row(1, 'Kind:', roleRef.kind),
    row(1, 'Name:', roleRef.name),
    row(0, 'Subjects:'),
    row(1, 'Kind', 'Name', 'Namespace'),
    row(1, '----', '----', '---------'),
    ...subjects.map((s) => row(1, s.kind, s.name, s.namespace ?? '')),
  ]
}
