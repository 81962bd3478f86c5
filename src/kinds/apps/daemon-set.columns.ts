/** Columns of daemon sets. Upstream: `pkg/printers/internalversion/printers.go`, printDaemonSet. */
import { column, said, wideColumn } from '../columns/column.ts'
import { containerColumns } from '../columns/pod-template.columns.ts'
import type { DaemonSet, DaemonSetStatus } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'
import { labelsText, selectorText } from '../selector-text.ts'

const count = (name: string, field: keyof DaemonSetStatus): Column<DaemonSet> =>
  column(name, said('apps.v1.DaemonSetStatus', field), (set) =>
    (set.status?.[field] as number | undefined) ?? 0, 'integer')

export const daemonSetColumns: readonly Column<DaemonSet>[] = [
  nameColumn,
  count('Desired', 'desiredNumberScheduled'),
  count('Current', 'currentNumberScheduled'),
  count('Ready', 'numberReady'),
  count('Up-to-date', 'updatedNumberScheduled'),
  count('Available', 'numberAvailable'),
  column('Node Selector', said('core.v1.PodSpec', 'nodeSelector'), (set) =>
    labelsText(set.spec.template.spec?.nodeSelector)),
  ageColumn,
  ...containerColumns<DaemonSet>((set) => set.spec.template),
  wideColumn('Selector', said('apps.v1.DaemonSetSpec', 'selector'), (set) =>
    selectorText(set.spec.selector)),
]
