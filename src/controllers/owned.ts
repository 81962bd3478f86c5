/** Owner references: how controllers make them, adopt what nobody owns and release what no longer fits. */
import type { Api } from '../apiserver/api.ts'
import { matchesSelector } from '../apiserver/selectors.ts'
import { Pod } from '../kinds/core/pod.ts'
import type { LabelSelector, OwnerReference, Pod as PodObject } from '../kinds/generated/api-types.ts'
import type { Kind } from '../kinds/kind.ts'
import type { Obj, ObjectKey } from '../kinds/object.ts'
import type { Change } from '../apiserver/store.ts'
import type { World } from './controller.ts'
import { hasLabels } from './pods.ts'

/** metav1.NewControllerRef */
export const controllerReference = ({ apiVersion, kind, metadata: { name, uid } }: Obj): OwnerReference =>
  ({ apiVersion, blockOwnerDeletion: true, controller: true, kind, name, uid: uid! })

export const controllerOf = (object: Obj): OwnerReference | undefined =>
  object.metadata.ownerReferences?.find((o) => o.controller === true)

export const isControlledBy = (object: Obj, owner: Obj): boolean => controllerOf(object)?.uid === owner.metadata.uid

/**
 * The objects that belong to an owner: its own that still match the selector, and matching ones without a controller,
 * which it adopts; those that match no longer are released (pkg/controller/controller_ref_manager.go).
 */
export function claim<T extends Obj>(
  api: Api, owner: Obj, kind: Kind<T>, selector: LabelSelector, orphans: readonly T[],
): T[] {
  const claimed: T[] = []
  for (const object of api.ownedBy(owner.metadata.uid!, kind)) {
    if (!isControlledBy(object, owner)) continue
    if (matchesSelector(selector, object.metadata.labels)) claimed.push(object)
    else if (owner.metadata.deletionTimestamp === undefined) release(api, owner, kind, object)
  }
  if (owner.metadata.deletionTimestamp !== undefined) return claimed
  for (const object of orphans) {
    if (object.metadata.deletionTimestamp !== undefined || controllerOf(object) !== undefined) continue
    if (!matchesSelector(selector, object.metadata.labels)) continue
    const adopted = api.update(kind, object, (draft) => {
      (draft.metadata.ownerReferences ??= []).push(controllerReference(owner))
    })
    if (adopted !== undefined) claimed.push(adopted)
  }
  return claimed
}

function release<T extends Obj>(api: Api, owner: Obj, kind: Kind<T>, object: T): void {
  api.update(kind, object, (draft) => {
    const rest = (draft.metadata.ownerReferences ?? []).filter((o) => o.uid !== owner.metadata.uid)
    if (rest.length > 0) draft.metadata.ownerReferences = rest
    else delete draft.metadata.ownerReferences
  })
}

const NOBODY: readonly ObjectKey[] = []

/** Whose pod this may become: controllers whose selector matches a pod that nobody owns. */
export function adopters<T extends Obj>(
  pod: PodObject, { api, memory }: Pick<World, 'api' | 'memory'>, { before, after }: Change, kind: Kind<T>, selectorOf: (object: T) => LabelSelector,
): readonly ObjectKey[] {
  const owned = controllerOf(pod) !== undefined
  // hardly any pod is ever without its controller
  if (owned && (before === undefined || before.metadata.ownerReferences === pod.metadata.ownerReferences)) return NOBODY
  orphanPods(memory, api).see(pod, after === undefined)
  if (owned) return NOBODY
  return api.list(kind, pod.metadata.namespace)
    .filter((object) => hasLabels(pod.metadata.labels, selectorOf(object).matchLabels))
    .map(({ metadata: { namespace, name } }) => ({ namespace, name }))
}

const ORPHANS = 'orphans'

/** Keeps the names of a namespace's pods that no controller owns, so that adoption needs no list of all pods. */
export interface Orphans {
  of(namespace: string): readonly PodObject[]
}

export function orphanPods(memory: Map<string, unknown>, api: Api): Orphans & { see(pod: PodObject, gone: boolean): void } {
  const known = memory.get(ORPHANS) as ReturnType<typeof orphanPods> | undefined
  if (known !== undefined) return known
  const spaces = new Map<string, Set<string>>()
  const made = {
    of(namespace: string) {
      return [...(spaces.get(namespace) ?? [])].sort().flatMap((name) => {
        const pod = api.get(Pod, namespace, name)
        return pod === undefined || controllerOf(pod) !== undefined ? [] : [pod]
      })
    },
    see(pod: PodObject, gone: boolean) {
      const { namespace, name } = pod.metadata
      const set = spaces.get(namespace!)
      if (gone || controllerOf(pod) !== undefined) set?.delete(name)
      else if (set === undefined) spaces.set(namespace!, new Set([name]))
      else set.add(name)
    },
  }
  memory.set(ORPHANS, made)
  return made
}
