/** What the kubelet remembers of a pod and its containers between two looks. */
import type { Image } from '../../images/image.ts'
import type { Container, Pod } from '../../kinds/generated/api-types.ts'
import type { ContainerRun } from './container-run.ts'

export type Role = 'init' | 'sidecar' | 'app' | 'ephemeral'

export interface ProbeState {
  /** When it is made next. */
  nextMs: number
  successes: number
  failures: number
  /** Undefined until the first result. */
  result: boolean | undefined
}

export interface ContainerState {
  readonly role: Role
  /** Why it does not run, as `state.waiting`. */
  waiting: { reason: string; message?: string } | undefined
  image: Image | undefined
  /** The image that the pod named when the container was last looked at. */
  imageName: string | undefined
  /** A pull is under way until then. */
  pullingUntilMs: number | undefined
  /** Not tried again before. */
  notBeforeMs: number
  /** The back-off after the last failed pull, and after the last exit. */
  pullBackoffMs: number
  pullFailure: { message: string; untilMs: number } | undefined
  crashBackoffMs: number
  /** The run that its status speaks of: running, or ended and not yet followed by another one. */
  run: ContainerRun | undefined
  /** What runc said when there was nothing to run. */
  startError: { message: string; atMs: number; id: string } | undefined
  lastState: object | undefined
  restarts: number
  started: boolean
  ready: boolean
  readonly probes: { startup?: ProbeState; readiness?: ProbeState; liveness?: ProbeState }
  /** It was told to stop and does so at this moment. */
  stoppingUntilMs: number | undefined
  /** SIGTERM has been sent. */
  signalled: boolean
}

export interface PodState {
  readonly uid: string
  readonly startedMs: number
  ip: string | undefined
  /** The last message of FailedMount, and when it is tried again. */
  mountFailure: string | undefined
  mountRetryMs: number
  mountBackoffMs: number
  readonly containers: Map<string, ContainerState>
  /** The pod is going away; its processes are told to. */
  terminatingMs: number | undefined
  /** Why the kubelet itself ended the pod. */
  verdict: { phase: string; reason: string; message: string } | undefined
}

export const newPodState = (uid: string, now: number): PodState => ({
  uid, startedMs: now, ip: undefined, mountFailure: undefined, mountRetryMs: 0, mountBackoffMs: 0, containers: new Map(), terminatingMs: undefined, verdict: undefined,
})

export const newContainerState = (role: Role): ContainerState => ({
  role, waiting: undefined, image: undefined, imageName: undefined, pullingUntilMs: undefined, notBeforeMs: 0, pullBackoffMs: 0, pullFailure: undefined, crashBackoffMs: 0, run: undefined,
  startError: undefined, lastState: undefined, restarts: 0, started: false, ready: false, probes: {}, stoppingUntilMs: undefined, signalled: false,
})

/** A pod's containers in the order in which they start, with what they are to it. */
export function containersOf(pod: Pod): { container: Container; role: Role }[] {
  return [
    ...(pod.spec.initContainers ?? []).map((container) => ({ container, role: container.restartPolicy === 'Always' ? 'sidecar' as const : 'init' as const })),
    ...pod.spec.containers.map((container) => ({ container, role: 'app' as const })),
    ...(pod.spec.ephemeralContainers ?? []).map((container) => ({ container: container as Container, role: 'ephemeral' as const })),
  ]
}

export const FIELD: Readonly<Record<Role, string>> = {
  init: 'spec.initContainers', sidecar: 'spec.initContainers', app: 'spec.containers', ephemeral: 'spec.ephemeralContainers',
}

export const isRunning = (state: ContainerState | undefined): boolean => state?.run !== undefined && state.run.exit === undefined
