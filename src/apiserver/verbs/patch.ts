/** patch: JSON, merge, strategic merge, apply; the result goes the way of an update. */
import type { Kind } from '../../kinds/kind.ts'
import type { AnyObj, Obj } from '../../kinds/object.ts'
import { goValue } from '../../lib/go-print.ts'
import { APPLY } from '../context.ts'
import { StatusError, badRequestError, invalidError, notFoundError, unsupportedMediaTypeError } from '../errors.ts'
import { withManagedFields } from '../fields/managed-fields.ts'
import { applyJsonPatch } from '../patch/json-patch.ts'
import { mergePatch } from '../patch/merge.ts'
import type { Json } from '../patch/schema.ts'
import { isMap } from '../patch/schema.ts'
import { strategicMergePatch } from '../patch/strategic.ts'
import type { ApiRequest } from '../request.ts'
import type { Handler } from '../server.ts'
import { decodeObject, inVersion } from '../version.ts'
import { apply } from './apply.ts'
import { answer } from './read.ts'
import { updateDecoded } from './update.ts'

const PATCH_TYPES = [
  'application/json-patch+json', 'application/merge-patch+json', 'application/apply-patch+yaml',
]
const STRATEGIC = 'application/strategic-merge-patch+json'

export const patch: Handler = (request, kind, server) => {
  const { patchType } = request
  if (patchType === undefined || (patchType === STRATEGIC && kind.structural !== undefined)) {
    const known = kind.structural === undefined ? [...PATCH_TYPES.slice(0, 2), STRATEGIC, ...PATCH_TYPES.slice(2)] : PATCH_TYPES.slice(0, 3)
    throw unsupportedMediaTypeError(`the body of the request was in an unknown format - accepted media types include: ${known.join(', ')}`)
  }
  if (patchType === APPLY) return apply(request, kind, server)
  const before = server.store.get(kind, request.namespace, request.name!)
  if (before === undefined) throw notFoundError({ group: kind.group, resource: kind.plural }, request.name!)
  const warnings: string[] = []
  const draft = decodePatched(request, kind, patched(request, kind, inVersion(request, kind, withManagedFields(server.store, kind, before))), (text) => warnings.push(text))
  if (draft.metadata.name !== request.name) {
    throw badRequestError(`the name of the object (${draft.metadata.name}) does not match the name on the URL (${request.name})`)
  }
  const stored = updateDecoded(request, kind, before, draft, server, warnings)
  return { ...answer(request, kind, stored, server), warnings }
}

function patched(request: ApiRequest, kind: Kind, before: Obj): unknown {
  switch (request.patchType) {
    case 'application/json-patch+json': return applyJsonPatch(before, request.body)
    case STRATEGIC:
      mustBeMap(request.body)
      return strategicMergePatch(before as unknown as Json, request.body, kind.schema)
    default:
      mustBeMap(request.body)
      return mergePatch(before, request.body)
  }
}

function mustBeMap(body: unknown): asserts body is Json {
  if (isMap(body)) return
  const what = Array.isArray(body) ? 'array' : typeof body
  throw badRequestError(`error decoding patch: json: cannot unmarshal ${what} into Go value of type map[string]interface {}`)
}

/** A patched document has its members sorted; those of the untouched metadata stand as Go writes them. */
function inGoOrder(value: unknown): unknown {
  if (!isMap(value)) return value
  const sorted = Object.fromEntries(Object.keys(value).sort().map((key) => [key, value[key]]))
  const { metadata } = sorted
  if (!isMap(metadata)) return sorted
  const place = (key: string): number => (META_ORDER.includes(key) ? META_ORDER.indexOf(key) : META_ORDER.length)
  const keys = Object.keys(metadata).sort((a, b) => place(a) - place(b))
  return { ...sorted, metadata: Object.fromEntries(keys.map((key) => [key, metadata[key]])) }
}

const META_ORDER = [
  'name', 'generateName', 'namespace', 'selfLink', 'uid', 'resourceVersion', 'generation', 'creationTimestamp', 'deletionTimestamp',
  'deletionGracePeriodSeconds', 'labels', 'annotations', 'ownerReferences', 'finalizers', 'managedFields',
]

/** What cannot be decoded is the patch's fault, not the object's. */
function decodePatched(request: ApiRequest, kind: Kind, value: unknown, warn: (text: string) => void): AnyObj {
  try {
    return decodeObject(request, kind, value, warn)
  } catch (error) {
    if (!(error instanceof StatusError) || error.status.code !== 400) throw error
    const cause = error.message.replace(/^.*? cannot be handled as a \S+: /, '')
    const shown = request.patchType === STRATEGIC ? goValue(request.body) : JSON.stringify(inGoOrder(value))
    throw invalidError('', '', '', [{ type: 'Invalid', field: 'patch', value: shown, detail: cause }])
  }
}
