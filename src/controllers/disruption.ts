/** Works out how many pods each PodDisruptionBudget may lose. */
import { matchesSelector } from '../apiserver/selectors.ts'
import { timestamp } from '../kinds/age.ts'
import { Pod as PodKind } from '../kinds/core/pod.ts'
import { PodDisruptionBudget as BudgetKind } from '../kinds/policy/pod-disruption-budget.ts'
import type { Condition, Pod, PodDisruptionBudget, PodDisruptionBudgetStatus } from '../kinds/generated/api-types.ts'
import type { Obj } from '../kinds/object.ts'
import { parseGroupVersion } from '../kinds/object.ts'
import { sameValue } from '../lib/same-value.ts'
import type { Again, Controller, World } from './controller.ts'
import { scaledValue } from './int-or-percent.ts'
import { keyOf } from './manager.ts'
import { controllerOf } from './owned.ts'
import { isReady, isTerminal } from './pods.ts'

/** An eviction that was allowed counts this long, until the pod is seen to go. */
const DELETION_MS = 120_000

/** pkg/controller/disruption/disruption.go */
export const disruptionController: Controller<PodDisruptionBudget> = {
  name: 'disruption-controller',
  component: 'controllermanager',
  reconciles: BudgetKind,
  alsoWatches: [{
    kind: PodKind,
    keysFor: (pod: Pod, { api }) => api.list(BudgetKind, pod.metadata.namespace)
      .filter((b) => matchesSelector(b.spec?.selector, pod.metadata.labels)).map(keyOf),
  }],
  reconcile(budget, world) {
    const { api, now, event } = world
    const pods = api.list(PodKind, budget.metadata.namespace).filter((p) => matchesSelector(budget.spec?.selector, p.metadata.labels))
    if (pods.length === 0) event(budget, 'Normal', 'NoPods', 'No matching pods found')
    const { disrupted, again } = stillDisrupted(budget, pods, now)
    const alive = pods.filter((p) => !isTerminal(p))
    const { expected, desired } = expectations(budget, alive, world)
    const healthy = alive.filter((p) => p.metadata.deletionTimestamp === undefined && disrupted[p.metadata.name] === undefined && isReady(p)).length
    write(budget, healthy, desired, expected, disrupted, world)
    return again
  },
}

/** buildDisruptedPodMap: evicted pods that are not deleted yet. */
function stillDisrupted(budget: PodDisruptionBudget, pods: readonly Pod[], now: number): { disrupted: { [name: string]: string }; again: Again | undefined } {
  const disrupted: { [name: string]: string } = {}
  let ms: number | undefined
  for (const [name, time] of Object.entries(budget.status?.disruptedPods ?? {})) {
    const pod = pods.find((p) => p.metadata.name === name)
    const left = Date.parse(time) + DELETION_MS - now
    if (pod === undefined || pod.metadata.deletionTimestamp !== undefined || left <= 0) continue
    disrupted[name] = time
    ms = Math.min(ms ?? left, left)
  }
  return { disrupted, again: ms === undefined ? undefined : { ms } }
}

/** getExpectedPodCount: shares are taken of what the pods' controllers want. */
function expectations({ spec = {} }: PodDisruptionBudget, pods: readonly Pod[], world: World): { expected: number; desired: number } {
  const { minAvailable, maxUnavailable } = spec
  if (maxUnavailable !== undefined) {
    const expected = expectedScale(pods, world)
    return { expected, desired: Math.max(0, expected - scaledValue(maxUnavailable, expected, 'up')) }
  }
  if (typeof minAvailable === 'string') {
    const expected = expectedScale(pods, world)
    return { expected, desired: scaledValue(minAvailable, expected, 'up') }
  }
  return { expected: pods.length, desired: minAvailable ?? 1 }
}

function expectedScale(pods: readonly Pod[], { api }: World): number {
  const scales = new Map<string, number>()
  for (const pod of pods) {
    const owner = controllerOf(pod)
    if (owner === undefined) continue
    const kind = api.kindOf(parseGroupVersion(owner.apiVersion).group, owner.kind)
    const found = kind && (api.get(kind, pod.metadata.namespace, owner.name) as (Obj & { spec?: { replicas?: number } }) | undefined)
    if (found === undefined) continue
    const above = controllerOf(found)
    const top = above && api.kindOf(parseGroupVersion(above.apiVersion).group, above.kind)
    const source = top === undefined ? found : (api.get(top, pod.metadata.namespace, above!.name) as typeof found | undefined) ?? found
    scales.set(source.metadata.uid!, source.spec?.replicas ?? 1)
  }
  return [...scales.values()].reduce((sum, n) => sum + n, 0)
}

function write(
  budget: PodDisruptionBudget, currentHealthy: number, desiredHealthy: number, expectedPods: number, disrupted: { [name: string]: string }, { api, now }: World,
): void {
  const disruptionsAllowed = expectedPods <= 0 || currentHealthy - desiredHealthy <= 0 ? 0 : currentHealthy - desiredHealthy
  const allowed = disruptionsAllowed > 0
  const before = budget.status?.conditions?.find((c) => c.type === 'DisruptionAllowed')
  const status = allowed ? 'True' : 'False'
  const condition: Condition = {
    lastTransitionTime: before?.status === status ? before.lastTransitionTime : timestamp(now), message: '',
    observedGeneration: budget.metadata.generation!, reason: allowed ? 'SufficientPods' : 'InsufficientPods', status, type: 'DisruptionAllowed',
  }
  const fresh: PodDisruptionBudgetStatus = {
    conditions: [condition], currentHealthy, desiredHealthy, disruptionsAllowed, expectedPods, observedGeneration: budget.metadata.generation!,
    ...(Object.keys(disrupted).length === 0 ? {} : { disruptedPods: disrupted }),
  }
  if (!sameValue(fresh, budget.status)) api.commit(BudgetKind, { ...budget, status: fresh }, 'status')
}
