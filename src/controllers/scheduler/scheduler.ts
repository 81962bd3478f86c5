/** Gives every pod a node, or says why it cannot. */
import { timestamp } from '../../kinds/age.ts'
import { Node as NodeKind } from '../../kinds/core/node.ts'
import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim.ts'
import { PersistentVolume } from '../../kinds/core/persistent-volume.ts'
import { Pod as PodKind } from '../../kinds/core/pod.ts'
import { StorageClass } from '../../kinds/storage/storage-class.ts'
import type { Node, Pod, PodCondition } from '../../kinds/generated/api-types.ts'
import type { Api } from '../../apiserver/api.ts'
import type { Obj, ObjectKey } from '../../kinds/object.ts'
import { sameValue } from '../../lib/same-value.ts'
import { matchesSelector } from '../../apiserver/selectors.ts'
import type { Change } from '../../apiserver/store.ts'
import type { Again, Controller, World } from '../controller.ts'
import { keyOf } from '../manager.ts'
import { isTerminal } from '../pods.ts'
import { bindVolumes } from '../volumes/bind-for-pod.ts'
import { claimNamesOf } from './filters/volume-binding.ts'
import { findNode } from './find-node.ts'
import type { NodeInfo, NodeInfos } from './node-info.ts'
import { createNodeInfos } from './node-info.ts'
import { preempt, unfit } from './preemption.ts'

const DEFAULT_SCHEDULER = 'default-scheduler'
/** A pod that fits nowhere is tried again after this long even if nothing happened. */
const LEFTOVER_MS = 300_000

interface Waiting {
  readonly key: ObjectKey
  readonly priority: number
  readonly spec: unknown
  readonly sinceMs: number
  /** The filters that refused it; a change that is nothing to them changes nothing. */
  readonly refusedBy: ReadonlySet<string>
  again: boolean
}

interface State {
  readonly nodes: NodeInfos
  /** Pods that fit nowhere, by UID, until something happens that could help. */
  readonly waiting: Map<string, Waiting>
  /** Pods that wait for their victims to go, by UID. */
  readonly nominated: Map<string, { readonly pod: Pod; readonly node: string }>
  next: number
}

const stateOf = (memory: Map<string, unknown>): State => {
  let state = memory.get('state') as State | undefined
  if (state === undefined) memory.set('state', (state = { nodes: createNodeInfos(), waiting: new Map(), nominated: new Map(), next: 0 }))
  return state
}

/** pkg/scheduler/schedule_one.go */
export const scheduler: Controller<Pod> = {
  name: DEFAULT_SCHEDULER,
  user: 'system:kube-scheduler',
  program: 'kube-scheduler',
  events: 'events.k8s.io',
  reconciles: PodKind,
  find: ({ namespace, name }, { api }) => api.get(PodKind, namespace, name),
  sees(change, { memory, api }) {
    const state = stateOf(memory)
    switch (change.kind as unknown) {
      case PodKind: return seePod(state, change)
      case NodeKind: return seeNode(state, change)
      case PersistentVolumeClaim: return retry(state, ['VolumeBinding'], (waiting) => usesClaim(waiting, (change.after ?? change.before)!))
      case PersistentVolume: case StorageClass: return retry(state, ['VolumeBinding'], (waiting) => hasClaims(waiting, api))
      default: return undefined
    }
  },
  reconcile(pod, world) {
    const state = stateOf(world.memory)
    const uid = pod.metadata.uid!
    if (!needsNode(pod)) {
      state.waiting.delete(uid)
      state.nominated.delete(uid)
      return undefined
    }
    const known = state.waiting.get(uid)
    const left = known === undefined ? 0 : known.sinceMs + LEFTOVER_MS - world.now
    if (known !== undefined && !known.again && known.spec === pod.spec && left > 0) return { ms: left }
    return schedule(pod, state, world)
  },
}

const needsNode = (pod: Pod): boolean =>
  pod.spec.nodeName === undefined && pod.metadata.deletionTimestamp === undefined && !isTerminal(pod) &&
  (pod.spec.schedulerName ?? DEFAULT_SCHEDULER) === DEFAULT_SCHEDULER && (pod.spec.schedulingGates ?? []).length === 0

