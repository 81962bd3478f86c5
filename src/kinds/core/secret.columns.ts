/** Columns of secrets. Upstream: `pkg/printers/internalversion/printers.go`, printSecret. */
import { column, said } from '../columns/column.ts'
import type { Secret } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'

export const secretColumns: readonly Column<Secret>[] = [
  nameColumn,
  column('Type', said('core.v1.Secret', 'type'), (secret) => secret.type ?? ''),
  column('Data', said('core.v1.Secret', 'data'), (secret) => Object.keys(secret.data ?? {}).length),
  ageColumn,
]
