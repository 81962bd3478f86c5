/** Columns of replication controllers. Upstream: `pkg/printers/internalversion/printers.go`. */
import { column, said, wideColumn } from '../columns/column.ts'
import { containerColumns } from '../columns/pod-template.columns.ts'
import type { ReplicationController } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'
import { labelsText } from '../selector-text.ts'

const SPEC = 'core.v1.ReplicationControllerSpec'
const STATUS = 'core.v1.ReplicationControllerStatus'

export const replicationControllerColumns: readonly Column<ReplicationController>[] = [
  nameColumn,
  column('Desired', said(SPEC, 'replicas'), (rc) => rc.spec.replicas ?? 0, 'integer'),
  column('Current', said(STATUS, 'replicas'), (rc) => rc.status?.replicas ?? 0, 'integer'),
  column('Ready', said(STATUS, 'readyReplicas'), (rc) => rc.status?.readyReplicas ?? 0, 'integer'),
  ageColumn,
  ...containerColumns<ReplicationController>((rc) => rc.spec.template),
  wideColumn('Selector', said(SPEC, 'selector'), (rc) => labelsText(rc.spec.selector)),
]
