/** MutatingAdmissionPolicyBinding of admissionregistration.k8s.io/v1. */
import type { MutatingAdmissionPolicyBinding as MutatingAdmissionPolicyBindingObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { defaultPolicyBinding } from './policy.defaults.ts'
import { policyBindingColumns } from './admission.columns.ts'

export const MutatingAdmissionPolicyBinding = defineKind<MutatingAdmissionPolicyBindingObject>('admissionregistration.k8s.io', 'v1', 'MutatingAdmissionPolicyBinding', {
  columns: policyBindingColumns,
  defaults: defaultPolicyBinding,
  generation: true,
})
