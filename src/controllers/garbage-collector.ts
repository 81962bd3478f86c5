/** Deletes what has lost its owners, and settles foreground and orphaning deletions. */
import type { Api } from '../apiserver/api.ts'
import type { OwnerReference } from '../kinds/generated/api-types.ts'
import type { Kind } from '../kinds/kind.ts'
import type { Obj, ObjectKey } from '../kinds/object.ts'
import { parseGroupVersion } from '../kinds/object.ts'
import { Pod } from '../kinds/core/pod.ts'
import type { Controller, World } from './controller.ts'

const FOREGROUND = 'foregroundDeletion'
const ORPHAN = 'orphan'

/** A key for an object of any kind: its group and kind stand before the name. */
const keyOf = ({ apiVersion, kind, metadata: { namespace, name } }: Obj): ObjectKey =>
  ({ namespace, name: `${parseGroupVersion(apiVersion).group}/${kind}/${name}` })

function kindAndName(key: ObjectKey, api: Api): { kind: Kind | undefined; name: string } {
  const [group, kind, ...name] = key.name.split('/') as [string, string, ...string[]]
  return { kind: api.kindOf(group, kind), name: name.join('/') }
}

/** pkg/controller/garbagecollector/garbagecollector.go */
export const garbageCollector: Controller<Obj> = {
  name: 'generic-garbage-collector',
  component: 'garbage-collector-controller',
  reconciles: Pod as Kind<any>,
  find(key, { api }) {
    const { kind, name } = kindAndName(key, api)
    return kind && api.get(kind, key.namespace, name)
  },
  sees({ before, after }, { api }) {
    if (after === undefined) return afterDeletion(before!, api)
    const { ownerReferences, deletionTimestamp, finalizers } = after.metadata
    if (deletionTimestamp !== undefined && finalizers !== undefined && (finalizers.includes(FOREGROUND) || finalizers.includes(ORPHAN))) return [keyOf(after)]
    if (ownerReferences === undefined || ownerReferences === before?.metadata.ownerReferences) return undefined
    return ownerReferences.every((o) => ownerOf(after, o, api) !== undefined) ? undefined : [keyOf(after)]
  },
  reconcile(object, world) {
    const { finalizers = [], deletionTimestamp } = object.metadata
    if (deletionTimestamp !== undefined && finalizers.includes(ORPHAN)) return orphanDependents(object, world)
    if (deletionTimestamp !== undefined && finalizers.includes(FOREGROUND)) return deleteDependents(object, world)
    collect(object, world)
  },
}

/** The dependents of what is gone, and the owners that waited for it. */
function afterDeletion(gone: Obj, api: Api): ObjectKey[] {
  const waiting = (gone.metadata.ownerReferences ?? []).flatMap((owner) => {
    const found = ownerOf(gone, owner, api)
    return found?.metadata.finalizers?.includes(FOREGROUND) ? [keyOf(found)] : []
  })
  return [...api.ownedBy(gone.metadata.uid!).map(keyOf), ...waiting]
}

const kindOf = (object: Obj, api: Api): Kind => api.kindOf(parseGroupVersion(object.apiVersion).group, object.kind)!

/** The owner that a reference means; undefined when it is gone or another one has its name. */
function ownerOf(object: Obj, { apiVersion, kind: kindName, name, uid }: OwnerReference, api: Api): Obj | undefined {
  const kind = api.kindOf(parseGroupVersion(apiVersion).group, kindName)
  if (kind === undefined) return undefined
  const owner = api.get(kind, kind.namespaced ? object.metadata.namespace : undefined, name)
  return owner?.metadata.uid === uid ? owner : undefined
}

/** attemptToDeleteItem: dangling references go; an object with none left is deleted. */
function collect(object: Obj, { api }: World): void {
  const owners = object.metadata.ownerReferences ?? []
  if (owners.length === 0 || object.metadata.deletionTimestamp !== undefined) return
  const alive = owners.filter((o) => ownerOf(object, o, api) !== undefined)
  if (alive.length === owners.length) return
  if (alive.length > 0) {
    api.update(kindOf(object, api), object, (draft) => {
      draft.metadata.ownerReferences = alive.map((o) => ({ ...o }))
    })
    return
  }
  const policy = object.metadata.finalizers?.includes(ORPHAN) ? 'Orphan' : object.metadata.finalizers?.includes(FOREGROUND) ? 'Foreground' : 'Background'
  api.delete(kindOf(object, api), object, { propagationPolicy: policy })
}

function orphanDependents(object: Obj, { api }: World): void {
  for (const dependent of api.ownedBy(object.metadata.uid!)) {
    api.update(kindOf(dependent, api), dependent, (draft) => {
      const rest = (draft.metadata.ownerReferences ?? []).filter((o) => o.uid !== object.metadata.uid)
      if (rest.length > 0) draft.metadata.ownerReferences = rest
      else delete draft.metadata.ownerReferences
    })
  }
  removeFinalizer(object, ORPHAN, api)
}

/** Foreground: the dependents that block go first, each in its own foreground. */
function deleteDependents(object: Obj, { api }: World): void {
  const dependents = api.ownedBy(object.metadata.uid!)
  for (const dependent of dependents) {
    if (dependent.metadata.deletionTimestamp !== undefined) continue
    api.delete(kindOf(dependent, api), dependent, { propagationPolicy: api.ownedBy(dependent.metadata.uid!).length > 0 ? 'Foreground' : 'Background' })
  }
  const blocking = api.ownedBy(object.metadata.uid!).filter((d) =>
    d.metadata.ownerReferences?.some((o) => o.uid === object.metadata.uid && o.blockOwnerDeletion === true))
  if (blocking.length === 0) removeFinalizer(object, FOREGROUND, api)
}

function removeFinalizer(object: Obj, finalizer: string, api: Api): void {
  api.update(kindOf(object, api), object, (draft) => {
    draft.metadata.finalizers = (draft.metadata.finalizers ?? []).filter((f) => f !== finalizer)
  })
}
