/** JSON patch, RFC 6902: all operations or none. */
import { applyPatch, type Operation } from 'fast-json-patch'
import { cloneJson } from '../../lib/clone.ts'
import { StatusError, badRequestError } from '../errors.ts'

const OPERATIONS_MAX = 10_000

/** apiserver/pkg/endpoints/handlers/patch.go, applyJSPatch: why an operation fails is not told. */
export function applyJsonPatch(target: object, patch: unknown): unknown {
  if (!Array.isArray(patch)) {
    throw badRequestError('error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch')
  }
  if (patch.length > OPERATIONS_MAX) {
    throw new StatusError(413, 'RequestEntityTooLarge',
      `Request entity too large: The allowed maximum operations in a JSON patch is ${OPERATIONS_MAX}, got ${patch.length}`)
  }
  try {
    return applyPatch(cloneJson(target), cloneJson(patch) as Operation[], true, true, true).newDocument
  } catch {
    throw new StatusError(422, 'Invalid', 'the server rejected our request due to an error in our request', {})
  }
}
