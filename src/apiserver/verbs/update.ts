/** update: the whole object is replaced, but for what its kind keeps. */
import type { Kind } from '../../kinds/kind.ts'
import type { AnyObj, Obj } from '../../kinds/object.ts'
import { sameValue } from '../../lib/same-value.ts'
import { judges, shapes } from '../admission/index.ts'
import type { AdmissionRequest, ServerContext } from '../context.ts'
import { writerOf } from '../context.ts'
import { allocate } from '../allocation/services.ts'
import { decode } from '../decode.ts'
import { MODIFIED, badRequestError, conflictError, invalidError, notFoundError } from '../errors.ts'
import type { ApiRequest } from '../request.ts'
import type { Handler } from '../server.ts'
import { validateObject } from '../validate.ts'
import { finishDeletion } from './delete.ts'
import { answer } from './read.ts'

export const update: Handler = (request, kind, server) => {
  const warnings: string[] = []
  const draft = decode(request, kind, request.body, (text) => warnings.push(text))
  const name = request.name!
  if (draft.metadata.name !== undefined && draft.metadata.name !== name) {
    throw badRequestError(`the name of the object (${draft.metadata.name}) does not match the name on the URL (${name})`)
  }
  const before = server.store.get(kind, request.namespace, name)
  if (before === undefined) throw notFoundError({ group: kind.group, resource: kind.plural }, name)
  const stored = updateDecoded(request, kind, before, draft, server, warnings)
  return { ...answer(request, kind, stored, server), warnings }
}

/**
 * The rest of update, shared by patch, apply and controllers. The draft is changed.
 * `always`: a write even when nothing differs, because its owners do.
 */
export function updateDecoded(
  request: ApiRequest, kind: Kind, before: Obj, draft: AnyObj, server: ServerContext, warnings: string[], always = false,
): Obj {
  const meta: Record<string, any> = draft.metadata as never
  const name = before.metadata.name
  const subject = { group: kind.group, resource: kind.plural }
  if (meta['resourceVersion'] && meta['resourceVersion'] !== before.metadata.resourceVersion) throw conflictError(subject, name, MODIFIED)
  if (meta['uid'] && meta['uid'] !== before.metadata.uid) {
    throw conflictError(subject, name, `Precondition failed: UID in precondition: ${meta['uid']}, UID in object meta: ${before.metadata.uid}`)
  }
  keepWhatTheServerOwns(kind, before, draft, request.subresource)
  kind.defaults?.(draft)
  const admission: AdmissionRequest = {
    operation: 'UPDATE', kind, namespace: request.namespace, name, subresource: request.subresource, before, request,
    warn: (text) => warnings.push(text),
  }
  for (const shape of shapes) shape(admission, draft, server)
  if (request.subresource === undefined) kind.prepareForUpdate?.(draft, before, server.reader)
  if (kind.generation && request.subresource === undefined && specChanged(before as AnyObj, draft)) {
    meta['generation'] = (before.metadata.generation ?? 0) + 1
  }
  const errors = validateObject(kind, draft, before, server.reader)
  if (errors.length > 0) throw invalidError(kind.group, kind.kind, name, errors)
  warnings.push(...(request.subresource === undefined ? (kind.warnings?.(draft, before) ?? []) : []))
  for (const judge of judges) judge(admission, draft, server)
  if (request.subresource === undefined) allocate(kind, draft, before, server)
  if (!always && sameValue(before, draft)) return before
  const stored = server.store.commit(kind, request.namespace, name, draft, writerOf(request))!
  return finishDeletion(kind, stored, server) ?? stored
}

/** Status is written through its subresource only, everything else only without it. */
function keepWhatTheServerOwns(kind: Kind, before: Obj, draft: AnyObj, subresource: string | undefined): void {
  const old = before as AnyObj
  const meta: Record<string, any> = draft.metadata as never
  if (subresource === 'status') {
    const status = draft['status']
    for (const field of Object.keys(draft)) if (field !== 'metadata') delete draft[field]
    Object.assign(draft, old, { metadata: { ...old.metadata } })
    if (status === undefined) delete draft['status']
    else draft['status'] = status
    return
  }
  if (kind.status) {
    if (old['status'] === undefined) delete draft['status']
    else draft['status'] = old['status']
  }
  for (const field of ['name', 'namespace', 'uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'generation', 'resourceVersion'] as const) {
    if (old.metadata[field] === undefined) delete meta[field]
    else meta[field] = old.metadata[field]
  }
  delete meta['managedFields']
}

function specChanged(before: AnyObj, after: AnyObj): boolean {
  for (const field of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (field !== 'metadata' && field !== 'status' && !sameValue(before[field], after[field])) return true
  }
  return false
}
