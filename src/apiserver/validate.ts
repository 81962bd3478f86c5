/** The rules that every object obeys, then its kind's own. */
import type { FieldError } from '../kinds/field-error.ts'
import { required } from '../kinds/field-error.ts'
import type { Kind, Reader } from '../kinds/kind.ts'
import type { AnyObj, Obj } from '../kinds/object.ts'

export function validateObject(kind: Kind, object: AnyObj, before: Obj | undefined, reader: Reader): readonly FieldError[] {
  const errors: FieldError[] = []
  if (!object.metadata.name) errors.push(required('metadata.name', 'name or generateName is required'))
  return [...errors, ...(kind.validate?.(object, before, reader) ?? [])]
}
