/** The rules that every object obeys, then its kind's own. */
import type { FieldError } from '../kinds/field-error.ts'
import type { Kind, Reader } from '../kinds/kind.ts'
import type { AnyObj, Obj } from '../kinds/object.ts'
import { subdomainName, validateMetadata, validateMetadataUpdate } from '../kinds/validation/metadata.ts'

/** Metadata first, as upstream asks; `before` is there on an update. */
export function validateObject(kind: Kind, object: AnyObj, before: Obj | undefined, reader: Reader): readonly FieldError[] {
  const rule = kind.validateName ?? subdomainName
  const metadata = before === undefined
    ? validateMetadata(object.metadata, kind.namespaced, (name, prefix) => rule(name, prefix))
    : validateMetadataUpdate(object.metadata, before.metadata)
  return [...metadata, ...(kind.validate?.(object, before, reader) ?? [])]
}
