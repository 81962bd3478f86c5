/** Makes a Deployment so: one ReplicaSet a template, moved to and fro as its strategy says. */
import { Deployment as DeploymentKind } from '../../kinds/apps/deployment.ts'
import { ReplicaSet as ReplicaSetKind } from '../../kinds/apps/replica-set.ts'
import { Pod } from '../../kinds/core/pod.ts'
import type { Deployment, DeploymentStatus, Pod as PodObject, ReplicaSet } from '../../kinds/generated/api-types.ts'
import { sameValue } from '../../lib/same-value.ts'
import type { Again, Controller, World } from '../controller.ts'
import { keyOf } from '../manager.ts'
import { claim, controllerOf } from '../owned.ts'
import { hasLabels, isTerminal } from '../pods.ts'
import { isRolling, replicasOf } from './fenceposts.ts'
import { revisionOf, scale, splitNewest, syncNewest } from './replica-sets.ts'
import { growNewest, shrinkOld, spreadSize, wasResized } from './rolling.ts'
import { calculateStatus, condition, conditionIn, deadlineInMs, hasDeadline, isComplete, rolloutStatus, TIMED_OUT, withCondition } from './status.ts'

/** pkg/controller/deployment/deployment_controller.go, syncDeployment */
export const deploymentController: Controller<Deployment> = {
  name: 'deployment-controller',
  reconciles: DeploymentKind,
  owns: [ReplicaSetKind],
  alsoWatches: [{
    kind: ReplicaSetKind,
    *keysFor(set: ReplicaSet, { api }) {
      if (controllerOf(set) !== undefined) return
      for (const d of api.list(DeploymentKind, set.metadata.namespace)) {
        if (hasLabels(set.metadata.labels, d.spec.selector.matchLabels)) yield keyOf(d)
      }
    },
  }],
  reconcile(object, world) {
    const { api } = world
    const orphans = api.list(ReplicaSetKind, object.metadata.namespace).filter((set) => controllerOf(set) === undefined)
    const sets = claim(api, object, ReplicaSetKind, object.spec.selector, orphans)
    if (object.metadata.deletionTimestamp !== undefined) {
      const { newest } = splitNewest(object, sets)
      return void write(object, calculateStatus(object, sets, newest, world.now), world)
    }
    const d = notePause(object, world)
    if (d.spec.paused === true || wasResized(d, sets)) return resize(d, sets, world)
    return isRolling(d) ? roll(d, sets, world) : recreate(d, sets, world)
  },
}

/** checkPausedConditions */
function notePause(d: Deployment, { api, now }: World): Deployment {
  const progressing = conditionIn(d.status?.conditions, 'Progressing')
  if (!hasDeadline(d) || progressing?.reason === TIMED_OUT) return d
  const said = progressing?.reason === 'DeploymentPaused'
  if (said === (d.spec.paused === true)) return d
  const fresh = d.spec.paused === true
    ? condition('Progressing', 'Unknown', 'DeploymentPaused', 'Deployment is paused', now)
    : condition('Progressing', 'Unknown', 'DeploymentResumed', 'Deployment is resumed', now)
  return api.commit(DeploymentKind, { ...d, status: { ...d.status, conditions: withCondition(d.status?.conditions ?? [], fresh) } }, 'status')
}

function resize(object: Deployment, sets: readonly ReplicaSet[], world: World): void {
  const split = splitNewest(object, sets)
  const { d, newest } = syncNewest(object, split.newest, split.old, false, world)
  spreadSize(d, newest, split.old, world)
  if (d.spec.paused === true) cleanUp(d, split.old, world)
  const all = fresh(d, world)
  write(d, calculateStatus(d, all, all.find((s) => s.metadata.uid === newest?.metadata.uid), world.now), world)
}

/** rolloutRolling of pkg/controller/deployment/rolling.go */
function roll(object: Deployment, sets: readonly ReplicaSet[], world: World): Again | undefined {
  const split = splitNewest(object, sets)
  const { d, newest } = syncNewest(object, split.newest, split.old, true, world)
  if (newest !== undefined && !growNewest(d, newest, split.old, world) && !shrinkOld(d, newest, split.old, world)) {
    if (isComplete(d, d.status ?? {})) cleanUp(d, split.old, world)
  }
  return report(d, newest, world)
}

/** pkg/controller/deployment/recreate.go */
function recreate(object: Deployment, sets: readonly ReplicaSet[], world: World): Again | undefined {
  const split = splitNewest(object, sets)
  let { d, newest } = syncNewest(object, split.newest, split.old, false, world)
  const active = split.old.filter((set) => (set.spec.replicas ?? 1) > 0)
  for (const set of active) scale(set, 0, d, world)
  if (active.length > 0 || split.old.some((set) => hasRunningPods(set, world))) return report(d, newest, world)
  ;({ d, newest } = syncNewest(d, newest, split.old, true, world))
  if (newest !== undefined) scale(newest, replicasOf(d), d, world)
  if (isComplete(d, d.status ?? {})) cleanUp(d, split.old, world)
  return report(d, newest, world)
}

const hasRunningPods = (set: ReplicaSet, { api }: World): boolean =>
  api.ownedBy<PodObject>(set.metadata.uid!, Pod).some((pod) => !isTerminal(pod))

function report(d: Deployment, newest: ReplicaSet | undefined, world: World): Again | undefined {
  const all = fresh(d, world)
  const status = rolloutStatus(d, all, all.find((s) => s.metadata.uid === newest?.metadata.uid), world.now)
  write(d, status, world)
  const ms = deadlineInMs(d, status, world.now)
  return ms === undefined || ms === 0 ? undefined : { ms: ms + 1_000 }
}

/** The ReplicaSets as they are after this round's writes. */
const fresh = (d: Deployment, { api }: World): ReplicaSet[] =>
  [...api.ownedBy(d.metadata.uid!, ReplicaSetKind)].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))

function write(d: Deployment, status: DeploymentStatus, { api }: World): void {
  const newest = api.get(DeploymentKind, d.metadata.namespace, d.metadata.name)
  if (newest === undefined || newest.metadata.uid !== d.metadata.uid || sameValue(newest.status, status)) return
  api.commit(DeploymentKind, { ...newest, status }, 'status')
}

/** cleanupDeployment: old ReplicaSets beyond the history limit go, the oldest revision first. */
function cleanUp(d: Deployment, old: readonly ReplicaSet[], { api }: World): void {
  const limit = d.spec.revisionHistoryLimit ?? 10
  const alive = old.filter((set) => set.metadata.deletionTimestamp === undefined)
  const surplus = [...alive].sort((a, b) => revisionOf(a) - revisionOf(b)).slice(0, Math.max(0, alive.length - limit))
  for (const set of surplus) {
    const idle = (set.status?.replicas ?? 0) === 0 && set.spec.replicas === 0 && (set.status?.observedGeneration ?? 0) >= set.metadata.generation!
    if (idle) api.delete(ReplicaSetKind, set)
  }
}
