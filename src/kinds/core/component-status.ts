/** ComponentStatus: the old health list of the control plane. */
import type { ComponentStatus as ComponentStatusObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { componentStatusColumns } from './component-status.columns.ts'

export const ComponentStatus = defineKind<ComponentStatusObject>('', 'v1', 'ComponentStatus', {
  deprecation: 'v1 ComponentStatus is deprecated in v1.19+',
  columns: componentStatusColumns,
})
