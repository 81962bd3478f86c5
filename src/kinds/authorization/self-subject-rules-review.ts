/** SelfSubjectRulesReview of authorization.k8s.io/v1. */
import type { SelfSubjectRulesReview as SelfSubjectRulesReviewObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const SelfSubjectRulesReview = defineKind<SelfSubjectRulesReviewObject>('authorization.k8s.io', 'v1', 'SelfSubjectRulesReview')
