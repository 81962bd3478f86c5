/** ValidatingAdmissionPolicyBinding of admissionregistration.k8s.io/v1. */
import type { ValidatingAdmissionPolicyBinding as ValidatingAdmissionPolicyBindingObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const ValidatingAdmissionPolicyBinding = defineKind<ValidatingAdmissionPolicyBindingObject>('admissionregistration.k8s.io', 'v1', 'ValidatingAdmissionPolicyBinding')
