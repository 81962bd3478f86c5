/** SelfSubjectReview of authentication.k8s.io/v1. */
import type { SelfSubjectReview as SelfSubjectReviewObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const SelfSubjectReview = defineKind<SelfSubjectReviewObject>('authentication.k8s.io', 'v1', 'SelfSubjectReview')
