/** A pod's status as its kubelet reports it: containers, conditions, phase. */
import { timestamp } from '../../kinds/age.ts'
import type {
  Container, ContainerState as State, ContainerStatus, Node, Pod, PodCondition, PodStatus,
} from '../../kinds/generated/api-types.ts'
import { imageId, imageName } from './image-names.ts'
import type { ContainerState, PodState } from './pod-state.ts'
import { containersOf, isRunning } from './pod-state.ts'

/** pkg/kubelet/kubelet_pods.go, generateAPIPodStatus */
export function podStatus(pod: Pod, state: PodState, node: Node, now: number): PodStatus {
  const statuses = containersOf(pod).map(({ container, role }) => ({ role, status: containerStatus(pod, container, state) }))
  const of = (...roles: string[]): ContainerStatus[] => statuses.filter((s) => roles.includes(s.role)).map((s) => s.status)
  const init = of('init', 'sidecar')
  const apps = of('app').sort((a, b) => (a.name < b.name ? -1 : 1))
  const ephemeral = of('ephemeral')
  const phase = state.verdict?.phase ?? phaseOf(pod, state, init, apps)
  const hostIP = node.status?.addresses?.find((a) => a.type === 'InternalIP')?.address ?? ''
  const { ip } = state
  return {
    ...kept(pod.status),
    conditions: conditions(pod, state, phase, init, apps, now),
    ...(apps.length === 0 ? {} : { containerStatuses: apps }),
    ...(ephemeral.length === 0 ? {} : { ephemeralContainerStatuses: ephemeral }),
    hostIP,
    hostIPs: [{ ip: hostIP }],
    ...(init.length === 0 ? {} : { initContainerStatuses: init }),
    observedGeneration: pod.metadata.generation!,
    phase,
    ...(ip === undefined ? {} : { podIP: ip, podIPs: [{ ip }] }),
    startTime: pod.status?.startTime ?? timestamp(state.startedMs),
    ...(state.verdict === undefined ? {} : { reason: state.verdict.reason, message: state.verdict.message }),
  }
}

/** What others wrote stays. */
function kept(status: PodStatus | undefined): PodStatus {
  const { qosClass, resourceClaimStatuses, extendedResourceClaimStatus } = status ?? {}
  return {
    ...(qosClass === undefined ? {} : { qosClass }),
    ...(resourceClaimStatuses === undefined ? {} : { resourceClaimStatuses }),
    ...(extendedResourceClaimStatus === undefined ? {} : { extendedResourceClaimStatus }),
  }
}

function containerStatus(pod: Pod, container: Container, podState: PodState): ContainerStatus {
  const state = podState.containers.get(container.name)
  const image = container.image ?? ''
  if (state === undefined || (state.run === undefined && state.startError === undefined && state.lastState === undefined)) {
    const initializing = (pod.spec.initContainers ?? []).length > 0
    const waiting = state?.waiting ?? { reason: initializing ? 'PodInitializing' : 'ContainerCreating' }
    return { image, imageID: '', lastState: {}, name: container.name, ready: false, restartCount: state?.restarts ?? 0, started: false, state: { waiting } }
  }
  const id = state.run?.id ?? state.startError?.id
  const current: State = state.waiting !== undefined ? { waiting: state.waiting } : stateOf(state)
  const last = state.waiting !== undefined && (state.run?.exit ?? state.startError) !== undefined ? stateOf(state) : state.lastState
  const { requests } = container.resources ?? {}
  return {
    ...(requests === undefined ? {} : { allocatedResources: requests }),
    ...(id === undefined ? {} : { containerID: `containerd://${id}` }),
    image: imageName(image),
    imageID: imageId(image),
    lastState: last ?? {},
    name: container.name,
    ready: state.role === 'init' ? state.run?.exit?.code === 0 : state.ready,
    resources: container.resources ?? {},
    restartCount: state.restarts,
    started: state.started,
    state: current,
    user: { linux: userOf(pod, container) },
    ...(container.volumeMounts === undefined ? {} : {
      volumeMounts: container.volumeMounts.map((m) => ({
        mountPath: m.mountPath, name: m.name, ...(m.readOnly === true ? { readOnly: true, recursiveReadOnly: m.recursiveReadOnly ?? 'Disabled' } : {}),
      })),
    }),
  }
}

/** Running or terminated. */
export function stateOf({ run, startError }: ContainerState): State {
  if (startError !== undefined) {
    return { terminated: {
      containerID: `containerd://${startError.id}`, exitCode: 128, finishedAt: timestamp(startError.atMs), message: startError.message,
      reason: 'StartError', startedAt: timestamp(0),
    } }
  }
  const startedAt = timestamp(run!.startedMs)
  const { exit } = run!
  if (exit === undefined) return { running: { startedAt } }
  return { terminated: {
    containerID: `containerd://${run!.id}`, exitCode: exit.code, finishedAt: timestamp(exit.atMs), reason: exit.reason, startedAt,
    ...(exit.message === undefined ? {} : { message: exit.message }),
  } }
}

