/** ConfigMap: text and bytes that pods read. */
import type { ConfigMap as ConfigMapObject } from '../generated/api-types.ts'
import { ageColumn, defineKind, nameColumn } from '../kind.ts'

export const ConfigMap = defineKind<ConfigMapObject>('', 'v1', 'ConfigMap', {
  columns: [
    nameColumn,
    {
      name: 'Data', description: 'Data contains the configuration data.',
      cell: (map) => Object.keys(map.data ?? {}).length + Object.keys(map.binaryData ?? {}).length,
    },
    ageColumn,
  ],
})
