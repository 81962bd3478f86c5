/** What controllers ask about pods. */
import type { Pod as PodObject, PodCondition } from '../kinds/generated/api-types.ts'

const conditionOf = (pod: PodObject, type: string): PodCondition | undefined =>
  pod.status?.conditions?.find((c) => c.type === type)

export const isReady = (pod: PodObject): boolean => conditionOf(pod, 'Ready')?.status === 'True'

export const isTerminal = (pod: PodObject): boolean => pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'

/** Neither ended nor on its way out (pkg/controller/controller_utils.go, IsPodActive). */
export const isActive = (pod: PodObject): boolean => !isTerminal(pod) && pod.metadata.deletionTimestamp === undefined

/** How long until the pod counts as available, 0 when it does, undefined while it is not ready. */
export function availableInMs(pod: PodObject, minReadySeconds: number, now: number): number | undefined {
  const ready = conditionOf(pod, 'Ready')
  if (ready?.status !== 'True') return undefined
  if (minReadySeconds === 0) return 0
  return Math.max(0, Date.parse(ready.lastTransitionTime!) + minReadySeconds * 1000 - now)
}

export const restartsOf = (pod: PodObject): number =>
  (pod.status?.containerStatuses ?? []).reduce((most, c) => Math.max(most, c.restartCount), 0)

/** Whether a set of labels has every label of another one. */
export const hasLabels = (
  labels: { readonly [key: string]: string } | undefined, wanted: { readonly [key: string]: string } | undefined,
): boolean => Object.entries(wanted ?? {}).every(([key, value]) => labels?.[key] === value)
