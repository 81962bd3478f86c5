/** What ReplicaSets and ReplicationControllers have in common: as many pods of a template as asked for. */
import type { Api } from '../apiserver/api.ts'
import { StatusError } from '../apiserver/errors.ts'
import { Pod } from '../kinds/core/pod.ts'
import type { LabelSelector, Pod as PodObject, PodTemplateSpec } from '../kinds/generated/api-types.ts'
import type { Kind } from '../kinds/kind.ts'
import type { Obj } from '../kinds/object.ts'
import { timestamp } from '../kinds/age.ts'
import { sameValue } from '../lib/same-value.ts'
import type { Again, Controller, World } from './controller.ts'
import { adopters, claim, controllerReference, orphanPods } from './owned.ts'
import { availableInMs, hasLabels, isActive, isReady, isTerminal, restartsOf } from './pods.ts'
import { slowStart } from './slow-start.ts'

/** More pods than this are not made or deleted in one go. */
const BURST_REPLICAS = 500
/** A pod that is refused is tried again after this long, doubling. */
const RETRY_MS = 5
const RETRY_MAX_MS = 1_000_000

interface Condition {
  lastTransitionTime?: string
  message?: string
  reason?: string
  status: string
  type: string
}

interface Status {
  availableReplicas?: number
  conditions?: Condition[]
  fullyLabeledReplicas?: number
  observedGeneration?: number
  readyReplicas?: number
  replicas: number
  terminatingReplicas?: number
}

export interface Replicated extends Obj {
  spec?: { replicas?: number; minReadySeconds?: number; template?: PodTemplateSpec }
  status?: Status
}

export interface ReplicaRules<T extends Replicated> {
  readonly name: string
  readonly kind: Kind<T>
  selectorOf(object: T): LabelSelector
  /** ReplicaSets count the pods that are going away, too. */
  readonly countsTerminating: boolean
}

/** pkg/controller/replicaset/replica_set.go, syncReplicaSet */
export function replicaController<T extends Replicated>(rules: ReplicaRules<T>): Controller<T> {
  return {
    name: rules.name,
    reconciles: rules.kind,
    owns: [Pod],
    alsoWatches: [{
      kind: Pod,
      keysFor: (pod: PodObject, world, change) => adopters(pod, world, change, rules.kind, rules.selectorOf),
    }],
    reconcile(object, world) {
      const { api, memory } = world
      const pods = claim<PodObject>(api, object, Pod, rules.selectorOf(object), orphanPods(memory, api).of(object.metadata.namespace!))
      const active = pods.filter(isActive)
      const difference = active.length - (object.spec?.replicas ?? 1)
      let refused: unknown
      let now = active
      if (object.metadata.deletionTimestamp === undefined && difference < 0) {
        const made = createPods(object, -difference, world)
        refused = made.error
        now = [...active, ...made.pods]
      } else if (object.metadata.deletionTimestamp === undefined && difference > 0) {
        deletePods(object, active, difference, world)
        refused = undefined
      }
      if (difference !== 0 && refused === undefined) memory.delete(`retry ${object.metadata.uid}`)
      const terminating = pods.filter((p) => p.metadata.deletionTimestamp !== undefined && !isTerminal(p)).length
      writeStatus(rules, object, difference < 0 ? active : now, terminating, refused, world)
      return refused === undefined ? becomesAvailable(object, active, world) : retry(object, memory)
    },
  }
}

