/** PriorityClass of scheduling.k8s.io/v1. */
import type { PriorityClass as PriorityClassObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const PriorityClass = defineKind<PriorityClassObject>('scheduling.k8s.io', 'v1', 'PriorityClass', {
  defaults,
  generation: true,
})

/** pkg/apis/scheduling/v1/defaults.go. */
function defaults(draft: PriorityClassObject): void {
  draft.preemptionPolicy ??= 'PreemptLowerPriority'
}
