/** SelfSubjectRulesReview: every rule that holds for a user in a namespace. */
import { rulesOf } from '../auth/rbac.ts'
import { badRequestError } from '../errors.ts'
import type { ReviewHandler } from './index.ts'

/** pkg/registry/authorization/selfsubjectrulesreview/rest.go */
export const selfSubjectRulesReview: ReviewHandler = (review, { user }, { reader }) => {
  const namespace: string = review['spec']?.namespace ?? ''
  if (namespace === '') throw badRequestError('no namespace on request')
  const resourceRules: object[] = []
  const nonResourceRules: object[] = []
  const errors: string[] = []
  if (user.groups.includes('system:masters')) {
    resourceRules.push({ verbs: ['*'], apiGroups: ['*'], resources: ['*'] })
    nonResourceRules.push({ verbs: ['*'], nonResourceURLs: ['*'] })
  }
  for (const found of rulesOf(user, namespace, reader)) {
    if ('error' in found) {
      errors.push(found.error)
      continue
    }
    const { rule } = found
    if ((rule.resources ?? []).length > 0) {
      resourceRules.push({
        verbs: rule.verbs, apiGroups: rule.apiGroups, resources: rule.resources,
        ...(rule.resourceNames === undefined ? {} : { resourceNames: rule.resourceNames }),
      })
    }
    if ((rule.nonResourceURLs ?? []).length > 0) nonResourceRules.push({ verbs: rule.verbs, nonResourceURLs: rule.nonResourceURLs })
  }
  const status = { resourceRules, nonResourceRules, incomplete: errors.length > 0, ...(errors.length > 0 ? { evaluationError: errors.join(', ') } : {}) }
  return { ...review, status }
}
