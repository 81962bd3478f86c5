/** Brings one container on: its image, its start, its probes, its end and its next start. */
import type { Container } from '../../kinds/generated/api-types.ts'
import { pull } from '../../images/index.ts'
import { goDuration } from '../../lib/duration.ts'
import { ConfigError, environmentOf } from './environment.ts'
import { imageName, invalidName } from './image-names.ts'
import type { ContainerState } from './pod-state.ts'
import { isRunning } from './pod-state.ts'
import { newProbe, note, runProbe, runToEnd } from './probes.ts'
import { stateOf } from './status.ts'
import type { Sync } from './sync.ts'
import { podName } from './sync.ts'

/** A first pull takes this long; an image that the node has is only checked. */
const PULL_MS = 300
/** Until the kubelet notices that a container has ended. */
const NOTICE_MS = 1_000
// pkg/kubelet/kubelet.go
const BACKOFF_MS = 10_000
const BACKOFF_MAX_MS = 300_000
/** A container that ran this long starts with a fresh back-off. */
const BACKOFF_RESET_MS = 600_000
/** Errors that only somebody else can mend are tried again this often. */
const RETRY_MS = 10_000
const HOOK_MAX_MS = 30_000
/** A server that has answered this often is asked this much less often, until something it shows is changed. */
const STEADY_AFTER = 3
const STEADY_FACTOR = 60
/** A probe that starts later than this does not keep the cluster unsettled. */
const PENDING_MAX_MS = 60_000

/** Lets everything happen to a container that is due now. */
export function advance(sync: Sync, container: Container, state: ContainerState): void {
  const { now } = sync
  if (state.imageName !== container.image) replaceImage(sync, container, state)
  if (isRunning(state)) {
    state.run!.step(now)
    if (isRunning(state)) return supervise(sync, container, state)
    ended(state)
  }
  if (state.run !== undefined || state.startError !== undefined) {
    if (!mayRestart(sync, container, state) || !isTimeToRestart(sync, container, state)) return
  }
  if (now < state.notBeforeMs) return sync.wake(state.notBeforeMs)
  if (fetchImage(sync, container, state)) create(sync, container, state)
}

/** A container's image may be changed while it runs, or waits for another one. */
function replaceImage(sync: Sync, container: Container, state: ContainerState): void {
  const first = state.imageName === undefined
  state.imageName = container.image
  if (first) return
  state.image = undefined
  state.pullFailure = undefined
  state.pullBackoffMs = 0
  state.notBeforeMs = 0
  state.crashBackoffMs = 0
  if (!isRunning(state)) return
  sync.tell(state.role, container.name, 'Normal', 'Killing', `Container ${container.name} definition changed, will be restarted`)
  state.run!.stop(sync.now)
  ended(state)
  state.lastState = stateOf(state)
  state.restarts++
  state.run = undefined
  state.waiting = { reason: 'ContainerCreating' }
}

function ended(state: ContainerState): void {
  state.started = false
  state.ready = false
  for (const kind of ['startup', 'readiness', 'liveness'] as const) delete state.probes[kind]
}

const exitCodeOf = (state: ContainerState): number => (state.startError !== undefined ? 128 : state.run!.exit!.code)
const endedMs = (state: ContainerState): number => state.startError?.atMs ?? state.run!.exit!.atMs

/** pkg/kubelet/container/helpers.go, ShouldContainerBeRestarted */
export function mayRestart({ pod }: Sync, container: Container, state: ContainerState): boolean {
  const code = exitCodeOf(state)
  if (state.role === 'ephemeral') return false
  if (state.role === 'sidecar') return true
  const policy = state.role === 'app' ? container.restartPolicy ?? pod.spec.restartPolicy ?? 'Always' : pod.spec.restartPolicy ?? 'Always'
  if (state.role === 'init') return code !== 0 && policy !== 'Never'
  return policy === 'Always' || (policy === 'OnFailure' && code !== 0)
}

/** doBackOff of pkg/kubelet/kuberuntime/kuberuntime_manager.go */
function isTimeToRestart(sync: Sync, container: Container, state: ContainerState): boolean {
  const { now, pod } = sync
  const end = endedMs(state)
  if (state.stoppingUntilMs === undefined && now < end + NOTICE_MS) {
    sync.wake(end + NOTICE_MS)
    return false
  }
  if (state.run !== undefined && end - state.run.startedMs > BACKOFF_RESET_MS) state.crashBackoffMs = 0
  if (now >= end + state.crashBackoffMs) return true
  if (state.waiting === undefined) {
    const seconds = goDuration(state.crashBackoffMs)
    state.waiting = { reason: 'CrashLoopBackOff', message: `back-off ${seconds} restarting failed container=${container.name} pod=${podName(pod)}` }
    sync.tell(state.role, container.name, 'Warning', 'BackOff', `Back-off restarting failed container ${container.name} in pod ${podName(pod)}`)
  }
  sync.wake(end + state.crashBackoffMs)
  return false
}

