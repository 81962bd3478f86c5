/** ValidatingAdmissionPolicyBinding of admissionregistration.k8s.io/v1. */
import type { ValidatingAdmissionPolicyBinding as ValidatingAdmissionPolicyBindingObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { defaultPolicyBinding } from './policy.defaults.ts'
import { policyBindingColumns } from './admission.columns.ts'
import { validatePolicyBinding } from './policy.validation.ts'

export const ValidatingAdmissionPolicyBinding = defineKind<ValidatingAdmissionPolicyBindingObject>('admissionregistration.k8s.io', 'v1', 'ValidatingAdmissionPolicyBinding', {
  columns: policyBindingColumns,
  defaults: defaultPolicyBinding,
  generation: true,
  validate: validatePolicyBinding,
})
