/** ValidatingAdmissionPolicy of admissionregistration.k8s.io/v1. */
import type { ValidatingAdmissionPolicy as ValidatingAdmissionPolicyObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const ValidatingAdmissionPolicy = defineKind<ValidatingAdmissionPolicyObject>('admissionregistration.k8s.io', 'v1', 'ValidatingAdmissionPolicy')