function seePod(state: State, { before, after }: Change): Iterable<ObjectKey> | undefined {
  const [was, is] = [before as Pod | undefined, after as Pod | undefined]
  state.nodes.seePod(was, is)
  if (is === undefined) {
    state.waiting.delete(was!.metadata.uid!)
    state.nominated.delete(was!.metadata.uid!)
  }
  if (is !== undefined && needsNode(is)) return [keyOf(is)]
  if (state.waiting.size === 0) return undefined
  const freed = was?.spec.nodeName !== undefined && (is === undefined || (isTerminal(is) && !isTerminal(was)))
  const moved = is?.spec.nodeName !== undefined && (was?.spec.nodeName === undefined || was.metadata.labels !== is.metadata.labels || was.spec !== is.spec)
  // queueing hints of the plugins (pkg/scheduler/framework/plugins/*, EventsToRegister)
  if (freed) return retry(state, ['NodeResourcesFit', 'NodePorts', 'PodTopologySpread', 'InterPodAffinity'])
  return moved ? retry(state, ['PodTopologySpread', 'InterPodAffinity'], (waiting) => spokenOf(is!, waiting)) : undefined
}

function seeNode(state: State, { before, after }: Change): Iterable<ObjectKey> | undefined {
  const [was, is] = [before as Node | undefined, after as Node | undefined]
  state.nodes.seeNode(was, is)
  if (is === undefined || state.waiting.size === 0) return undefined
  if (was === undefined) return retry(state, undefined)
  const helped: string[] = []
  if (was.spec.unschedulable !== is.spec.unschedulable) helped.push('NodeUnschedulable')
  if (!sameValue(was.spec.taints, is.spec.taints)) helped.push('TaintToleration')
  if (!sameValue(was.metadata.labels, is.metadata.labels)) helped.push('NodeAffinity', 'PodTopologySpread', 'InterPodAffinity', 'VolumeBinding')
  if (!sameValue(was.status?.allocatable, is.status?.allocatable)) helped.push('NodeResourcesFit')
  return helped.length > 0 ? retry(state, helped) : undefined
}

const claimsOf = ({ key, spec }: Waiting): string[] => claimNamesOf({ metadata: key, spec } as unknown as Pod)

const usesClaim = (waiting: Waiting, { metadata: { namespace, name } }: Obj): boolean =>
  waiting.key.namespace === namespace && claimsOf(waiting).includes(name)

/** A volume helps a pod only when the claims that it names are there. */
const hasClaims = (waiting: Waiting, api: Api): boolean =>
  claimsOf(waiting).every((name) => api.get(PersistentVolumeClaim, waiting.key.namespace, name) !== undefined)

/** A constraint or a term of the waiting pod speaks of pods like this one. */
function spokenOf(pod: Pod, { key, spec }: Waiting): boolean {
  const { topologySpreadConstraints: constraints = [], affinity } = spec as Pod['spec']
  if (key.namespace === pod.metadata.namespace && constraints.some((c) => matchesSelector(c.labelSelector, pod.metadata.labels))) return true
  const terms = affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []
  return terms.some((t) => matchesSelector(t.labelSelector, pod.metadata.labels))
}

/** The pods that one of these filters refused (undefined: all), the most important first. */
function retry(state: State, helped: readonly string[] | undefined, test = (_: Waiting): boolean => true): readonly ObjectKey[] {
  const woken = [...state.waiting.values()].filter((e) => (helped === undefined || helped.some((f) => e.refusedBy.has(f))) && test(e))
  for (const entry of woken) entry.again = true
  return woken.sort((a, b) => b.priority - a.priority).map((e) => e.key)
}

function schedule(pod: Pod, state: State, world: World): Again | undefined {
  const nodes = state.nodes.list
  const cycle = { pod, nodes, reader: world.api }
  if (nodes.length === 0) return fail(pod, state, world, 'no nodes available to schedule pods', [])
  const found = findNode(cycle, state.next, withNominated(pod, state))
  if (found.node !== undefined) {
    state.next = found.next
    return assign(pod, found.node, state, world)
  }
  if (found.blocked !== undefined) return fail(pod, state, world, `0/${nodes.length} nodes are available: ${found.blocked}. not found`, ['VolumeBinding'])
  const reasons = new Map<string, number>()
  for (const { reasons: told } of found.rejections.values()) for (const reason of told) reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  const refusedBy = [...found.rejections.values()].map((r) => r.filter)
  const why = unfit(nodes.length, reasons)
  const preemption = preempt(cycle, found.rejections)
  if (preemption.node === undefined) return fail(pod, state, world, `${why} no new claims to deallocate, preemption: ${preemption.message}`, refusedBy)
  const again = fail(pod, state, world, why, refusedBy, preemption.node)
  for (const victim of preemption.victims) evict(victim, pod, preemption.node, world)
  state.nominated.set(pod.metadata.uid!, { pod, node: preemption.node })
  return again
}

