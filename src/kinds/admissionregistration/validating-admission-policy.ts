/** ValidatingAdmissionPolicy of admissionregistration.k8s.io/v1. */
import type { ValidatingAdmissionPolicy as ValidatingAdmissionPolicyObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { defaultPolicy } from './policy.defaults.ts'
import { validatingPolicyColumns } from './admission.columns.ts'
import { validatePolicy } from './policy.validation.ts'

export const ValidatingAdmissionPolicy = defineKind<ValidatingAdmissionPolicyObject>('admissionregistration.k8s.io', 'v1', 'ValidatingAdmissionPolicy', {
  columns: validatingPolicyColumns,
  defaults: defaultPolicy,
  generation: true,
  validate: validatePolicy,
})
