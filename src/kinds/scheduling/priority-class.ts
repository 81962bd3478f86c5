/** PriorityClass of scheduling.k8s.io/v1. */
import type { PriorityClass as PriorityClassObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { priorityClassColumns } from './priority-class.columns.ts'
import { describePriorityClass } from './priority-class.describe.ts'
import { validatePriorityClass } from './priority-class.validation.ts'

export const PriorityClass = defineKind<PriorityClassObject>('scheduling.k8s.io', 'v1', 'PriorityClass', {
  describe: describePriorityClass,
  columns: priorityClassColumns,
  defaults,
  generation: true,
  validate: validatePriorityClass,
})

/** pkg/apis/scheduling/v1/defaults.go. */
function defaults(draft: PriorityClassObject): void {
  draft.preemptionPolicy ??= 'PreemptLowerPriority'
}