/** True when the image is there. pkg/kubelet/images/image_manager.go */
function fetchImage(sync: Sync, container: Container, state: ContainerState): boolean {
  const { now } = sync
  const name = container.image ?? ''
  const tell = (type: 'Normal' | 'Warning', reason: string, message: string): void => sync.tell(state.role, container.name, type, reason, message)
  const fail = (reason: string, message: string, retryMs: number): false => {
    state.waiting = { reason, message }
    state.notBeforeMs = now + retryMs
    sync.wake(state.notBeforeMs)
    return false
  }
  if (state.pullingUntilMs === undefined) {
    const invalid = invalidName(name)
    if (invalid !== undefined) {
      const message = `Failed to apply default image tag "${name}": couldn't parse image name "${name}": ${invalid}`
      tell('Warning', 'InspectFailed', message)
      tell('Warning', 'Failed', 'Error: InvalidImageName')
      return fail('InvalidImageName', message, RETRY_MS)
    }
    const present = state.image !== undefined
    if (!present && container.imagePullPolicy === 'Never') {
      const message = `Container image "${name}" is not present with pull policy of Never`
      tell('Warning', 'ErrImageNeverPull', message)
      tell('Warning', 'Failed', 'Error: ErrImageNeverPull')
      return fail('ErrImageNeverPull', message, RETRY_MS)
    }
    if (present && container.imagePullPolicy !== 'Always') {
      tell('Normal', 'Pulled', `Container image "${name}" already present on machine and can be accessed by the pod`)
      return true
    }
    if (isPullBackOff(sync, container, state)) return false
    tell('Normal', 'Pulling', `Pulling image "${name}"`)
    state.pullingUntilMs = now + (present ? 0 : PULL_MS)
  }
  if (now < state.pullingUntilMs) {
    sync.wake(state.pullingUntilMs)
    return false
  }
  state.pullingUntilMs = undefined
  const pulled = pull(name)
  if ('error' in pulled) {
    const message = `rpc error: code = ${pulled.code} desc = failed to pull and unpack image "${imageName(name)}": ${pulled.error}`
    tell('Warning', 'Failed', `Failed to pull image "${name}": ${message}`)
    tell('Warning', 'Failed', 'Error: ErrImagePull')
    state.pullBackoffMs = Math.min(state.pullBackoffMs === 0 ? BACKOFF_MS : state.pullBackoffMs * 2, BACKOFF_MAX_MS)
    state.pullFailure = { message, untilMs: now + state.pullBackoffMs }
    return fail('ErrImagePull', message, NOTICE_MS)
  }
  state.image = pulled.image
  state.pullFailure = undefined
  tell('Normal', 'Pulled', pulledMessage(sync, name, pulled.image.sizeBytes))
  return true
}

function isPullBackOff(sync: Sync, container: Container, state: ContainerState): boolean {
  const { pullFailure } = state
  if (pullFailure === undefined || sync.now >= pullFailure.untilMs) return false
  if (state.waiting?.reason !== 'ImagePullBackOff') {
    const message = `Back-off pulling image "${container.image}"`
    sync.tell(state.role, container.name, 'Normal', 'BackOff', message)
    sync.tell(state.role, container.name, 'Warning', 'Failed', 'Error: ImagePullBackOff')
    state.waiting = { reason: 'ImagePullBackOff', message: `${message}: ErrImagePull: ${pullFailure.message}` }
  }
  state.notBeforeMs = pullFailure.untilMs
  sync.wake(pullFailure.untilMs)
  return true
}

/** No two pulls of a container take equally long, or their events would be counted as one. */
function pulledMessage({ world }: Sync, name: string, sizeBytes: number): string {
  const ms = 180 + world.random.integer(900)
  const duration = goDuration(ms)
  return `Successfully pulled image "${name}" in ${duration} (${duration} including waiting). Image size: ${sizeBytes} bytes.`
}

