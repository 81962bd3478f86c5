/** The rules for leases (pkg/apis/coordination/validation/validation.go). */
import type { FieldError } from '../field-error.ts'
import { invalid, required } from '../field-error.ts'
import type { Lease } from '../generated/api-types.ts'

export function validateLease({ spec = {} }: Lease): FieldError[] {
  const { leaseDurationSeconds: duration, leaseTransitions: transitions, strategy, preferredHolder } = spec
  const errors: FieldError[] = []
  if (duration !== undefined && duration <= 0) errors.push(invalid('spec.leaseDurationSeconds', duration, 'must be greater than 0'))
  if (transitions !== undefined && transitions < 0) {
    errors.push(invalid('spec.leaseTransitions', transitions, 'must be greater than or equal to 0'))
  }
  if (preferredHolder && !strategy) errors.push(required('spec.strategy', 'strategy is required when preferredHolder is specified'))
  return errors
}
