/** Columns of role bindings and cluster role bindings. Upstream: `pkg/printers/internalversion/printers.go`. */
import { column, said, wideColumn } from '../columns/column.ts'
import type { ClusterRoleBinding, RoleBinding } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'

type Binding = RoleBinding | ClusterRoleBinding

const subjects = (kind: string) => ({ subjects: all = [] }: Binding): string =>
  all.filter((s) => s.kind === kind)
    .map((s) => (kind === 'ServiceAccount' ? `${s.namespace ?? ''}/${s.name}` : s.name))
    .join(', ')

export const bindingColumns = (kind: 'RoleBinding' | 'ClusterRoleBinding'): Column<any>[] => {
  const here = kind === 'RoleBinding' ? 'roleBinding' : 'clusterRoleBinding'
  return [
    nameColumn,
    column<Binding>('Role', said(`rbac.v1.${kind}`, 'roleRef'), ({ roleRef }) =>
      `${roleRef.kind}/${roleRef.name}`),
    ageColumn,
    wideColumn<Binding>('Users', `Users in the ${here}`, subjects('User')),
    wideColumn<Binding>('Groups', `Groups in the ${here}`, subjects('Group')),
    wideColumn<Binding>('ServiceAccounts', `ServiceAccounts in the ${here}`,
      subjects('ServiceAccount')),
  ]
}
