/** patch: JSON, merge, strategic merge, apply; the result goes the way of an update. */
import type { AnyObj } from '../../kinds/object.ts'
import { decode } from '../decode.ts'
import { notFoundError, unsupportedMediaTypeError } from '../errors.ts'
import { mergePatch } from '../patch/merge.ts'
import type { Handler } from '../server.ts'
import { answer } from './read.ts'
import { updateDecoded } from './update.ts'

export const patch: Handler = (request, kind, server) => {
  const before = server.store.get(kind, request.namespace, request.name!)
  if (before === undefined) throw notFoundError({ group: kind.group, resource: kind.plural }, request.name!)
  const warnings: string[] = []
  if (request.patchType === undefined) throw unsupportedMediaTypeError('the body of the request was in an unknown format')
  const patched = mergePatch(before, request.body) as AnyObj
  const draft = decode(request, kind, patched, (text) => warnings.push(text))
  const stored = updateDecoded(request, kind, before, draft, server, warnings)
  return { ...answer(request, kind, stored, server), warnings }
}
