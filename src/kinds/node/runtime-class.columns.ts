/** Columns of runtime classes. Upstream: `pkg/printers/internalversion/printers.go`. */
import { column, said } from '../columns/column.ts'
import type { RuntimeClass } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'

export const runtimeClassColumns: readonly Column<RuntimeClass>[] = [
  nameColumn,
  column('Handler', said('node.v1.RuntimeClass', 'handler'), (object) => object.handler),
  ageColumn,
]
