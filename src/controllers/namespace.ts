/** Empties a namespace that is being deleted, then lets it go. */
import { timestamp } from '../kinds/age.ts'
import { Namespace } from '../kinds/core/namespace.ts'
import { Event } from '../kinds/core/event.ts'
import { Pod } from '../kinds/core/pod.ts'
import { builtInKinds } from '../kinds/index.ts'
import type { Namespace as NamespaceObject, NamespaceCondition } from '../kinds/generated/api-types.ts'
import type { Kind } from '../kinds/kind.ts'
import type { Obj } from '../kinds/object.ts'
import { CustomResourceDefinition } from '../kinds/apiextensions/custom-resource-definition.ts'
import { sameValue } from '../lib/same-value.ts'
import type { Again, Controller, World } from './controller.ts'

// pkg/controller/namespace/namespace_controller.go
/** The contents stay this long, so that every API server has heard of the deletion. */
const GRACE_MS = 5_000
/** How long finalizers are expected to take. */
const FINALIZERS_SECONDS = 15

/** pkg/controller/namespace/deletion/namespaced_resources_deleter.go */
export const namespaceController: Controller<NamespaceObject> = {
  name: 'namespace-controller',
  reconciles: Namespace,
  reconcile(namespace, world) {
    if (namespace.metadata.deletionTimestamp === undefined || (namespace.spec?.finalizers ?? []).length === 0) return undefined
    const { memory, now } = world
    const due = (memory.get(namespace.metadata.uid!) as number | undefined) ?? now + GRACE_MS
    memory.set(namespace.metadata.uid!, due)
    if (now < due) return { ms: due - now }
    const again = empty(namespace, world)
    if (again !== undefined) memory.set(namespace.metadata.uid!, now + again.ms)
    return again
  },
}

function empty(namespace: NamespaceObject, world: World): Again | undefined {
  const { api } = world
  const { name } = namespace.metadata
  const kinds = namespacedKinds(world)
  // pods that have a grace period go first, so that what they use is there until they end
  for (const kind of kinds) for (const object of api.list(kind, name)) if (object.metadata.deletionTimestamp === undefined) api.delete(kind, object)
  const left = kinds.flatMap((kind) => api.list(kind, name).map((object) => ({ kind, object })))
  if (left.length === 0) {
    // namespaces/finalize: the one way in which a namespace's spec changes
    const finalizers = (namespace.spec?.finalizers ?? []).filter((f) => f !== 'kubernetes')
    const newest = api.get(Namespace, undefined, name)!
    const finalized = api.commit(Namespace, { ...newest, spec: { ...newest.spec, finalizers } }, 'finalize')
    if (finalizers.length === 0) api.delete(Namespace, finalized)
    return undefined
  }
  const newest = api.get(Namespace, undefined, name) ?? namespace
  const status = { ...newest.status, phase: 'Terminating', conditions: conditionsOf(newest, left, world.now) }
  if (!sameValue(status, newest.status)) api.commit(Namespace, { ...newest, status }, 'status')
  const estimate = Math.max(0, ...api.list(Pod, name).map((p) => p.metadata.deletionGracePeriodSeconds ?? 0)) || FINALIZERS_SECONDS
  return { ms: (Math.floor(estimate / 2) + 1) * 1_000 }
}

/** Custom resources, too; events last, because deleting the others makes some. */
function namespacedKinds({ api }: World): Kind<Obj>[] {
  const custom = api.list(CustomResourceDefinition).flatMap(({ spec: { group, names } }) => {
    const kind = api.kindOf(group, names.kind)
    return kind === undefined ? [] : [kind]
  })
  const all = [...builtInKinds, ...custom].filter((k) => k.namespaced && k.verbs.includes('deletecollection') && k !== (Event as Kind))
  return [...all, Event as Kind]
}

function conditionsOf(namespace: NamespaceObject, left: readonly { kind: Kind; object: Obj }[], now: number): NamespaceCondition[] {
  const before = namespace.status?.conditions ?? []
  const finalizers = new Map<string, number>()
  const resources = new Map<string, number>()
  for (const { kind, object } of left) {
    const resource = kind.group === '' ? `${kind.plural}.` : `${kind.plural}.${kind.group}`
    resources.set(resource, (resources.get(resource) ?? 0) + 1)
    for (const f of object.metadata.finalizers ?? []) finalizers.set(f, (finalizers.get(f) ?? 0) + 1)
  }
  const told = (counts: Map<string, number>, verb: string): string =>
    [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, count]) => `${name} ${verb} ${count} resource instances`).join(', ')
  const condition = (type: string, bad: boolean, reason: string, message: string): NamespaceCondition => {
    const status = bad ? 'True' : 'False'
    const old = before.find((c) => c.type === type)
    return { lastTransitionTime: old?.status === status ? old.lastTransitionTime! : timestamp(now), message, reason, status, type }
  }
  const fresh = [
    condition('NamespaceDeletionDiscoveryFailure', false, 'ResourcesDiscovered', 'All resources successfully discovered'),
    condition('NamespaceDeletionGroupVersionParsingFailure', false, 'ParsedGroupVersions', 'All legacy kube types successfully parsed'),
    condition('NamespaceDeletionContentFailure', false, 'ContentDeleted', 'All content successfully deleted, may be waiting on finalization'),
    condition('NamespaceContentRemaining', true, 'SomeResourcesRemain', `Some resources are remaining: ${told(resources, 'has')}`),
    condition('NamespaceFinalizersRemaining', finalizers.size > 0, finalizers.size > 0 ? 'SomeFinalizersRemain' : 'ContentHasNoFinalizers',
      finalizers.size > 0 ? `Some content in the namespace has finalizers remaining: ${told(finalizers, 'in')}` : 'All content-preserving finalizers finished'),
  ]
  return fresh
}
