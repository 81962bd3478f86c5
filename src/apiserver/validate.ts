/** The rules that every object obeys, then its kind's own. */
import { validateEphemeralUpdate, validateResize } from '../kinds/core/pod-subresources.validation.ts'
import type { FieldError } from '../kinds/field-error.ts'
import type { Kind, Reader } from '../kinds/kind.ts'
import type { AnyObj, Obj } from '../kinds/object.ts'
import { subdomainName, validateMetadata, validateMetadataUpdate } from '../kinds/validation/metadata.ts'

type SubresourceRule = (object: never, before: never) => FieldError[]

/** Subresources that change a part of their object have rules of their own; a status is taken as it comes. */
const SUBRESOURCES: { readonly [subresource: string]: SubresourceRule } = {
  status: () => [],
  ephemeralcontainers: validateEphemeralUpdate,
  resize: validateResize,
}

/** Metadata first, as upstream asks; `before` is there on an update. */
export function validateObject(
  kind: Kind, object: AnyObj, before: Obj | undefined, reader: Reader, subresource?: string,
): readonly FieldError[] {
  const rule = kind.validateName ?? subdomainName
  const metadata = before === undefined
    ? validateMetadata(object.metadata, kind.namespaced, (name, prefix) => rule(name, prefix))
    : validateMetadataUpdate(object.metadata, before.metadata)
  const own = subresource === undefined ? undefined : SUBRESOURCES[subresource]
  if (own !== undefined) return [...metadata, ...own(object as never, before as never)]
  return [...metadata, ...(kind.validate?.(object, before, reader) ?? [])]
}
