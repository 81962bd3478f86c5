/** delete and deletecollection: preconditions, finalizers, grace periods, propagation. */
import { timestamp } from '../../kinds/age.ts'
import type { Kind } from '../../kinds/kind.ts'
import type { AnyObj, Obj } from '../../kinds/object.ts'
import { cloneJson } from '../../lib/clone.ts'
import { judges } from '../admission/index.ts'
import { release } from '../allocation/services.ts'
import type { ServerContext } from '../context.ts'
import { writerOf } from '../context.ts'
import { conflictError, notFoundError } from '../errors.ts'
import type { ApiRequest, ObjectList, RequestOptions } from '../request.ts'
import type { Handler } from '../server.ts'
import { checkDeleteOptions } from './delete-options.ts'
import { list } from './list.ts'
import { answer, ok } from './read.ts'

/** Kinds whose storage answers with the object that is gone (ReturnDeletedObject). */
const ANSWERS_OBJECT = [
  'Pod', 'PersistentVolume', 'PersistentVolumeClaim', 'PodTemplate', 'ResourceQuota', 'Service', 'ServiceAccount',
]

export const remove: Handler = (request, kind, server) => {
  checkDeleteOptions(request)
  const object = server.store.get(kind, request.namespace, request.name!)
  if (object === undefined) throw notFoundError({ group: kind.group, resource: kind.plural }, request.name!)
  const left = removeObject(request, kind, object, server)
  if (left !== undefined) return answer(request, kind, left, server)
  if (ANSWERS_OBJECT.includes(kind.kind) && kind.group === '') {
    // only what goes gracefully is marked before it goes
    const gone = kind.gracePeriodSeconds === undefined ? object : marked(kind, object, graceOf(request.options, kind, object), server.now()) as Obj
    return answer(request, kind, gone, server)
  }
  const { name, uid } = object.metadata
  return ok({
    kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success',
    details: { name, ...(kind.group === '' ? {} : { group: kind.group }), kind: kind.plural, uid },
  })
}

export const deleteCollection: Handler = (request, kind, server) => {
  checkDeleteOptions(request)
  const { as: _, ...options } = request.options ?? {}
  const response = list({ ...request, verb: 'list', options }, kind, server)
  for (const { metadata } of (response.body as ObjectList).items) {
    const { namespace, name } = metadata
    const object = server.store.get(kind, namespace, name)
    if (object !== undefined) removeObject({ ...request, ...(namespace === undefined ? {} : { namespace }) }, kind, object, server)
  }
  return response
}

/** What is left of the object: itself with a deletionTimestamp while something holds it, undefined when it is gone. */
export function removeObject(request: ApiRequest, kind: Kind, object: Obj, server: ServerContext): Obj | undefined {
  const { namespace, name } = object.metadata
  checkPreconditions(request.options, kind, object)
  const admission = { operation: 'DELETE' as const, kind, namespace, name, subresource: undefined, before: object, request, warn: () => {} }
  for (const judge of judges) judge(admission, undefined, server)
  const grace = graceOf(request.options, kind, object)
  const graceful = kind.gracePeriodSeconds !== undefined && grace > 0
  const finalizers = finalizersFor(object, request.options)
  if (finalizers.length === 0 && !graceful && !heldBySpec(object)) {
    server.store.commit(kind, namespace, name, undefined, writerOf(request))
    release(kind, object, server)
    return undefined
  }
  const draft = marked(kind, object, grace, server.now())
  if (finalizers.length > 0) draft.metadata.finalizers = finalizers
  else delete draft.metadata.finalizers
  return server.store.commit(kind, namespace, name, draft)
}

/** apiserver/pkg/registry/rest/delete.go, BeforeDelete. */
function checkPreconditions(options: RequestOptions | undefined, kind: Kind, object: Obj): void {
  const { uid, resourceVersion, name } = object.metadata
  const wanted = options?.preconditions
  const subject = { group: kind.group, resource: kind.kind }
  if (wanted?.uid !== undefined && wanted.uid !== uid) {
    throw conflictError(subject, name, `the UID in the precondition (${wanted.uid}) does not match the UID in record (${uid}). The object might have been deleted and then recreated`)
  }
  if (wanted?.resourceVersion !== undefined && wanted.resourceVersion !== resourceVersion) {
    throw conflictError(subject, name, `the ResourceVersion in the precondition (${wanted.resourceVersion}) does not match the ResourceVersion in record (${resourceVersion}). The object might have been modified`)
  }
}

const graceOf = (options: RequestOptions | undefined, kind: Kind, object: Obj): number => {
  const own = kind.gracePeriodSeconds?.(object) ?? 0
  return own === 0 && kind.gracePeriodSeconds !== undefined ? 0 : options?.gracePeriodSeconds ?? own
}

/** A draft of the object on its way out. */
function marked(kind: Kind, object: Obj, grace: number, now: number): AnyObj {
  const draft = cloneJson(object) as AnyObj
  const { metadata } = draft
  const already = metadata.deletionTimestamp !== undefined
  const sooner = !already || (metadata.deletionGracePeriodSeconds ?? 0) > grace
  const seconds = kind.gracePeriodSeconds === undefined ? 0 : grace
  if (sooner) metadata.deletionTimestamp = timestamp(now + seconds * 1000)
  if (kind.kind === 'Namespace') draft['status'] = { ...draft['status'], phase: 'Terminating' }
  else if (sooner) metadata.deletionGracePeriodSeconds = seconds
  if (metadata.generation !== undefined && !already) metadata.generation += 1
  return draft
}

/** registry/generic/registry/store.go, deletionFinalizersForGarbageCollection. */
function finalizersFor(object: Obj, options: RequestOptions | undefined): string[] {
  const { finalizers = [] } = object.metadata
  const policy = options?.orphanDependents === undefined ? options?.propagationPolicy : options.orphanDependents ? 'Orphan' : 'Background'
  if (policy === undefined) return [...finalizers]
  const own = finalizers.filter((f) => f !== 'orphan' && f !== 'foregroundDeletion')
  if (policy === 'Orphan') return [...own, 'orphan']
  return policy === 'Foreground' ? [...own, 'foregroundDeletion'] : own
}

/** After an update: an object that waits for its deletion goes when nothing holds it any more. */
export function finishDeletion(kind: Kind, object: Obj, server: ServerContext): Obj | undefined {
  const { deletionTimestamp, deletionGracePeriodSeconds, finalizers, namespace, name } = object.metadata
  if (deletionTimestamp === undefined || (finalizers ?? []).length > 0) return undefined
  if (kind.gracePeriodSeconds !== undefined && (deletionGracePeriodSeconds ?? 0) > 0) return undefined
  if (heldBySpec(object)) return undefined
  server.store.commit(kind, namespace, name, undefined)
  release(kind, object, server)
  return object
}

/** A Namespace stays until its finalizer in the spec is taken away (`namespaces/finalize`). */
const heldBySpec = (object: Obj): boolean =>
  object.kind === 'Namespace' && ((object as AnyObj)['spec']?.finalizers ?? []).length > 0
