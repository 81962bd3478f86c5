/** What a Deployment says about its progress: counts and conditions. */
import { timestamp } from '../../kinds/age.ts'
import type { Deployment, DeploymentCondition, DeploymentStatus, ReplicaSet } from '../../kinds/generated/api-types.ts'
import { maxUnavailable, replicasOf } from './fenceposts.ts'

const sum = (sets: readonly ReplicaSet[], of: (set: ReplicaSet) => number | undefined): number =>
  sets.reduce((total, set) => total + (of(set) ?? 0), 0)

export const desiredReplicas = (sets: readonly ReplicaSet[]): number => sum(sets, (s) => s.spec.replicas ?? 1)

// pkg/controller/deployment/util/deployment_util.go
const NEW_AVAILABLE = 'NewReplicaSetAvailable'
export const TIMED_OUT = 'ProgressDeadlineExceeded'
const NO_DEADLINE = 2 ** 31 - 1

export const hasDeadline = (d: Deployment): boolean =>
  d.spec.progressDeadlineSeconds !== undefined && d.spec.progressDeadlineSeconds !== NO_DEADLINE

export function condition(type: string, status: string, reason: string, message: string, now: number): DeploymentCondition {
  const time = timestamp(now)
  return { lastTransitionTime: time, lastUpdateTime: time, message, reason, status, type }
}

export const conditionIn = (conditions: readonly DeploymentCondition[] | undefined, type: string): DeploymentCondition | undefined =>
  conditions?.find((c) => c.type === type)

/** SetDeploymentCondition: the same status and reason is no change; the same status keeps its transition time. */
export function withCondition(conditions: readonly DeploymentCondition[], fresh: DeploymentCondition): DeploymentCondition[] {
  const before = conditionIn(conditions, fresh.type)
  if (before?.status === fresh.status && before.reason === fresh.reason) return [...conditions]
  const kept = before?.status === fresh.status ? { ...fresh, lastTransitionTime: before.lastTransitionTime! } : fresh
  return [...conditions.filter((c) => c.type !== fresh.type), kept]
}

/** calculateStatus of pkg/controller/deployment/sync.go */
export function calculateStatus(d: Deployment, all: readonly ReplicaSet[], newest: ReplicaSet | undefined, now: number): DeploymentStatus {
  const available = sum(all, (s) => s.status?.availableReplicas)
  const updated = newest?.status?.replicas ?? 0
  const unavailable = Math.max(0, desiredReplicas(all) - available)
  const ready = sum(all, (s) => s.status?.readyReplicas)
  const replicas = sum(all, (s) => s.status?.replicas)
  const enough = available >= replicasOf(d) - maxUnavailable(d)
  const conditions = withCondition(d.status?.conditions ?? [], enough
    ? condition('Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.', now)
    : condition('Available', 'False', 'MinimumReplicasUnavailable', 'Deployment does not have minimum availability.', now))
  const count = (name: keyof DeploymentStatus, value: number): object => (value === 0 ? {} : { [name]: value })
  const counted = all.every((s) => s.status?.terminatingReplicas !== undefined)
  return {
    ...count('availableReplicas', available),
    ...(d.status?.collisionCount === undefined ? {} : { collisionCount: d.status.collisionCount }),
    conditions,
    observedGeneration: d.metadata.generation!,
    ...count('readyReplicas', ready),
    ...count('replicas', replicas),
    ...(counted ? { terminatingReplicas: sum(all, (s) => s.status!.terminatingReplicas) } : {}),
    ...count('unavailableReplicas', unavailable),
    ...count('updatedReplicas', updated),
  }
}

export const isComplete = (d: Deployment, status: DeploymentStatus): boolean =>
  (status.updatedReplicas ?? 0) === replicasOf(d) && (status.replicas ?? 0) === replicasOf(d) &&
  (status.availableReplicas ?? 0) === replicasOf(d) && (status.observedGeneration ?? 0) >= d.metadata.generation!

function isProgressing({ status: before = {} }: Deployment, after: DeploymentStatus): boolean {
  const old = (s: DeploymentStatus): number => (s.replicas ?? 0) - (s.updatedReplicas ?? 0)
  return (after.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) || old(after) < old(before) ||
    (after.readyReplicas ?? 0) > (before.readyReplicas ?? 0) || (after.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
}

/** How long the Deployment may still go without progress; 0: it has timed out; undefined: nothing runs. */
export function deadlineInMs(d: Deployment, status: DeploymentStatus, now: number): number | undefined {
  const progressing = conditionIn(status.conditions, 'Progressing')
  if (!hasDeadline(d) || progressing === undefined || progressing.reason === NEW_AVAILABLE) return undefined
  if (progressing.reason === TIMED_OUT) return 0
  return Math.max(0, Date.parse(progressing.lastUpdateTime!) + d.spec.progressDeadlineSeconds! * 1000 - now)
}

/** syncRolloutStatus of pkg/controller/deployment/progress.go, without the write. */
export function rolloutStatus(d: Deployment, all: readonly ReplicaSet[], newest: ReplicaSet | undefined, now: number): DeploymentStatus {
  const status = calculateStatus(d, all, newest, now)
  let conditions = [...(status.conditions ?? [])]
  const without = (type: string): void => void (conditions = conditions.filter((c) => c.type !== type))
  if (!hasDeadline(d)) without('Progressing')
  const current = conditionIn(d.status?.conditions, 'Progressing')
  const done = (status.replicas ?? 0) === (status.updatedReplicas ?? 0) && current?.reason === NEW_AVAILABLE
  if (hasDeadline(d) && !done) {
    const subject = newest === undefined ? `Deployment "${d.metadata.name}"` : `ReplicaSet "${newest.metadata.name}"`
    if (isComplete(d, status)) {
      conditions = withCondition(conditions, condition('Progressing', 'True', NEW_AVAILABLE, `${subject} has successfully progressed.`, now))
    } else if (isProgressing(d, status)) {
      const fresh = condition('Progressing', 'True', 'ReplicaSetUpdated', `${subject} is progressing.`, now)
      if (current?.status === 'True') fresh.lastTransitionTime = current.lastTransitionTime!
      without('Progressing')
      conditions.push(fresh)
    } else if (deadlineInMs(d, status, now) === 0) {
      conditions = withCondition(conditions, condition('Progressing', 'False', TIMED_OUT, `${subject} has timed out progressing.`, now))
    }
  }
  const failure = [...(newest === undefined ? [] : [newest]), ...all]
    .map((set) => set.status?.conditions?.find((c) => c.type === 'ReplicaFailure')).find((c) => c !== undefined)
  if (failure === undefined) without('ReplicaFailure')
  else conditions = withCondition(conditions, condition('ReplicaFailure', failure.status, failure.reason ?? '', failure.message ?? '', now))
  return { ...status, conditions }
}
