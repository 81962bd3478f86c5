/** Columns of volume attributes classes. Upstream: `pkg/printers/internalversion/printers.go`. */
import { column, said } from '../columns/column.ts'
import type { VolumeAttributesClass } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'

export const volumeAttributesClassColumns: readonly Column<VolumeAttributesClass>[] = [
  nameColumn,
  column('DriverName', said('storage.v1.VolumeAttributesClass', 'driverName'), (object) =>
    object.driverName),
  ageColumn,
]
