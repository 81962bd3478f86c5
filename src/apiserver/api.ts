/** The API as programs inside the cluster use it: typed, synchronous, refusals thrown. */
import { produce } from 'immer'
import type { Kind, Reader } from '../kinds/kind.ts'
import type { AnyObj, Obj } from '../kinds/object.ts'
import { cloneJson } from '../lib/clone.ts'
import { writerOf } from './context.ts'
import type { ApiRequest, RequestOptions, UserInfo } from './request.ts'
import type { ApiServer } from './server.ts'
import { createDecoded } from './verbs/create.ts'
import { removeObject } from './verbs/delete.ts'
import { updateDecoded } from './verbs/update.ts'

/** An object on its way in: the server fills in the rest of its metadata. */
export type New<T extends Obj> = Omit<T, 'metadata' | 'apiVersion' | 'kind'> & {
  metadata: Partial<T['metadata']>
  apiVersion?: string
  kind?: string
}

export interface Api extends Reader {
  readonly user: UserInfo
  /** Defaults, admission and validation as for everybody; throws StatusError. */
  create<T extends Obj>(kind: Kind<T>, object: New<T>): T
  /**
   * Changes an object by a recipe on a draft of its newest state; an equal result is no write.
   * Answers what is stored then, or undefined when the object is gone.
   */
  update<T extends Obj>(kind: Kind<T>, object: Obj, recipe: (draft: T) => void): T | undefined
  /** The same for the status. Skips admission and validation: only the cluster's own parts write it this way. */
  updateStatus<T extends Obj>(kind: Kind<T>, object: Obj, recipe: (draft: T) => void): T | undefined
  /** No error when it is gone already. */
  delete(kind: Kind<any>, object: Obj, options?: Pick<RequestOptions, 'gracePeriodSeconds' | 'propagationPolicy' | 'preconditions'>): void
  /** Any request, as this user. */
  ask: ApiServer['ask']
}

/** The API for one user: a controller, the scheduler, a kubelet. */
export function createApi(server: ApiServer, user: UserInfo): Api {
  const userAgent = user.name.startsWith('system:serviceaccount:') ? user.name.split(':')[3]! : user.name.replace('system:', '')
  const requestFor = (verb: ApiRequest['verb'], kind: Kind, namespace: string | undefined, name?: string): ApiRequest => ({
    verb, group: kind.group, version: kind.version, resource: kind.plural, user, userAgent,
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
  })
  const { reader, store } = server
  return {
    ...reader,
    get now() {
      return server.now()
    },
    user,
    ask: server.ask,
    create(kind, object) {
      const draft = cloneJson(object) as AnyObj
      const request = requestFor('create', kind as Kind, object.metadata.namespace)
      Object.assign(draft, { apiVersion: kind.apiVersion, kind: kind.kind })
      return createDecoded(request, kind as Kind, draft, server, []) as never
    },
    update(kind, object, recipe) {
      const { namespace, name } = object.metadata
      const before = store.get(kind as Kind, namespace, name)
      if (before === undefined) return undefined
      const draft = cloneJson(produce(before, recipe as never)) as AnyObj
      return updateDecoded(requestFor('update', kind as Kind, namespace, name), kind as Kind, before, draft, server, []) as never
    },
    updateStatus(kind, object, recipe) {
      const { namespace, name } = object.metadata
      const before = store.get(kind as Kind, namespace, name)
      if (before === undefined) return undefined
      const after = produce(before, recipe as never)
      if (after === before) return before as never
      const by = writerOf({ ...requestFor('update', kind as Kind, namespace, name), subresource: 'status' })
      return store.commit(kind as Kind, namespace, name, after, by) as never
    },
    delete(kind, object, options = {}) {
      const { namespace, name } = object.metadata
      const before = store.get(kind, namespace, name)
      if (before === undefined || before.metadata.uid !== object.metadata.uid) return
      removeObject({ ...requestFor('delete', kind, namespace, name), options }, kind, before, server)
    },
  }
}
