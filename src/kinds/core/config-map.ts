/** ConfigMap: text and bytes that pods read. */
import type { ConfigMap as ConfigMapObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { configMapColumns } from './config-map.columns.ts'
import { describeConfigMap } from './config-map.describe.ts'
import { validateConfigMap } from './config-data.validation.ts'

export const ConfigMap = defineKind<ConfigMapObject>('', 'v1', 'ConfigMap', {
  describe: describeConfigMap,
  columns: configMapColumns,
  validate: validateConfigMap,
})
