/** Columns of priority levels. Upstream: `pkg/printers/internalversion/printers.go`. */
import { column, said } from '../columns/column.ts'
import type { PriorityLevelConfiguration } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'

const QUEUING = 'flowcontrol.v1.QueuingConfiguration'

const queuing = (field: 'queues' | 'handSize' | 'queueLengthLimit') =>
  ({ spec }: PriorityLevelConfiguration): number | string =>
    spec.limited?.limitResponse?.queuing?.[field] ?? '<none>'

export const priorityLevelConfigurationColumns: readonly Column<PriorityLevelConfiguration>[] = [
  nameColumn,
  column('Type', said('flowcontrol.v1.PriorityLevelConfigurationSpec', 'type'), (level) =>
    level.spec.type),
  column('NominalConcurrencyShares',
    said('flowcontrol.v1.LimitedPriorityLevelConfiguration', 'nominalConcurrencyShares'),
    (level) => level.spec.limited?.nominalConcurrencyShares ?? '<none>'),
  column('Queues', said(QUEUING, 'queues'), queuing('queues')),
  column('HandSize', said(QUEUING, 'handSize'), queuing('handSize')),
  column('QueueLengthLimit', said(QUEUING, 'queueLengthLimit'), queuing('queueLengthLimit')),
  ageColumn,
]
