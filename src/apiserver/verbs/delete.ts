/** delete and deletecollection: finalizers, grace periods, propagation. */
import { timestamp } from '../../kinds/age.ts'
import type { Kind } from '../../kinds/kind.ts'
import type { AnyObj, Obj } from '../../kinds/object.ts'
import { judges } from '../admission/index.ts'
import { release } from '../allocation/services.ts'
import type { ServerContext } from '../context.ts'
import { writerOf } from '../context.ts'
import { conflictError, notFoundError } from '../errors.ts'
import type { ApiRequest, ObjectList } from '../request.ts'
import type { Handler } from '../server.ts'
import { list, ok } from './read.ts'

export const remove: Handler = (request, kind, server) => {
  const object = server.store.get(kind, request.namespace, request.name!)
  if (object === undefined) throw notFoundError({ group: kind.group, resource: kind.plural }, request.name!)
  const left = removeObject(request, kind, object, server)
  if (left !== undefined) return ok(left)
  return ok({
    kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success',
    details: { name: object.metadata.name, ...(kind.group === '' ? {} : { group: kind.group }), kind: kind.plural, uid: object.metadata.uid },
  })
}

export const deleteCollection: Handler = (request, kind, server) => {
  const { as: _, ...options } = request.options ?? {}
  const found = list({ ...request, verb: 'list', options }, kind, server).body as ObjectList
  for (const object of found.items) {
    const namespace = object.metadata.namespace
    removeObject({ ...request, ...(namespace === undefined ? {} : { namespace }) }, kind, object, server)
  }
  return ok(found)
}

/** What is left of the object: itself with a deletionTimestamp while something holds it, undefined when it is gone. */
export function removeObject(request: ApiRequest, kind: Kind, object: Obj, server: ServerContext): Obj | undefined {
  const { namespace, name, uid, resourceVersion } = object.metadata
  const { preconditions, gracePeriodSeconds, propagationPolicy } = request.options ?? {}
  const subject = { group: kind.group, resource: kind.plural }
  if (preconditions?.uid !== undefined && preconditions.uid !== uid) {
    throw conflictError(subject, name, `Precondition failed: UID in precondition: ${preconditions.uid}, UID in object meta: ${uid}`)
  }
  if (preconditions?.resourceVersion !== undefined && preconditions.resourceVersion !== resourceVersion) {
    throw conflictError(subject, name, `Precondition failed: ResourceVersion in precondition: ${preconditions.resourceVersion}, ResourceVersion in object meta: ${resourceVersion}`)
  }
  const admission = { operation: 'DELETE' as const, kind, namespace, name, subresource: undefined, before: object, request, warn: () => {} }
  for (const judge of judges) judge(admission, undefined, server)
  const grace = gracePeriodSeconds ?? kind.gracePeriodSeconds?.(object) ?? 0
  const graceful = kind.gracePeriodSeconds !== undefined && grace > 0
  const finalizers = finalizersFor(kind, object, propagationPolicy)
  if (finalizers.length === 0 && !graceful && !heldBySpec(object)) {
    server.store.commit(kind, namespace, name, undefined, writerOf(request))
    release(kind, object, server)
    return undefined
  }
  const draft = structuredClone(object) as AnyObj
  const meta: Record<string, any> = draft.metadata as never
  const already = meta['deletionTimestamp'] !== undefined
  if (!already) meta['deletionTimestamp'] = timestamp(server.now() + grace * 1000)
  if (!already || (meta['deletionGracePeriodSeconds'] ?? 0) > grace) meta['deletionGracePeriodSeconds'] = grace
  if (finalizers.length > 0) meta['finalizers'] = finalizers
  if (kind.generation && !already) meta['generation'] = (meta['generation'] ?? 0) + 1
  if (kind.kind === 'Namespace') draft['status'] = { ...draft['status'], phase: 'Terminating' }
  return server.store.commit(kind, namespace, name, draft, writerOf(request))
}

/** registry/generic/registry/store.go, deletionFinalizersForGarbageCollection. */
function finalizersFor(kind: Kind, object: Obj, policy: string | undefined): string[] {
  const own = (object.metadata.finalizers ?? []).filter((f) => f !== 'orphan' && f !== 'foregroundDeletion')
  if (policy === 'Orphan') return [...own, 'orphan']
  if (policy === 'Foreground') return [...own, 'foregroundDeletion']
  if (policy === undefined) return [...(object.metadata.finalizers ?? [])]
  return own
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
