/** MutatingAdmissionPolicy of admissionregistration.k8s.io/v1. */
import type { MutatingAdmissionPolicy as MutatingAdmissionPolicyObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { defaultPolicy } from './policy.defaults.ts'

export const MutatingAdmissionPolicy = defineKind<MutatingAdmissionPolicyObject>('admissionregistration.k8s.io', 'v1', 'MutatingAdmissionPolicy', {
  defaults: defaultPolicy,
  generation: true,
})
