/** Moves a Deployment from its old ReplicaSets to the new one, and spreads a resize over all of them. */
import type { Deployment, ReplicaSet } from '../../kinds/generated/api-types.ts'
import type { World } from '../controller.ts'
import { isRolling, maxSurge, maxUnavailable, replicasOf } from './fenceposts.ts'
import { DESIRED, MAXIMUM, newReplicas, scale } from './replica-sets.ts'
import { desiredReplicas } from './status.ts'

const size = (set: ReplicaSet): number => set.spec.replicas ?? 1
const isActive = (set: ReplicaSet): boolean => size(set) > 0
const created = (set: ReplicaSet): number => Date.parse(set.metadata.creationTimestamp!)
const byAge = (a: ReplicaSet, b: ReplicaSet): number => created(a) - created(b) || (a.metadata.name < b.metadata.name ? -1 : 1)

/** reconcileNewReplicaSet of pkg/controller/deployment/rolling.go; says whether it changed anything. */
export function growNewest(d: Deployment, newest: ReplicaSet, old: readonly ReplicaSet[], world: World): boolean {
  const wanted = size(newest) > replicasOf(d) ? replicasOf(d) : newReplicas(d, old, newest)
  if (size(newest) === wanted) return false
  scale(newest, wanted, d, world)
  return true
}

/** reconcileOldReplicaSets */
export function shrinkOld(d: Deployment, newest: ReplicaSet, old: readonly ReplicaSet[], world: World): boolean {
  if (desiredReplicas(old) === 0) return false
  const minAvailable = replicasOf(d) - maxUnavailable(d)
  const newUnavailable = size(newest) - (newest.status?.availableReplicas ?? 0)
  let room = desiredReplicas(old) + size(newest) - minAvailable - newUnavailable
  if (room <= 0) return false
  // pods that never worked go first
  const sets = [...old].sort(byAge).map((set) => {
    const broken = isActive(set) ? size(set) - (set.status?.availableReplicas ?? 0) : 0
    const down = Math.min(room, Math.max(0, broken))
    room -= down
    return down > 0 ? scale(set, size(set) - down, d, world) : set
  })
  const changed = sets.some((set) => !old.includes(set))
  const available = [...sets, newest].reduce((total, set) => total + (set.status?.availableReplicas ?? 0), 0)
  let down = available - minAvailable
  if (down <= 0) return changed
  let scaled = 0
  for (const set of [...sets].sort(byAge)) {
    if (down <= 0) break
    if (!isActive(set)) continue
    const step = Math.min(size(set), down)
    scale(set, size(set) - step, d, world)
    down -= step
    scaled += step
  }
  return changed || scaled > 0
}

/** The Deployment's size was changed since its ReplicaSets were last told (isScalingEvent). */
export const wasResized = (d: Deployment, all: readonly ReplicaSet[]): boolean =>
  all.some((set) => isActive(set) && set.metadata.annotations?.[DESIRED] !== undefined &&
    Number(set.metadata.annotations[DESIRED]) !== replicasOf(d))

/** scale of pkg/controller/deployment/sync.go */
export function spreadSize(d: Deployment, newest: ReplicaSet | undefined, old: readonly ReplicaSet[], world: World): void {
  const all = [...(newest === undefined ? [] : [newest]), ...old]
  const active = all.filter(isActive)
  const only = active.length === 1 ? active[0] : active.length === 0 ? newest ?? [...old].sort(byAge).at(-1) : undefined
  if (active.length <= 1) {
    if (only !== undefined && size(only) !== replicasOf(d)) scale(only, replicasOf(d), d, world)
    return
  }
  if (newest !== undefined && isSaturated(d, newest)) {
    for (const set of old) if (isActive(set)) scale(set, 0, d, world)
    return
  }
  if (isRolling(d)) spreadProportionally(d, active, world)
}

const isSaturated = (d: Deployment, set: ReplicaSet): boolean =>
  size(set) === replicasOf(d) && Number(set.metadata.annotations?.[DESIRED]) === replicasOf(d) &&
  (set.status?.availableReplicas ?? 0) === replicasOf(d)

function spreadProportionally(d: Deployment, active: readonly ReplicaSet[], world: World): void {
  const allowed = replicasOf(d) > 0 ? replicasOf(d) + maxSurge(d) : 0
  const toAdd = allowed - desiredReplicas(active)
  const sorted = [...active].sort((a, b) => size(b) - size(a) || (toAdd > 0 ? byAge(b, a) : byAge(a, b)))
  let added = 0
  const sizes = sorted.map((set) => {
    if (toAdd === 0) return size(set)
    const share = proportion(d, set, toAdd, added)
    added += share
    return size(set) + share
  })
  sorted.forEach((set, i) => {
    const rest = i === 0 && toAdd !== 0 ? toAdd - added : 0
    scale(set, Math.max(0, sizes[i]! + rest), d, world)
  })
}

/** GetReplicaSetProportion */
function proportion(d: Deployment, set: ReplicaSet, toAdd: number, added: number): number {
  const most = Number(set.metadata.annotations?.[MAXIMUM] ?? 0) || (d.status?.replicas ?? 0)
  if (size(set) === 0 || most === 0) return 0
  const fraction = Math.round((size(set) * (replicasOf(d) + maxSurge(d))) / most) - size(set)
  const left = toAdd - added
  return toAdd > 0 ? Math.min(fraction, left) : Math.max(fraction, left)
}
