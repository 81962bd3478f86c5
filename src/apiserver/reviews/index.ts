/** Kinds that are questions: created, answered, never stored. */
import type { AnyObj } from '../../kinds/object.ts'
import type { ServerContext } from '../context.ts'
import { writerOf } from '../context.ts'
import { decode } from '../decode.ts'
import { managedByCreator } from '../fields/managed-fields.ts'
import { badRequestError } from '../errors.ts'
import type { ApiRequest } from '../request.ts'
import type { Handler } from '../server.ts'
import { selfSubjectAccessReview, subjectAccessReview } from './access.ts'
import { selfSubjectReview, tokenReview } from './identity.ts'
import { selfSubjectRulesReview } from './rules.ts'

/** The review with its status. */
export type ReviewHandler = (review: AnyObj, request: ApiRequest, server: ServerContext) => AnyObj

const handlers: Readonly<Record<string, ReviewHandler>> = {
  SelfSubjectAccessReview: selfSubjectAccessReview,
  SubjectAccessReview: subjectAccessReview,
  LocalSubjectAccessReview: subjectAccessReview,
  SelfSubjectRulesReview: selfSubjectRulesReview,
  SelfSubjectReview: selfSubjectReview,
  TokenReview: tokenReview,
}

export const isReview = (kind: string): boolean => Object.hasOwn(handlers, kind)

export const review: Handler = (request, kind, server) => {
  const warnings: string[] = []
  const asked = decode(request, kind, request.body, (text) => warnings.push(text))
  if (kind.namespaced) {
    const given = asked['spec']?.resourceAttributes?.namespace
    if (given !== undefined && given !== request.namespace) {
      throw badRequestError(`spec.resourceAttributes.namespace must match namespace: ${request.namespace}`)
    }
  }
  const spec = kind.kind === 'SelfSubjectReview' ? {} : { spec: asked['spec'] ?? {} }
  const answer = handlers[kind.kind]!({ ...asked, ...spec }, request, server)
  if (request.options?.managedFields === true) {
    const managedFields = managedByCreator(kind, asked, writerOf(request), server.now())
    if (managedFields.length > 0) answer.metadata = { ...answer.metadata, managedFields }
  }
  return { code: 201, body: answer, warnings }
}
