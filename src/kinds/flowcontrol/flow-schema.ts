/** FlowSchema of flowcontrol.apiserver.k8s.io/v1. */
import type { FlowSchema as FlowSchemaObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { flowSchemaColumns } from './flow-schema.columns.ts'

export const FlowSchema = defineKind<FlowSchemaObject>('flowcontrol.apiserver.k8s.io', 'v1', 'FlowSchema', {
  columns: flowSchemaColumns,
  defaults,
  generation: true,
})

/** pkg/apis/flowcontrol/v1/defaults.go. */
function defaults(draft: FlowSchemaObject): void {
  const spec = (draft.spec ??= {} as never)!
  spec.matchingPrecedence ||= 1000
}