/** startContainer of pkg/kubelet/kuberuntime/kuberuntime_container.go */
function create(sync: Sync, container: Container, state: ContainerState): void {
  const { pod, world, now } = sync
  const { runtime } = world.parts
  const configError = (message: string): void => {
    sync.tell(state.role, container.name, 'Warning', 'Failed', `Error: ${message}`)
    state.waiting = { reason: 'CreateContainerConfigError', message }
    state.notBeforeMs = now + RETRY_MS
    sync.wake(state.notBeforeMs)
  }
  const forbidden = rootForbidden(sync, container)
  if (forbidden !== undefined) return configError(forbidden)
  let env: ReadonlyMap<string, string>
  try {
    env = environmentOf(pod, container, state.image!, sync.state.ip ?? '', world.api)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return configError(error.message)
  }
  if (state.run !== undefined || state.startError !== undefined) {
    state.lastState = stateOf(state)
    state.restarts++
    state.crashBackoffMs = Math.min(state.crashBackoffMs === 0 ? BACKOFF_MS : state.crashBackoffMs * 2, BACKOFF_MAX_MS)
  }
  state.waiting = undefined
  state.stoppingUntilMs = undefined
  state.startError = undefined
  sync.tell(state.role, container.name, 'Normal', 'Created', 'Container created')
  const run = runtime.start(pod, container, state.image!, env, sync.state.ip ?? '')
  if (typeof run === 'string') {
    const message = `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: ${run}`
    sync.tell(state.role, container.name, 'Warning', 'Failed', `Error: ${message}`)
    state.run = undefined
    state.startError = { message, atMs: now, id: runtime.newId() }
    return advance(sync, container, state)
  }
  state.run = run
  sync.tell(state.role, container.name, 'Normal', 'Started', 'Container started')
  if (container.lifecycle?.postStart?.exec !== undefined) {
    const { status, output } = runToEnd(run, container.lifecycle.postStart.exec.command ?? [], runtime, HOOK_MAX_MS)
    if (status !== 0) {
      sync.tell(state.role, container.name, 'Warning', 'FailedPostStartHook', `PostStartHook failed: ${output}`)
      run.stop(now)
    }
  }
  state.started = container.startupProbe === undefined
  advance(sync, container, state)
}

/** pkg/kubelet/kuberuntime/security_context.go, verifyRunAsNonRoot. */
function rootForbidden({ pod }: Sync, container: Container): string | undefined {
  const own = container.securityContext
  const all = pod.spec.securityContext
  if ((own?.runAsNonRoot ?? all?.runAsNonRoot) !== true) return undefined
  const user = own?.runAsUser ?? all?.runAsUser ?? imageUser(container)
  const where = `(pod: "${podName(pod)}", container: ${container.name})`
  if (user === 0) return `container's runAsUser breaks non-root policy ${where}`
  return user === undefined ? `container has runAsNonRoot and image will run as root ${where}` : undefined
}

function imageUser(container: Container): number | undefined {
  const pulled = pull(container.image ?? '')
  return 'image' in pulled ? pulled.image.user : undefined
}

/** Probes a running container whenever it is time. */
function supervise(sync: Sync, container: Container, state: ContainerState): void {
  const { startupProbe, readinessProbe, livenessProbe } = container
  const run = state.run!
  if (run.wakeMs !== undefined) sync.wake(run.wakeMs)
  if (startupProbe !== undefined && !state.started) {
    const result = probe(sync, container, state, 'startup', 'Startup')
    if (result === true) state.started = true
    else if (result === false) return kill(sync, container, state, 'startup')
  }
  if (state.started) {
    if (livenessProbe !== undefined && probe(sync, container, state, 'liveness', 'Liveness') === false) return kill(sync, container, state, 'liveness')
    state.ready = readinessProbe === undefined || probe(sync, container, state, 'readiness', 'Readiness') === true
  }
}

function probe(sync: Sync, container: Container, state: ContainerState, kind: 'startup' | 'liveness' | 'readiness', title: string): boolean | undefined {
  const { now, pod, world } = sync
  const spec = container[`${kind}Probe`]!
  const known = (state.probes[kind] ??= newProbe(spec, kind === 'startup' ? state.run!.startedMs : Math.max(now, state.run!.startedMs)))
  if (now >= known.nextMs) {
    const result = runProbe(spec, pod, container, state.run!, sync.state.ip ?? '', world.parts.runtime, now)
    if (!result.ok) sync.tell(state.role, container.name, 'Warning', 'Unhealthy', `${title} probe failed: ${result.output}`)
    note(known, spec, result.ok, now)
    const steady = spec.exec === undefined && known.successes >= STEADY_AFTER && state.run!.isSteady
    if (steady) known.nextMs = now + (spec.periodSeconds ?? 10) * 1000 * STEADY_FACTOR
  }
  const pending = state.restarts === 0 && (kind === 'readiness' ? known.result === undefined && known.failures === 0
    : known.result === undefined || (known.failures > 0 && known.result))
  sync.wake(known.nextMs, pending && known.nextMs - now <= PENDING_MAX_MS)
  return known.result
}

function kill(sync: Sync, container: Container, state: ContainerState, kind: string): void {
  sync.tell(state.role, container.name, 'Normal', 'Killing', `Container ${container.name} failed ${kind} probe, will be restarted`)
  state.run!.stop(sync.now)
  ended(state)
  // what the kubelet ended itself it need not notice first
  state.stoppingUntilMs = sync.now
  advance(sync, container, state)
}


