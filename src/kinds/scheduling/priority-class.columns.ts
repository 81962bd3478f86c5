/** Columns of priority classes. Upstream: `pkg/printers/internalversion/printers.go`. */
import { column, said } from '../columns/column.ts'
import type { PriorityClass } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'

const CLASS = 'scheduling.v1.PriorityClass'

export const priorityClassColumns: readonly Column<PriorityClass>[] = [
  nameColumn,
  column('Value', said(CLASS, 'value'), (object) => object.value ?? 0, 'integer'),
  column('Global-Default', said(CLASS, 'globalDefault'), (object) => object.globalDefault ?? false,
    'boolean'),
  ageColumn,
  column('PreemptionPolicy', said(CLASS, 'preemptionPolicy'), (object) =>
    object.preemptionPolicy ?? 'PreemptLowerPriority'),
]