function createPods(object: Replicated, count: number, { api, event }: World): { pods: PodObject[]; error?: unknown } {
  const pods: PodObject[] = []
  const { error } = slowStart(Math.min(count, BURST_REPLICAS), () => {
    try {
      const pod = podFrom(api, object, object.spec!.template!)
      pods.push(pod)
      event(object, 'Normal', 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`)
    } catch (refusal) {
      if (!(refusal instanceof StatusError)) throw refusal
      event(object, 'Warning', 'FailedCreate', `Error creating: ${refusal.message}`)
      throw refusal
    }
  })
  return { pods, ...(error === undefined ? {} : { error }) }
}

/** pkg/controller/controller_utils.go, GetPodFromTemplate */
function podFrom(api: Api, owner: Obj, template: PodTemplateSpec, name?: string): PodObject {
  const { labels, annotations, finalizers } = template.metadata ?? {}
  return api.create(Pod, {
    metadata: {
      namespace: owner.metadata.namespace!,
      ...(name === undefined ? { generateName: prefixFor(owner.metadata.name) } : { name }),
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
      ...(finalizers === undefined ? {} : { finalizers }),
      ownerReferences: [controllerReference(owner)],
    },
    spec: template.spec!,
  }, template)
}

/** A generated name never grows over what a pod's name may be. */
const GENERATE_NAME_MAX = 58
export const prefixFor = (name: string): string => `${name}-`.slice(0, GENERATE_NAME_MAX)

function deletePods(object: Replicated, active: readonly PodObject[], count: number, { api, event }: World): void {
  for (const pod of ranked(active, api.now).slice(0, Math.min(count, BURST_REPLICAS))) {
    api.delete(Pod, pod)
    event(object, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`)
  }
}

const PHASE_RANK: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 }

/** Which pods go first (pkg/controller/controller_utils.go, ActivePodsWithRanks). */
function ranked(pods: readonly PodObject[], now: number): PodObject[] {
  const onNode = new Map<string, number>()
  for (const { spec: { nodeName = '' } } of pods) onNode.set(nodeName, (onNode.get(nodeName) ?? 0) + 1)
  const logAge = (time: string | undefined): number => (time === undefined ? -1 : Math.floor(Math.log2(Math.max(1, now - Date.parse(time)))))
  const entries = pods.map((pod) => ({
    pod,
    rank: [
      pod.spec.nodeName === undefined ? 0 : 1,
      PHASE_RANK[pod.status?.phase ?? ''] ?? 0,
      isReady(pod) ? 1 : 0,
      Number(pod.metadata.annotations?.['controller.kubernetes.io/pod-deletion-cost'] ?? 0),
      -(onNode.get(pod.spec.nodeName ?? '') ?? 0),
      isReady(pod) ? logAge(pod.status?.conditions?.find((c) => c.type === 'Ready')?.lastTransitionTime) : 0,
      -restartsOf(pod),
      logAge(pod.metadata.creationTimestamp),
    ],
  }))
  const compare = (a: readonly number[], b: readonly number[]): number => {
    for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!
    return 0
  }
  return entries.sort((a, b) => compare(a.rank, b.rank) || (a.pod.metadata.uid! < b.pod.metadata.uid! ? -1 : 1)).map((e) => e.pod)
}

function writeStatus<T extends Replicated>(
  rules: ReplicaRules<T>, object: T, active: readonly PodObject[], terminating: number, refused: unknown, { api }: World,
): void {
  const minReady = object.spec?.minReadySeconds ?? 0
  const labels = object.spec?.template?.metadata?.labels
  const ready = active.filter(isReady)
  const available = minReady === 0 ? ready.length : ready.filter((p) => availableInMs(p, minReady, api.now) === 0).length
  const labeled = active.filter((p) => hasLabels(p.metadata.labels, labels)).length
  const conditions = conditionsAfter(object, refused, active.length, api.now)
  const status: Status = {
    ...(available === 0 ? {} : { availableReplicas: available }),
    ...(conditions.length === 0 ? {} : { conditions }),
    ...(labeled === 0 ? {} : { fullyLabeledReplicas: labeled }),
    observedGeneration: object.metadata.generation!,
    ...(ready.length === 0 ? {} : { readyReplicas: ready.length }),
    replicas: active.length,
    ...(rules.countsTerminating ? { terminatingReplicas: terminating } : {}),
  }
  const newest = api.get(rules.kind, object.metadata.namespace, object.metadata.name)
  if (newest === undefined || newest.metadata.uid !== object.metadata.uid || sameValue(status, newest.status)) return
  api.commit(rules.kind, { ...newest, status }, 'status')
}

/** calculateStatus: ReplicaFailure stands while pods are refused. */
function conditionsAfter(object: Replicated, refused: unknown, replicas: number, now: number): Condition[] {
  const others = (object.status?.conditions ?? []).filter((c) => c.type !== 'ReplicaFailure')
  const before = object.status?.conditions?.find((c) => c.type === 'ReplicaFailure')
  if (refused === undefined) {
    return replicas < (object.spec?.replicas ?? 1) || before === undefined ? object.status?.conditions ?? [] : others
  }
  const reason = replicas < (object.spec?.replicas ?? 1) ? 'FailedCreate' : 'FailedDelete'
  if (before?.reason === reason) return object.status!.conditions!
  const message = (refused as Error).message
  return [...others, { lastTransitionTime: timestamp(now), message, reason, status: 'True', type: 'ReplicaFailure' }]
}

function becomesAvailable(object: Replicated, active: readonly PodObject[], { now }: World): Again | undefined {
  const minReady = object.spec?.minReadySeconds ?? 0
  if (minReady === 0) return undefined
  const waits = active.map((p) => availableInMs(p, minReady, now)).filter((ms) => ms !== undefined && ms > 0) as number[]
  return waits.length === 0 ? undefined : { ms: Math.min(...waits), unsettled: true }
}

/** workqueue.DefaultTypedControllerRateLimiter */
function retry(object: Obj, memory: Map<string, unknown>): Again {
  const id = `retry ${object.metadata.uid}`
  const ms = (memory.get(id) as number | undefined) ?? RETRY_MS
  memory.set(id, Math.min(ms * 2, RETRY_MAX_MS))
  return { ms }
}
