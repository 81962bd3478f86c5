/** Columns of the scale subresource. Upstream: `pkg/printers/internalversion/printers.go`, printScale. */
import type { Scale } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'
import { column, said } from './column.ts'

export const scaleColumns: readonly Column<any>[] = [
  nameColumn,
  column<Scale>('Desired', said('autoscaling.v1.ScaleSpec', 'replicas'), (scale) =>
    scale.spec?.replicas ?? 0, 'integer'),
  column<Scale>('Available', said('autoscaling.v1.ScaleStatus', 'replicas'), (scale) =>
    scale.status?.replicas ?? 0, 'integer'),
  ageColumn,
]
