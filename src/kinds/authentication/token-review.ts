/** TokenReview of authentication.k8s.io/v1. */
import type { TokenReview as TokenReviewObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'

export const TokenReview = defineKind<TokenReviewObject>('authentication.k8s.io', 'v1', 'TokenReview')
