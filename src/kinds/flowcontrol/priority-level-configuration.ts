/** PriorityLevelConfiguration of flowcontrol.apiserver.k8s.io/v1. */
import type { PriorityLevelConfiguration as PriorityLevelConfigurationObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { priorityLevelConfigurationColumns } from './priority-level-configuration.columns.ts'

export const PriorityLevelConfiguration = defineKind<PriorityLevelConfigurationObject>('flowcontrol.apiserver.k8s.io', 'v1', 'PriorityLevelConfiguration', {
  columns: priorityLevelConfigurationColumns,
  defaults,
  generation: true,
})

/** pkg/apis/flowcontrol/v1/defaults.go. */
function defaults(draft: PriorityLevelConfigurationObject): void {
  const { exempt, limited } = draft.spec ?? {}
  if (exempt !== undefined) {
    exempt.nominalConcurrencyShares ??= 0
    exempt.lendablePercent ??= 0
  }
  if (limited === undefined) return
  limited.nominalConcurrencyShares ??= 30
  limited.lendablePercent ??= 0
  const queuing = limited.limitResponse?.queuing
  if (queuing === undefined) return
  queuing.queues ||= 64
  queuing.handSize ||= 8
  queuing.queueLengthLimit ||= 50
}
