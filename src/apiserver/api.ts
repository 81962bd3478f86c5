/** The API as programs inside the cluster use it: typed, synchronous, refusals thrown. */
import { produce } from 'immer'
import { timestamp } from '../kinds/age.ts'
import type { Kind, Reader } from '../kinds/kind.ts'
import type { AnyObj, Obj } from '../kinds/object.ts'
import { sameValue } from '../lib/same-value.ts'
import { cloneJson } from '../lib/clone.ts'
import type { ApiRequest, RequestOptions, UserInfo } from './request.ts'
import type { ApiServer } from './server.ts'
import type { Writer } from './store.ts'
import { createDecoded } from './verbs/create.ts'
import { removeObject } from './verbs/delete.ts'
import { updateDecoded } from './verbs/update.ts'

/** An object on its way in: the server fills in the rest of its metadata. */
type New<T extends Obj> = Omit<T, 'metadata' | 'apiVersion' | 'kind'> & {
  metadata: Partial<T['metadata']>
  apiVersion?: string
  kind?: string
}

export interface Api extends Reader {
  readonly user: UserInfo
  /**
   * Defaults, admission and validation as for everybody; throws StatusError.
   * Objects of the same template differ in their names only: the first one is validated.
   */
  create<T extends Obj>(kind: Kind<T>, object: New<T>, template?: object): T
  /**
   * Writes an object as it is, past defaults, admission and validation: the cluster's own parts write this way
   * what cannot be wrong and is written often. A new object gets its UID and its creation time.
   */
  commit<T extends Obj>(kind: Kind<T>, object: T, subresource?: string): T
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
export function createApi(server: ApiServer, user: UserInfo, userAgent = user.name): Api {
  const requestFor = (verb: ApiRequest['verb'], kind: Kind, namespace: string | undefined, name?: string): ApiRequest => ({
    verb, group: kind.group, version: kind.version, resource: kind.plural, user, userAgent,
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
  })
  const { reader, store } = server
  const valid = new WeakSet<object>()
  const writers = new Map<string | undefined, Writer>()
  const writer = (subresource?: string): Writer => {
    const known = writers.get(subresource)
    if (known !== undefined) return known
    const made: Writer = { manager: userAgent, operation: 'Update', ...(subresource === undefined ? {} : { subresource }) }
    writers.set(subresource, made)
    return made
  }
  return {
    ...reader,
    get now() {
      return server.now()
    },
    user,
    ask: server.ask,
    create(kind, object, template) {
      const draft = cloneJson(object) as unknown as AnyObj
      const request = { ...requestFor('create', kind as Kind, object.metadata.namespace), body: object }
      Object.assign(draft, { apiVersion: kind.apiVersion, kind: kind.kind })
      const stored = createDecoded(request, kind as Kind, draft, server, undefined, template !== undefined && valid.has(template))
      if (template !== undefined) valid.add(template)
      return stored as never
    },
    commit(kind, object, subresource) {
      const { namespace, name, uid } = object.metadata
      const whole = uid !== undefined ? object : {
        ...object, apiVersion: kind.apiVersion, kind: kind.kind,
        metadata: { ...object.metadata, uid: server.random.uid(), creationTimestamp: timestamp(server.now()) },
      }
      return store.commit(kind as Kind, namespace, name, whole, writer(subresource)) as never
    },
    update(kind, object, recipe) {
      const { namespace, name } = object.metadata
      const before = store.get(kind as Kind, namespace, name)
      if (before === undefined) return undefined
      const changed = produce(before, recipe as never)
      if (changed === before) return before as never
      const draft = cloneJson(changed) as unknown as AnyObj
      return updateDecoded(requestFor('update', kind as Kind, namespace, name), kind as Kind, before, draft, server, []) as never
    },
    updateStatus(kind, object, recipe) {
      const { namespace, name } = object.metadata
      const before = store.get(kind as Kind, namespace, name)
      if (before === undefined) return undefined
      const after = produce(before, recipe as never)
      if (sameValue(before, after)) return before as never
      return store.commit(kind as Kind, namespace, name, after, writer('status')) as never
    },
    delete(kind, object, options = {}) {
      const { namespace, name } = object.metadata
      const before = store.get(kind, namespace, name)
      if (before === undefined || before.metadata.uid !== object.metadata.uid) return
      removeObject({ ...requestFor('delete', kind, namespace, name), options }, kind, before, server)
    },
  }
}
