/** Small rules about one field, named as apimachinery names them. */
import type { FieldError } from '../field-error.ts'
import { invalid, notSupported, required } from '../field-error.ts'
import { sameValue } from '../../lib/same-value.ts'
import { isDnsLabel, isPercent, isPortName, isPortNumber, isSubdomain } from './formats.ts'
import { isLabelKey } from './formats.ts'

type Format = (value: string) => readonly string[]

/** Every complaint of a format as an error of the field. */
export const check = (format: Format, value: string, path: string): FieldError[] =>
  format(value).map((text) => invalid(path, value, text))

export const checkLabel = (value: string, path: string): FieldError[] => check(isDnsLabel, value, path)
export const checkSubdomain = (value: string, path: string): FieldError[] => check(isSubdomain, value, path)
export const checkQualified = (value: string, path: string): FieldError[] => check(isLabelKey, value, path)

export const nonNegative = (value: number | undefined, path: string): FieldError[] =>
  (value ?? 0) < 0 ? [invalid(path, value, 'must be greater than or equal to 0')] : []

export const immutable = (value: unknown, before: unknown, path: string, shown = value): FieldError[] =>
  sameValue(value, before) ? [] : [invalid(path, shown ?? null, 'field is immutable')]

/** Required when empty, unsupported when none of the values; sorted as Go sorts sets. */
export function oneOf(value: string | undefined, supported: readonly string[], path: string): FieldError[] {
  if (!value) return [required(path)]
  return supported.includes(value) ? [] : [notSupported(path, value, supported)]
}

export function checkPort(port: string | number | undefined, path: string): FieldError[] {
  if (typeof port === 'string') return check(isPortName, port, path)
  return isPortNumber(port ?? 0).map((text) => invalid(path, port ?? 0, text))
}

/** ValidatePositiveIntOrPercent and IsNotMoreThan100Percent of pkg/apis/apps/validation. */
export function nonNegativeOrPercent(value: string | number | undefined, path: string): FieldError[] {
  if (typeof value === 'string') return isPercent(value).map((text) => invalid(path, value, text))
  return nonNegative(value ?? 0, path)
}

export const percentOf = (value: string | number | undefined): number | undefined =>
  typeof value === 'string' && /^[0-9]+%$/.test(value) ? Number(value.slice(0, -1)) : undefined

export function notMoreThan100Percent(value: string | number | undefined, path: string): FieldError[] {
  return (percentOf(value) ?? 0) > 100 ? [invalid(path, value, 'must not be greater than 100%')] : []
}
