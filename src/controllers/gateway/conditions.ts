/** Keeps the transition time of a condition that has not changed its status (apimachinery/pkg/api/meta/conditions.go). */
import type { Condition } from '../../kinds/generated/api-types.ts'

export function setCondition(before: readonly Condition[], next: Condition): Condition {
  const old = before.find((c) => c.type === next.type)
  return old?.status === next.status ? { ...next, lastTransitionTime: old.lastTransitionTime } : next
}
