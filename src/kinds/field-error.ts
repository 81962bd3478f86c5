/** One complaint of a validation, in the words of apimachinery's `field.Error`. */
import { goQuote } from '../lib/go-quote.ts'

export type FieldErrorType =
  | 'Required' | 'Invalid' | 'NotFound' | 'Duplicate' | 'Forbidden' | 'NotSupported' | 'TooLong' | 'TooMany' | 'TypeInvalid' | 'Internal'

export interface FieldError {
  readonly type: FieldErrorType
  /** Path such as `spec.containers[0].name`. */
  readonly field: string
  readonly value?: unknown
  readonly detail: string
}

/** The `reason` of a cause in a Status, by type. */
export const FIELD_ERROR_REASON: Readonly<Record<FieldErrorType, string>> = {
  Required: 'FieldValueRequired',
  Invalid: 'FieldValueInvalid',
  NotFound: 'FieldValueNotFound',
  Duplicate: 'FieldValueDuplicate',
  Forbidden: 'FieldValueForbidden',
  NotSupported: 'FieldValueNotSupported',
  TooLong: 'FieldValueTooLong',
  TooMany: 'FieldValueTooMany',
  TypeInvalid: 'FieldValueTypeInvalid',
  Internal: 'InternalError',
}

const LABEL: Readonly<Record<FieldErrorType, string>> = {
  Required: 'Required value',
  Invalid: 'Invalid value',
  NotFound: 'Not found',
  Duplicate: 'Duplicate value',
  Forbidden: 'Forbidden',
  NotSupported: 'Unsupported value',
  TooLong: 'Too long',
  TooMany: 'Too many',
  TypeInvalid: 'Invalid value',
  Internal: 'Internal error',
}

export const required = (field: string, detail = ''): FieldError => ({ type: 'Required', field, detail })
export const invalid = (field: string, value: unknown, detail: string): FieldError => ({ type: 'Invalid', field, value, detail })
export const forbidden = (field: string, detail: string): FieldError => ({ type: 'Forbidden', field, detail })
export const duplicate = (field: string, value: unknown): FieldError => ({ type: 'Duplicate', field, value, detail: '' })
export const notFound = (field: string, value: unknown): FieldError => ({ type: 'NotFound', field, value, detail: '' })
export const notSupported = (field: string, value: unknown, supported: readonly string[]): FieldError => ({
  type: 'NotSupported', field, value, detail: `supported values: ${supported.map((s) => goQuote(s)).join(', ')}`,
})
export const tooMany = (field: string, actual: number, max: number): FieldError => ({
  type: 'TooMany', field, value: actual, detail: `must have at most ${max} item${max === 1 ? '' : 's'}`,
})
export const tooLong = (field: string, maxLength: number): FieldError => ({
  type: 'TooLong', field, detail: `may not be more than ${maxLength} bytes`,
})

/** The text after the field name (`field.Error.ErrorBody`, apimachinery/pkg/util/validation/field/errors.go). */
export function fieldErrorBody(error: FieldError): string {
  const { type, value, detail } = error
  let text: string = LABEL[type]
  if (type !== 'Required' && type !== 'Forbidden' && type !== 'TooLong' && type !== 'Internal') {
    text += `: ${describeValue(value)}`
  }
  return detail === '' ? text : `${text}: ${detail}`
}

export const fieldErrorText = (error: FieldError): string => `${error.field}: ${fieldErrorBody(error)}`

/** Go's encoding/json escapes what HTML could misread. */
const goJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[<>&]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`)

/** Go prints strings with %q, numbers and booleans with %v, everything else as JSON. */
function describeValue(value: unknown): string {
  if (value === undefined || value === null) return 'null'
  if (typeof value === 'object') return goJson(value)
  return typeof value === 'string' ? goQuote(value) : String(value)
}
