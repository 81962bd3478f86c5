/** Node: a machine that runs pods. */
import type { Node as NodeObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { nodeColumns } from './node.columns.ts'
import { describeNode } from './node.describe.ts'
import { validateNode } from './node.validation.ts'
import { nodeFields } from './selectable.ts'

export const Node = defineKind<NodeObject>('', 'v1', 'Node', {
  describe: describeNode,
  columns: nodeColumns,
  defaults,
  validate: validateNode,
  selectable: nodeFields,
})

/** SetDefaults_NodeStatus. */
function defaults(draft: NodeObject): void {
  const status = draft.status
  if (status?.capacity !== undefined && status.allocatable === undefined) status.allocatable = { ...status.capacity }
}
