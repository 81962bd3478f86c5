/** The kubelets of all nodes: each makes the pods of its node so. */
import { ConfigMap } from '../../kinds/core/config-map.ts'
import { Node as NodeKind } from '../../kinds/core/node.ts'
import { Pod as PodKind } from '../../kinds/core/pod.ts'
import { Secret } from '../../kinds/core/secret.ts'
import type { Node, Pod } from '../../kinds/generated/api-types.ts'
import type { Obj, ObjectKey } from '../../kinds/object.ts'
import { sameValue } from '../../lib/same-value.ts'
import type { Again, Controller, World } from '../controller.ts'
import { keyOf } from '../manager.ts'
import { admission } from './admission.ts'
import { advance, mayRestart } from './containers.ts'
import type { PodState } from './pod-state.ts'
import { containersOf, newContainerState, newPodState } from './pod-state.ts'
import { podStatus } from './status.ts'
import type { Sync, Wakes } from './sync.ts'
import { newSync } from './sync.ts'
import { terminate } from './termination.ts'
import { mountFailure } from './volume-content.ts'

// pkg/volume/util/operationexecutor: a mount that failed is tried again, each time later
const MOUNT_RETRY_MS = 500
const MOUNT_RETRY_MAX_MS = 122_000

interface Known {
  readonly state: PodState
  /** The pod as the kubelet has dealt with it last, and when it is due again. */
  done: Pod | undefined
  nextMs: number
}

interface State {
  readonly pods: Map<string, Known>
  /** Pods that miss a ConfigMap or Secret, by namespace. */
  readonly missing: Map<string, Set<string>>
}

function stateOf(memory: Map<string, unknown>): State {
  let state = memory.get('state') as State | undefined
  if (state === undefined) memory.set('state', (state = { pods: new Map(), missing: new Map() }))
  return state
}

const idOf = ({ namespace, name }: ObjectKey): string => `${namespace}/${name}`

/** pkg/kubelet/kubelet.go, SyncPod */
export const kubelet: Controller<Pod> = {
  name: 'kubelet',
  user: 'system:node',
  program: 'kubelet',
  hostOf: (about) => (about as Pod).spec?.nodeName,
  reconciles: PodKind,
  alsoWatches: [
    { kind: ConfigMap, keysFor: (object, world) => concernedBy(object, world) },
    { kind: Secret, keysFor: (object, world) => concernedBy(object, world) },
    { kind: NodeKind, keysFor: (node, { api }, { before }) => (before === undefined || isReady(before as Node) !== isReady(node as Node) ? api.onNode(node.metadata.name).map(keyOf) : []) },
  ],
  // its own writes are no news to the kubelet
  concerns: (pod, { memory }) => pod.spec.nodeName !== undefined && stateOf(memory).pods.get(idOf(pod.metadata))?.done !== pod,
  reconcile(pod, world) {
    const { api, memory, now, parts: { runtime } } = world
    const nodeName = pod.spec.nodeName
    if (nodeName === undefined) return undefined
    const state = stateOf(memory)
    let known = state.pods.get(idOf(pod.metadata))
    if (known !== undefined && known.state.uid !== pod.metadata.uid) {
      forget(known.state, world)
      known = undefined
    }
    if (known?.done === pod && now < known.nextMs) return known.nextMs === Infinity ? undefined : { ms: known.nextMs - now }
    const node = api.get(NodeKind, undefined, nodeName)
    if (node?.status?.nodeInfo === undefined || !runtime.isKubeletUp(nodeName)) return undefined
    if (known === undefined) state.pods.set(idOf(pod.metadata), (known = { state: newPodState(pod.metadata.uid!, now), done: undefined, nextMs: 0 }))
    const sync = newSync(pod, node, known.state, world)
    if (syncPod(sync, state)) return void (known.done = undefined)
    return report(sync, known)
  },
  gone(key, world) {
    const state = stateOf(world.memory)
    const known = state.pods.get(idOf(key))
    if (known === undefined) return
    forget(known.state, world)
    state.pods.delete(idOf(key))
  },
}

const isReady = (node: Node): boolean => node.status?.conditions?.find((c) => c.type === 'Ready')?.status === 'True'

/** Pods that wait for it, and pods whose servers may now answer otherwise. */
function concernedBy(object: Obj, { memory, now }: World): ObjectKey[] {
  const state = stateOf(memory)
  return [...waitingFor(object, state), ...probedAgain(object, state, now)]
}

function probedAgain({ metadata: { namespace, name } }: Obj, state: State, now: number): ObjectKey[] {
  const keys: ObjectKey[] = []
  for (const known of state.pods.values()) {
    const pod = known.done
    if (pod?.metadata.namespace !== namespace || !JSON.stringify(pod?.spec.volumes ?? []).includes(`"${name}"`)) continue
    for (const container of pod!.spec.containers) {
      const probes = known.state.containers.get(container.name)?.probes ?? {}
      for (const kind of ['liveness', 'readiness'] as const) {
        const probe = probes[kind]
        if (probe !== undefined) probe.nextMs = Math.min(probe.nextMs, now + (container[`${kind}Probe`]?.periodSeconds ?? 10) * 1000)
      }
    }
    known.nextMs = 0
    keys.push(keyOf(pod!))
  }
  return keys
}

