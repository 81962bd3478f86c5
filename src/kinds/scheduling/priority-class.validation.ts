/** The rules for priority classes (pkg/apis/scheduling/validation/validation.go). */
import type { FieldError } from '../field-error.ts'
import { forbidden, notSupported } from '../field-error.ts'
import type { PriorityClass } from '../generated/api-types.ts'
import { immutable } from '../validation/fields.ts'

const USER_MAX = 1_000_000_000
const SYSTEM: Readonly<Record<string, number>> = { 'system-node-critical': 2_000_001_000, 'system-cluster-critical': 2_000_000_000 }

export function validatePriorityClass(priority: PriorityClass, before: PriorityClass | undefined): FieldError[] {
  const { value, preemptionPolicy } = priority
  if (before !== undefined) {
    return [
      ...(value === before.value ? [] : [forbidden('value', 'may not be changed in an update.')]),
      ...immutable(preemptionPolicy, before.preemptionPolicy, 'preemptionPolicy'),
    ]
  }
  const errors: FieldError[] = []
  const { name = '' } = priority.metadata
  if (name.startsWith('system-')) {
    const why = SYSTEM[name] === undefined ? `${name} is not a known system priority class`
      : SYSTEM[name] !== value ? `value of ${name} PriorityClass must be ${SYSTEM[name]}`
      : priority.globalDefault ? `globalDefault of ${name} PriorityClass must be false` : undefined
    if (why !== undefined) {
      errors.push(forbidden('metadata.name', `priority class names with 'system-' prefix are reserved for system use only. error: ${why}`))
    }
  } else if ((value ?? 0) > USER_MAX) {
    errors.push(forbidden('value', `maximum allowed value of a user defined priority is ${USER_MAX}`))
  }
  const policies = ['PreemptLowerPriority', 'Never']
  if (preemptionPolicy !== undefined && !policies.includes(preemptionPolicy)) {
    errors.push(notSupported('preemptionPolicy', preemptionPolicy, policies))
  }
  return errors
}
