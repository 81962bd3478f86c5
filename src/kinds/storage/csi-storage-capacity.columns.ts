/** Columns of CSI storage capacities. Upstream: `pkg/printers/internalversion/printers.go`. */
import { column, said } from '../columns/column.ts'
import type { CSIStorageCapacity } from '../generated/api-types.ts'
import { type Column, nameColumn } from '../kind.ts'
import { parseQuantity } from '../../lib/quantity.ts'

const CAPACITY = 'storage.v1.CSIStorageCapacity'

export const csiStorageCapacityColumns: readonly Column<CSIStorageCapacity>[] = [
  nameColumn,
  column('StorageClassName', said(CAPACITY, 'storageClassName'), (object) =>
    object.storageClassName),
  column('Capacity', said(CAPACITY, 'capacity'), ({ capacity }) =>
    capacity === undefined ? '<unset>' : parseQuantity(capacity).toString()),
]
