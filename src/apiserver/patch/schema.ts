/** What the API schema says about merging a field: its type below, its strategy, the key of its list. */
import { apiSchema } from '../../kinds/generated/schema.ts'

export interface PatchField {
  /** Type of the struct, or of the list's elements; '' where the schema says nothing. */
  readonly type: string
  readonly merge: boolean
  readonly replace: boolean
  readonly retainKeys: boolean
  /** '' for lists of scalars. */
  readonly mergeKey: string
}

const UNKNOWN: PatchField = { type: '', merge: false, replace: false, retainKeys: false, mergeKey: '' }

/** A type of '' knows no fields: everything below is merged as maps and replaced as lists. */
export function patchField(type: string, name: string): PatchField {
  const fields = type === '' ? undefined : apiSchema.types[type]?.fields
  const field = fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined
  if (field === undefined) return UNKNOWN
  const strategies = field.patchStrategy?.split(',') ?? []
  return {
    type: field.array ?? field.type ?? '',
    merge: strategies.includes('merge'),
    replace: strategies.includes('replace'),
    retainKeys: strategies.includes('retainKeys'),
    mergeKey: field.patchMergeKey ?? '',
  }
}

export type Json = { [key: string]: unknown }

export const isMap = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** As Go's reflect.TypeOf tells decoded JSON values apart. */
export const sameType = (a: unknown, b: unknown): boolean =>
  Array.isArray(a) ? Array.isArray(b) : isMap(a) ? isMap(b) : a === null || b === null ? a === b : typeof a === typeof b
