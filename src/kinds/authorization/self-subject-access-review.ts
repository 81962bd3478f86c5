/** SelfSubjectAccessReview of authorization.k8s.io/v1. */
import type { SelfSubjectAccessReview as SelfSubjectAccessReviewObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const SelfSubjectAccessReview = defineKind<SelfSubjectAccessReviewObject>('authorization.k8s.io', 'v1', 'SelfSubjectAccessReview')
