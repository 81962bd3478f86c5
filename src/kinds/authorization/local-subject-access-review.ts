/** LocalSubjectAccessReview of authorization.k8s.io/v1. */
import type { LocalSubjectAccessReview as LocalSubjectAccessReviewObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const LocalSubjectAccessReview = defineKind<LocalSubjectAccessReviewObject>('authorization.k8s.io', 'v1', 'LocalSubjectAccessReview')
