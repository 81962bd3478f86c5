/** Columns of CSI nodes. Upstream: `pkg/printers/internalversion/printers.go`, printCSINode. */
import { column } from '../columns/column.ts'
import type { CSINode } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'

export const csiNodeColumns: readonly Column<CSINode>[] = [
  nameColumn,
  column('Drivers', 'Drivers indicates the number of CSI drivers registered on the node', (node) =>
    node.spec.drivers?.length ?? 0, 'integer'),
  ageColumn,
]
