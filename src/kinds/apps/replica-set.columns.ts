/** Columns of replica sets. Upstream: `pkg/printers/internalversion/printers.go`, printReplicaSet. */
import { column, said, wideColumn } from '../columns/column.ts'
import { containerColumns } from '../columns/pod-template.columns.ts'
import type { ReplicaSet } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'
import { selectorText } from '../selector-text.ts'

const SPEC = 'apps.v1.ReplicaSetSpec'
const STATUS = 'apps.v1.ReplicaSetStatus'

export const replicaSetColumns: readonly Column<ReplicaSet>[] = [
  nameColumn,
  column('Desired', said(SPEC, 'replicas'), (rs) => rs.spec.replicas ?? 0, 'integer'),
  column('Current', said(STATUS, 'replicas'), (rs) => rs.status?.replicas ?? 0, 'integer'),
  column('Ready', said(STATUS, 'readyReplicas'), (rs) => rs.status?.readyReplicas ?? 0, 'integer'),
  ageColumn,
  ...containerColumns<ReplicaSet>((rs) => rs.spec.template),
  wideColumn('Selector', said(SPEC, 'selector'), (rs) => selectorText(rs.spec.selector)),
]
