/** Columns of flow schemas. Upstream: `pkg/printers/internalversion/printers.go`, printFlowSchema. */
import { column, said } from '../columns/column.ts'
import type { FlowSchema } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'

const SPEC = 'flowcontrol.v1.FlowSchemaSpec'

export const flowSchemaColumns: readonly Column<FlowSchema>[] = [
  nameColumn,
  column('PriorityLevel', said(SPEC, 'priorityLevelConfiguration'), (schema) =>
    schema.spec.priorityLevelConfiguration?.name || '<none>'),
  column('MatchingPrecedence', said(SPEC, 'matchingPrecedence'), (schema) =>
    schema.spec.matchingPrecedence ?? 0, 'integer'),
  column('DistinguisherMethod', said(SPEC, 'distinguisherMethod'), (schema) =>
    schema.spec.distinguisherMethod?.type ?? '<none>'),
  ageColumn,
  column('MissingPL', 'references a broken or non-existent PriorityLevelConfiguration', (schema) =>
    schema.status?.conditions?.find((c) => c.type === 'Dangling')?.status ?? '?'),
]
