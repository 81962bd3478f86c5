/** MutatingAdmissionPolicy of admissionregistration.k8s.io/v1. */
import type { MutatingAdmissionPolicy as MutatingAdmissionPolicyObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { defaultPolicy } from './policy.defaults.ts'
import { mutatingPolicyColumns } from './admission.columns.ts'

export const MutatingAdmissionPolicy = defineKind<MutatingAdmissionPolicyObject>('admissionregistration.k8s.io', 'v1', 'MutatingAdmissionPolicy', {
  columns: mutatingPolicyColumns,
  defaults: defaultPolicy,
  generation: true,
})
