/** How many pods a Deployment may have too many and too few while it rolls. */
import type { Deployment } from '../../kinds/generated/api-types.ts'
import { scaledValue } from '../int-or-percent.ts'

export const isRolling = (d: Deployment): boolean => d.spec.strategy?.type !== 'Recreate'
export const replicasOf = (d: Deployment): number => d.spec.replicas ?? 1

/** pkg/controller/deployment/util/deployment_util.go, ResolveFenceposts */
function fenceposts(d: Deployment): { surge: number; unavailable: number } {
  const { maxSurge, maxUnavailable } = d.spec.strategy?.rollingUpdate ?? {}
  const surge = scaledValue(maxSurge, replicasOf(d), 'up')
  const unavailable = scaledValue(maxUnavailable, replicasOf(d), 'down')
  return surge === 0 && unavailable === 0 ? { surge, unavailable: 1 } : { surge, unavailable }
}

export const maxSurge = (d: Deployment): number => (isRolling(d) ? fenceposts(d).surge : 0)

export const maxUnavailable = (d: Deployment): number =>
  !isRolling(d) || replicasOf(d) === 0 ? 0 : Math.min(fenceposts(d).unavailable, replicasOf(d))