function waitingFor(object: Obj, state: State): ObjectKey[] {
  const { namespace } = object.metadata
  const names = [...(state.missing.get(namespace ?? '') ?? [])].sort()
  for (const name of names) {
    const known = state.pods.get(`${namespace}/${name}`)
    if (known === undefined) continue
    known.nextMs = 0
    known.state.mountRetryMs = Math.min(known.state.mountRetryMs, 0)
    for (const container of known.state.containers.values()) if (container.waiting?.reason === 'CreateContainerConfigError') container.notBeforeMs = 0
  }
  return names.map((name) => ({ namespace, name }))
}

function forget(state: PodState, { parts: { addresses, runtime }, now }: World): void {
  for (const container of state.containers.values()) container.run?.stop(now)
  runtime.remove(state.uid)
  if (state.ip !== undefined) addresses.release(state.ip)
}

/** True when the pod has left the API. */
function syncPod(sync: Sync, all: State): boolean {
  const { pod, state } = sync
  const ended = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'
  if (pod.metadata.deletionTimestamp !== undefined || state.verdict !== undefined || ended) {
    if (!terminate(sync) || pod.metadata.deletionTimestamp === undefined) return false
    // whoever holds the pod sees how it ended
    const held = (pod.metadata.finalizers ?? []).length > 0
    if (held && pod.metadata.deletionGracePeriodSeconds === 0) return false
    const last = held ? writeStatus(sync) : pod
    sync.world.api.delete(PodKind, last, { gracePeriodSeconds: 0 })
    return true
  }
  if (state.containers.size === 0) state.verdict = admission(sync)
  if (state.verdict === undefined) checkDeadline(sync)
  if (state.verdict !== undefined) {
    terminate(sync)
    return false
  }
  if (mountVolumes(sync) && giveAddress(sync)) syncContainers(sync)
  noteMissing(sync, all)
  return false
}

function mountVolumes(sync: Sync): boolean {
  const { pod, state, world, now } = sync
  if (state.ip !== undefined) return true
  if (state.mountFailure !== undefined && now < state.mountRetryMs) {
    sync.wake(state.mountRetryMs)
    return false
  }
  const failure = mountFailure(pod, world.api)
  if (failure === undefined) return true
  state.mountBackoffMs = state.mountFailure === undefined ? MOUNT_RETRY_MS : Math.min(state.mountBackoffMs * 2, MOUNT_RETRY_MAX_MS)
  state.mountFailure = failure
  state.mountRetryMs = now + state.mountBackoffMs
  world.event(pod, 'Warning', 'FailedMount', failure)
  sync.wake(state.mountRetryMs)
  return false
}

function giveAddress({ pod, node, state, world }: Sync): boolean {
  if (state.ip !== undefined) return true
  if (pod.spec.hostNetwork === true) state.ip = node.status?.addresses?.find((a) => a.type === 'InternalIP')?.address
  else state.ip = world.parts.addresses.take(node, world.api.list(NodeKind))
  return state.ip !== undefined
}

/** Init containers one after the other, sidecars along with them, then all others. */
function syncContainers(sync: Sync): void {
  const { pod, state } = sync
  let initialized = true
  for (const { container, role } of containersOf(pod)) {
    let own = state.containers.get(container.name)
    if (own === undefined) state.containers.set(container.name, (own = newContainerState(role)))
    if (role === 'init' || role === 'sidecar') {
      if (!initialized && own.run === undefined) continue
      if (role === 'init' && own.run?.exit?.code === 0) continue
      advance(sync, container, own)
      const done = role === 'init' ? own.run?.exit?.code === 0 : own.started
      if (!done) initialized = false
    } else if (initialized || role === 'ephemeral' || own.run !== undefined) advance(sync, container, own)
  }
  if (hasEnded(sync)) terminate(sync)
}

/** All containers that count have ended for good: what runs beside them is stopped. */
function hasEnded(sync: Sync): boolean {
  const apps = sync.pod.spec.containers.map((container) => ({ container, state: sync.state.containers.get(container.name)! }))
  return apps.every(({ container, state }) => (state.run?.exit !== undefined || state.startError !== undefined) && !mayRestart(sync, container, state))
}

/** pkg/kubelet/active_deadline.go */
function checkDeadline({ pod, state, world, now, wake }: Sync): void {
  const { activeDeadlineSeconds } = pod.spec
  if (activeDeadlineSeconds === undefined) return
  const end = state.startedMs + activeDeadlineSeconds * 1000
  if (now < end) return wake(end)
  const message = 'Pod was active on the node longer than the specified deadline'
  world.event(pod, 'Normal', 'DeadlineExceeded', message)
  state.verdict = { phase: 'Failed', reason: 'DeadlineExceeded', message }
}

function noteMissing({ pod, state }: Sync, { missing }: State): void {
  const { namespace = '', name } = pod.metadata
  const waits = (state.ip === undefined && state.mountFailure !== undefined) ||
    [...state.containers.values()].some((c) => c.waiting?.reason === 'CreateContainerConfigError')
  const names = missing.get(namespace)
  if (!waits) names?.delete(name)
  else if (names === undefined) missing.set(namespace, new Set([name]))
  else names.add(name)
}

function writeStatus({ pod, state, node, world, now }: Sync): Pod {
  const status = podStatus(pod, state, node, now)
  if (sameValue(status, pod.status)) return pod
  return world.api.commit(PodKind, { ...pod, status }, 'status')
}

function report(sync: Sync & { wakes: Wakes }, known: Known): Again | undefined {
  const { now, wakes: { nextMs, unsettledMs } } = sync
  known.done = writeStatus(sync)
  known.nextMs = nextMs
  if (nextMs === Infinity) return undefined
  return { ms: nextMs - now, ...(unsettledMs === undefined ? {} : { unsettled: true }) }
}

