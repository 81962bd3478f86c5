/** Reviews that answer "who is this?": SelfSubjectReview and TokenReview. */
import { timestamp } from '../../kinds/age.ts'
import { serviceAccountOf } from '../auth/authenticate.ts'
import { ISSUER } from '../auth/tokens.ts'
import { badRequestError } from '../errors.ts'
import type { UserInfo } from '../request.ts'
import type { ReviewHandler } from './index.ts'

const shown = (user: UserInfo): object => ({
  username: user.name,
  ...(user.uid === undefined ? {} : { uid: user.uid }),
  groups: user.groups,
  ...(user.extra === undefined ? {} : { extra: user.extra }),
})

/** pkg/registry/authentication/selfsubjectreview/rest.go */
export const selfSubjectReview: ReviewHandler = (review, { user }, { now }) => ({
  ...review, metadata: { creationTimestamp: timestamp(now()) } as never, status: { userInfo: shown(user) },
})

/** pkg/registry/authentication/tokenreview/storage.go */
export const tokenReview: ReviewHandler = (review, _request, { reader, tokens }) => {
  const token: string = review['spec']?.token ?? ''
  if (token === '') throw badRequestError('token is required for TokenReview in authentication')
  const wanted: readonly string[] = review['spec']?.audiences ?? [ISSUER]
  const found = serviceAccountOf(token, reader, tokens)
  if (found === undefined) return { ...review, status: { user: {}, error: '[invalid bearer token, service account token is not valid yet or any more]' } }
  const audiences = found.audiences.filter((a) => wanted.includes(a))
  if (audiences.length === 0) {
    return { ...review, status: { user: {}, error: `[invalid bearer token, token audiences ${JSON.stringify(found.audiences)} is invalid for the target audiences ${JSON.stringify(wanted)}]` } }
  }
  return { ...review, status: { authenticated: true, user: shown(found.user), audiences } }
}