/** Room that was made for a pod of the same or a higher priority is not given away. */
function withNominated(pod: Pod, state: State): ((node: NodeInfo) => NodeInfo) | undefined {
  if (state.nominated.size === 0) return undefined
  return (node) => {
    const own = [...state.nominated.values()].filter((n) => n.node === node.node.metadata.name &&
      n.pod.metadata.uid !== pod.metadata.uid && (n.pod.spec.priority ?? 0) >= (pod.spec.priority ?? 0))
    return own.length === 0 ? node : node.with([...node.pods.values(), ...own.map((n) => n.pod)])
  }
}

/** The binding subresource: the node's name and the condition in one write (pkg/registry/core/pod/storage, assignPod). */
function assign(pod: Pod, { node }: NodeInfo, state: State, world: World): Again | undefined {
  if (claimNamesOf(pod).length > 0 && !bindVolumes(pod, node, world.api)) {
    waitFor(pod, state, world, ['VolumeBinding'])
    return { ms: LEFTOVER_MS }
  }
  const nodeName = node.metadata.name
  const conditions = withCondition(pod, { status: 'True', type: 'PodScheduled' }, world.now)
  const { nominatedNodeName: _, ...status } = pod.status ?? {}
  world.api.commit(PodKind, { ...pod, spec: { ...pod.spec, nodeName }, status: { ...status, conditions } })
  world.event(pod, 'Normal', 'Scheduled', `Successfully assigned ${pod.metadata.namespace}/${pod.metadata.name} to ${nodeName}`, { action: 'Binding' })
  state.waiting.delete(pod.metadata.uid!)
  state.nominated.delete(pod.metadata.uid!)
  return undefined
}

function waitFor(pod: Pod, state: State, { now }: World, refusedBy: readonly string[]): void {
  state.waiting.set(pod.metadata.uid!, {
    key: keyOf(pod), priority: pod.spec.priority ?? 0, again: false, spec: pod.spec, sinceMs: now, refusedBy: new Set(refusedBy),
  })
}

function fail(pod: Pod, state: State, world: World, message: string, refusedBy: readonly string[], nominatedNodeName?: string): Again {
  world.event(pod, 'Warning', 'FailedScheduling', message, { action: 'Scheduling' })
  const conditions = withCondition(pod, { message, reason: 'Unschedulable', status: 'False', type: 'PodScheduled' }, world.now)
  const status = { ...pod.status, conditions, ...(nominatedNodeName === undefined ? {} : { nominatedNodeName }) }
  if (!sameValue(status, pod.status)) world.api.commit(PodKind, { ...pod, status }, 'status')
  waitFor(pod, state, world, refusedBy)
  return { ms: LEFTOVER_MS }
}

function evict(victim: Pod, preemptor: Pod, node: string, { api, event, now }: World): void {
  if (victim.metadata.deletionTimestamp !== undefined) return
  const told = api.updateStatus(PodKind, victim, (draft) => {
    draft.status ??= {}
    draft.status.conditions = withCondition(victim, {
      message: 'default-scheduler: preempting to accommodate a higher priority pod', reason: 'PreemptionByScheduler',
      status: 'True', type: 'DisruptionTarget',
    }, now)
  })
  event(victim, 'Normal', 'Preempted', `Preempted by pod ${preemptor.metadata.uid} on node ${node}`, { action: 'Preempting', related: preemptor })
  api.delete(PodKind, told ?? victim)
}

/** pkg/api/v1/pod/util.go, UpdatePodCondition */
function withCondition(pod: Pod, fresh: Omit<PodCondition, 'lastProbeTime' | 'lastTransitionTime' | 'observedGeneration'>, now: number): PodCondition[] {
  const all = pod.status?.conditions ?? []
  const before = all.find((c) => c.type === fresh.type)
  const condition: PodCondition = {
    lastProbeTime: null as never,
    lastTransitionTime: before?.status === fresh.status ? before.lastTransitionTime! : timestamp(now),
    observedGeneration: pod.metadata.generation!,
    ...fresh,
  }
  if (before === undefined) return [...all, condition]
  return all.map((c) => (c === before ? condition : c))
}