function userOf(pod: Pod, container: Container): { gid: number; supplementalGroups: number[]; uid: number } {
  const own = container.securityContext ?? {}
  const all = pod.spec.securityContext ?? {}
  const gid = own.runAsGroup ?? all.runAsGroup ?? 0
  const groups = new Set([gid, ...(all.fsGroup === undefined ? [] : [all.fsGroup]), ...(all.supplementalGroups ?? [])])
  return { gid, supplementalGroups: [...groups].sort((a, b) => a - b), uid: own.runAsUser ?? all.runAsUser ?? 0 }
}

/** getPhase */
function phaseOf(pod: Pod, state: PodState, init: readonly ContainerStatus[], apps: readonly ContainerStatus[]): string {
  const policy = pod.spec.restartPolicy ?? 'Always'
  let pendingInit = false
  for (const status of init) {
    const sidecar = state.containers.get(status.name)?.role === 'sidecar'
    const ended = status.state?.terminated ?? (status.state?.waiting === undefined ? undefined : status.lastState?.terminated)
    if (sidecar) {
      if (status.started !== true && ended === undefined) pendingInit = true
    } else if (ended === undefined) pendingInit = true
    else if (ended.exitCode !== 0) {
      if (policy === 'Never') return 'Failed'
      pendingInit = true
    }
  }
  let [waiting, running, stopped, succeeded] = [0, 0, 0, 0]
  for (const { state: now, lastState } of apps) {
    if (now?.running !== undefined) running++
    else if (now?.terminated !== undefined) {
      stopped++
      if (now.terminated.exitCode === 0) succeeded++
    } else if (lastState?.terminated !== undefined) stopped++
    else waiting++
  }
  if (pendingInit && running === 0 && stopped === 0) return 'Pending'
  if (waiting > 0) return 'Pending'
  if (running > 0) return 'Running'
  if (policy === 'Always') return state.terminatingMs === undefined || stopped === 0 ? 'Running' : succeeded === stopped ? 'Succeeded' : 'Failed'
  // what runs beside the others ends before the pod does
  if ([...state.containers.values()].some((c) => c.role === 'sidecar' && isRunning(c))) return 'Running'
  if (succeeded === stopped) return 'Succeeded'
  return policy === 'Never' || state.terminatingMs !== undefined ? 'Failed' : 'Running'
}

/** pkg/kubelet/status/generate.go */
function conditions(
  pod: Pod, state: PodState, phase: string, init: readonly ContainerStatus[], apps: readonly ContainerStatus[], now: number,
): PodCondition[] {
  const before = pod.status?.conditions ?? []
  const ended = phase === 'Succeeded' ? 'PodCompleted' : phase === 'Failed' ? 'PodFailed' : undefined
  const condition = (type: string, met: boolean, reason?: string, message?: string): PodCondition => {
    const status = met ? 'True' : 'False'
    const old = before.find((c) => c.type === type)
    const fresh: PodCondition = {
      lastProbeTime: null as never,
      lastTransitionTime: old?.status === status ? old.lastTransitionTime! : timestamp(now),
      observedGeneration: pod.metadata.generation!, status, type,
    }
    if (message !== undefined && message !== '') fresh.message = message
    if (reason !== undefined) fresh.reason = reason
    return fresh
  }
  const isDone = (s: ContainerStatus): boolean =>
    state.containers.get(s.name)?.role === 'sidecar' ? s.started === true || s.state?.terminated !== undefined
      : (s.state?.terminated ?? s.lastState?.terminated)?.exitCode === 0
  const incomplete = init.filter((s) => !isDone(s)).map((s) => s.name)
  const initialized = phase === 'Succeeded' || incomplete.length === 0
  const sidecars = init.filter((s) => state.containers.get(s.name)?.role === 'sidecar')
  const unready = [...sidecars, ...apps].filter((s) => !s.ready).map((s) => s.name)
  const notReady = unready.length === 0 ? undefined : `containers with unready status: [${unready.join(' ')}]`
  const ready = ended === undefined && unready.length === 0 && incomplete.length === 0
  const gates = (pod.spec.readinessGates ?? []).map((g) => g.conditionType).filter((type) => before.find((c) => c.type === type)?.status !== 'True')
  const gate = gates.map((type) => `the status of pod readiness gate "${type}" is not "True", but ${before.find((c) => c.type === type)?.status ?? 'False'}`)
  const readyBut = ready && gates.length > 0
  const own = [
    condition('PodReadyToStartContainers', state.ip !== undefined && ended === undefined),
    condition('Initialized', initialized, initialized ? (ended === 'PodCompleted' ? ended : undefined) : 'ContainersNotInitialized',
      initialized ? undefined : `containers with incomplete status: [${incomplete.join(' ')}]`),
    condition('Ready', ready && !readyBut, ready ? (readyBut ? 'ReadinessGatesNotReady' : undefined) : ended ?? 'ContainersNotReady',
      readyBut ? gate.join(', ') : ended === undefined ? notReady : undefined),
    condition('ContainersReady', ready, ready ? undefined : ended ?? 'ContainersNotReady', ended === undefined ? notReady : undefined),
    condition('PodScheduled', true),
  ]
  return [...own, ...before.filter((c) => !own.some((o) => o.type === c.type))]
}
