/** The columns of kinds for which the server has no printer of its own. */
import { type Column, ageColumn, nameColumn } from '../kind.ts'

/** Upstream: `staging/src/k8s.io/apiserver/pkg/registry/rest/table.go`. */
export const createdAtColumns: readonly Column<any>[] = [
  nameColumn,
  {
    name: 'Created At', type: 'date', description: ageColumn.description ?? '',
    cell: (object) => object.metadata.creationTimestamp ?? '',
  },
]
