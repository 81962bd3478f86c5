/** Columns of stateful sets. Upstream: `pkg/printers/internalversion/printers.go`, printStatefulSet. */
import { column } from '../columns/column.ts'
import { containerColumns } from '../columns/pod-template.columns.ts'
import type { StatefulSet } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'

export const statefulSetColumns: readonly Column<StatefulSet>[] = [
  nameColumn,
  column('Ready', 'Number of the pod with ready state', ({ spec, status }) =>
    `${status?.readyReplicas ?? 0}/${spec.replicas ?? 0}`),
  ageColumn,
  ...containerColumns<StatefulSet>((set) => set.spec.template),
]
