/** The rules for PodDisruptionBudgets. */
import type { FieldError } from '../field-error.ts'
import { invalid, notSupported } from '../field-error.ts'
import type { PodDisruptionBudget } from '../generated/api-types.ts'
import { goDump } from '../go-dump.ts'
import { nonNegativeOrPercent, notMoreThan100Percent } from '../validation/fields.ts'
import { shownSelector, validateSelector } from '../validation/labels.ts'

/** pkg/apis/policy/validation/validation.go, ValidatePodDisruptionBudgetSpec. */
export function validateBudget(budget: PodDisruptionBudget): FieldError[] {
  const spec = budget.spec ?? {}
  const errors: FieldError[] = []
  if (spec.minAvailable !== undefined && spec.maxUnavailable !== undefined) {
    const shown = { ...(goDump(spec, 'PodDisruptionBudgetSpec') as object), Selector: shownSelector(spec.selector) }
    errors.push(invalid('spec', shown, 'minAvailable and maxUnavailable cannot be both set'))
  }
  for (const field of ['minAvailable', 'maxUnavailable'] as const) {
    if (spec[field] === undefined) continue
    errors.push(...nonNegativeOrPercent(spec[field], `spec.${field}`), ...notMoreThan100Percent(spec[field], `spec.${field}`))
  }
  errors.push(...validateSelector(spec.selector, 'spec.selector'))
  const policy = spec.unhealthyPodEvictionPolicy
  const policies = ['AlwaysAllow', 'IfHealthyBudget']
  if (policy !== undefined && !policies.includes(policy)) errors.push(notSupported('spec.unhealthyPodEvictionPolicy', policy, policies))
  return errors
}
