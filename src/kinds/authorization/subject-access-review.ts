/** SubjectAccessReview of authorization.k8s.io/v1. */
import type { SubjectAccessReview as SubjectAccessReviewObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const SubjectAccessReview = defineKind<SubjectAccessReviewObject>('authorization.k8s.io', 'v1', 'SubjectAccessReview')
