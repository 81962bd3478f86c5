/** Columns of config maps. Upstream: `pkg/printers/internalversion/printers.go`, printConfigMap. */
import { column, said } from '../columns/column.ts'
import type { ConfigMap } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'

export const configMapColumns: readonly Column<ConfigMap>[] = [
  nameColumn,
  column('Data', said('core.v1.ConfigMap', 'data'), (map) =>
    Object.keys(map.data ?? {}).length + Object.keys(map.binaryData ?? {}).length),
  ageColumn,
]
