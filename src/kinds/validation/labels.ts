/** Labels, annotations and label selectors. */
import type { FieldError } from '../field-error.ts'
import { forbidden, invalid, required, tooLong } from '../field-error.ts'
import type { LabelSelector, LabelSelectorRequirement } from '../generated/api-types.ts'
import { bytesOf, isLabelKey, isLabelValue } from './formats.ts'

type Labels = { readonly [key: string]: string }

const ANNOTATIONS_BYTES_MAX = 256 * 1024

export const sortedEntries = (labels: Labels | undefined): [string, string][] =>
  Object.entries(labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))

export const validateLabelKey = (key: string, path: string): FieldError[] =>
  isLabelKey(key).map((text) => invalid(path, key, text))

export function validateLabels(labels: Labels | undefined, path: string): FieldError[] {
  return sortedEntries(labels).flatMap(([key, value]) => [
    ...validateLabelKey(key, path),
    ...isLabelValue(value).map((text) => invalid(path, value, text)),
  ])
}

export function validateAnnotations(annotations: Labels | undefined, path: string): FieldError[] {
  const entries = sortedEntries(annotations)
  const errors = entries.flatMap(([key]) => isLabelKey(key.toLowerCase()).map((text) => invalid(path, key, text)))
  const size = entries.reduce((sum, [key, value]) => sum + bytesOf(key) + bytesOf(value), 0)
  return size > ANNOTATIONS_BYTES_MAX ? [...errors, tooLong(path, ANNOTATIONS_BYTES_MAX)] : errors
}

/** apimachinery/pkg/apis/meta/v1/validation/validation.go, ValidateLabelSelector. */
export function validateSelector(selector: LabelSelector | undefined, path: string): FieldError[] {
  if (selector === undefined) return []
  return [
    ...validateLabels(selector.matchLabels, `${path}.matchLabels`),
    ...(selector.matchExpressions ?? []).flatMap((e, i) => validateRequirement(e, `${path}.matchExpressions[${i}]`)),
  ]
}

function validateRequirement({ key, operator, values }: LabelSelectorRequirement, path: string): FieldError[] {
  const errors: FieldError[] = []
  if (operator === 'In' || operator === 'NotIn') {
    if ((values ?? []).length === 0) {
      errors.push(required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'"))
    }
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if ((values ?? []).length > 0) {
      errors.push(forbidden(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"))
    }
  } else errors.push(invalid(`${path}.operator`, operator ?? '', 'not a valid selector operator'))
  errors.push(...validateLabelKey(key ?? '', `${path}.key`))
  for (const [i, value] of (values ?? []).entries()) {
    errors.push(...isLabelValue(value).map((text) => invalid(`${path}.values[${i}]`, value, text)))
  }
  return errors
}

export const isEmptySelector = (selector: LabelSelector | undefined): boolean =>
  Object.keys(selector?.matchLabels ?? {}).length === 0 && (selector?.matchExpressions ?? []).length === 0

/** Whether the labels are selected; an empty selector takes everything. */
export function selectorMatches(selector: LabelSelector | undefined, labels: Labels | undefined): boolean {
  const have = labels ?? {}
  if (Object.entries(selector?.matchLabels ?? {}).some(([key, value]) => have[key] !== value)) return false
  return (selector?.matchExpressions ?? []).every(({ key, operator, values }) => {
    const value = have[key]
    switch (operator) {
      case 'In': return value !== undefined && (values ?? []).includes(value)
      case 'NotIn': return value === undefined || !(values ?? []).includes(value)
      case 'Exists': return value !== undefined
      default: return value === undefined
    }
  })
}

/** metav1.LabelSelectorAsSelector refuses what it cannot express. */
export const isConvertible = (selector: LabelSelector | undefined): boolean => validateSelector(selector, '').length === 0

/** A selector as Go's JSON writes it. */
export function shownSelector(selector: LabelSelector | undefined): unknown {
  if (selector === undefined) return null
  return {
    ...(Object.keys(selector.matchLabels ?? {}).length > 0 ? { matchLabels: Object.fromEntries(sortedEntries(selector.matchLabels)) } : {}),
    ...((selector.matchExpressions ?? []).length > 0
      ? { matchExpressions: selector.matchExpressions!.map(({ key, operator, values }) => ({ key, operator, ...(values ? { values } : {}) })) }
      : {}),
  }
}
