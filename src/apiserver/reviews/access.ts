/** Reviews that answer "may this user do this?": SelfSubjectAccessReview and its relatives. */
import type { ResourceAttributes, SubjectAccessReviewSpec } from '../../kinds/generated/api-types.ts'
import type { AnyObj } from '../../kinds/object.ts'
import type { Attributes } from '../auth/attributes.ts'
import { pathAttributes } from '../auth/attributes.ts'
import { decide } from '../auth/authorize.ts'
import { invalidError } from '../errors.ts'
import type { UserInfo } from '../request.ts'
import type { ReviewHandler } from './index.ts'

/** pkg/registry/authorization/selfsubjectaccessreview/rest.go */
export const selfSubjectAccessReview: ReviewHandler = (review, { user }, { reader }) =>
  decided(review, attributes(review, user), reader)

/** pkg/registry/authorization/subjectaccessreview/rest.go and localsubjectaccessreview/rest.go */
export const subjectAccessReview: ReviewHandler = (review, _request, { reader }) => {
  const spec = review['spec'] as SubjectAccessReviewSpec
  if ((spec.user ?? '') === '' && (spec.groups ?? []).length === 0) {
    throw invalidError('authorization.k8s.io', review.kind, '', [
      { type: 'Invalid', field: 'spec.user', value: '', detail: 'at least one of user or group must be specified' },
    ])
  }
  const user: UserInfo = { name: spec.user ?? '', groups: spec.groups ?? [], ...(spec.uid ? { uid: spec.uid } : {}) }
  return decided(review, attributes(review, user), reader)
}

function attributes(review: AnyObj, user: UserInfo): Attributes {
  const spec = review['spec'] as SubjectAccessReviewSpec
  const resource: ResourceAttributes | undefined = spec.resourceAttributes
  if ((resource === undefined) === (spec.nonResourceAttributes === undefined)) {
    throw invalidError('authorization.k8s.io', review.kind, '', [
      { type: 'Invalid', field: 'spec.resourceAttributes', value: spec.nonResourceAttributes,
        detail: resource === undefined ? 'exactly one of nonResourceAttributes or resourceAttributes must be specified' : 'cannot be specified in combination with nonResourceAttributes' },
    ])
  }
  if (resource === undefined) return pathAttributes(user, spec.nonResourceAttributes!.verb ?? '', spec.nonResourceAttributes!.path ?? '')
  return {
    user, verb: resource.verb ?? '', group: resource.group ?? '', resource: resource.resource ?? '', subresource: resource.subresource ?? '',
    namespace: resource.namespace ?? '', name: resource.name ?? '',
  }
}

function decided(review: AnyObj, a: Attributes, reader: Parameters<typeof decide>[1]): AnyObj {
  const { allowed, reason } = decide(a, reader)
  return { ...review, status: { allowed, ...(reason === '' ? {} : { reason }) } }
}
