/** The API server's refusals: one factory a reason, each a Status with the real text and code. */
import type { FieldError } from '../kinds/field-error.ts'
import { FIELD_ERROR_REASON, fieldErrorBody, fieldErrorText } from '../kinds/field-error.ts'

export interface StatusCause {
  readonly reason?: string
  readonly message?: string
  readonly field?: string
}

export interface StatusDetails {
  readonly name?: string
  readonly group?: string
  readonly kind?: string
  readonly uid?: string
  readonly causes?: readonly StatusCause[]
  readonly retryAfterSeconds?: number
}

/** metav1.Status of a failure. */
export interface Status {
  readonly kind: 'Status'
  readonly apiVersion: 'v1'
  readonly metadata: Record<string, never>
  readonly status: 'Failure' | 'Success'
  readonly message?: string
  readonly reason?: string
  readonly details?: StatusDetails
  readonly code?: number
}

/** A refused request. Thrown by the pipeline, answered over HTTP as its JSON, printed by kubectl in one place. */
export class StatusError extends Error {
  readonly status: Status
  constructor(code: number, reason: string, message: string, details?: StatusDetails) {
    super(message)
    this.status = {
      kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message,
      ...(reason === '' ? {} : { reason }),
      ...(details === undefined ? {} : { details }),
      code,
    }
  }
  get reason(): string {
    return this.status.reason ?? ''
  }
}

/** What an error is about: plural resource (or kind where upstream uses the kind) and group. */
export interface Subject {
  readonly group: string
  readonly resource: string
}

const qualified = ({ group, resource }: Subject): string => (group === '' ? resource : `${resource}.${group}`)
const about = (subject: Subject, name: string): StatusDetails => ({
  ...(name === '' ? {} : { name }),
  ...(subject.group === '' ? {} : { group: subject.group }),
  ...(subject.resource === '' ? {} : { kind: subject.resource }),
})

// apimachinery/pkg/api/errors/errors.go, New*
export const notFoundError = (subject: Subject, name: string): StatusError =>
  new StatusError(404, 'NotFound', `${qualified(subject)} "${name}" not found`, about(subject, name))

export const alreadyExistsError = (subject: Subject, name: string): StatusError =>
  new StatusError(409, 'AlreadyExists', `${qualified(subject)} "${name}" already exists`, about(subject, name))

export const conflictError = (subject: Subject, name: string, why: string): StatusError =>
  new StatusError(409, 'Conflict', `Operation cannot be fulfilled on ${qualified(subject)} "${name}": ${why}`, about(subject, name))

export const MODIFIED = 'the object has been modified; please apply your changes to the latest version and try again'

export const forbiddenError = (subject: Subject, name: string, why: string): StatusError =>
  new StatusError(403, 'Forbidden',
    subject.resource === '' ? `forbidden: ${why}` : name === '' ? `${qualified(subject)} is forbidden: ${why}` : `${qualified(subject)} "${name}" is forbidden: ${why}`,
    about(subject, name))

export const badRequestError = (message: string): StatusError => new StatusError(400, 'BadRequest', message)

export const unauthorizedError = (): StatusError => new StatusError(401, 'Unauthorized', 'Unauthorized')

export const unsupportedMediaTypeError = (message: string): StatusError =>
  new StatusError(415, 'UnsupportedMediaType', message)

export const tooManyRequestsError = (message: string, retryAfterSeconds: number, causes: readonly StatusCause[] = []): StatusError =>
  new StatusError(429, 'TooManyRequests', message, { ...(causes.length > 0 ? { causes } : {}), ...(retryAfterSeconds > 0 ? { retryAfterSeconds } : {}) })

export const goneError = (message: string): StatusError => new StatusError(410, 'Expired', message)

export const internalError = (message: string): StatusError =>
  new StatusError(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] })

/** 422 with a cause a field; the kind is the object's (`Deployment`), not the resource. */
export function invalidError(group: string, kind: string, name: string, errors: readonly FieldError[]): StatusError {
  const texts = errors.map(fieldErrorText)
  const message = `${group === '' ? kind : `${kind}.${group}`} "${name}" is invalid: ${
    texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`}`
  return new StatusError(422, 'Invalid', message, {
    ...(name === '' ? {} : { name }),
    ...(group === '' ? {} : { group }),
    ...(kind === '' ? {} : { kind }),
    causes: errors.map((e) => ({ reason: FIELD_ERROR_REASON[e.type], message: fieldErrorBody(e), field: e.field })),
  })
}
