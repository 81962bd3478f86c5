/** Resizes what a HorizontalPodAutoscaler points at, as far as there are metrics to go by. */
import { timestamp } from '../kinds/age.ts'
import { HorizontalPodAutoscaler as AutoscalerKind } from '../kinds/autoscaling/horizontal-pod-autoscaler.ts'
import type {
  HorizontalPodAutoscaler, HorizontalPodAutoscalerCondition, HorizontalPodAutoscalerStatus, MetricStatus,
} from '../kinds/generated/api-types.ts'
import type { Kind } from '../kinds/kind.ts'
import type { Obj } from '../kinds/object.ts'
import { parseGroupVersion } from '../kinds/object.ts'
import { sameValue } from '../lib/same-value.ts'
import type { Again, Controller, World } from './controller.ts'
import { readMetric } from './metrics.ts'

/** The autoscaler looks this often, the first time after one period. */
const PERIOD_MS = 15_000

type Scaled = Obj & { spec: { replicas?: number; selector?: object } }

interface Round {
  readonly hpa: HorizontalPodAutoscaler
  readonly world: World
  conditions: HorizontalPodAutoscalerCondition[]
}

/** pkg/controller/podautoscaler/horizontal.go, reconcileAutoscaler */
export const horizontalPodAutoscalerController: Controller<HorizontalPodAutoscaler> = {
  name: 'horizontal-pod-autoscaler',
  reconciles: AutoscalerKind,
  reconcile(hpa, world) {
    const { memory, now } = world
    const id = hpa.metadata.uid!
    const due = memory.get(id) as number | undefined
    if (due === undefined) memory.set(id, now + PERIOD_MS)
    if (due === undefined || now < due) return { ms: (due ?? now + PERIOD_MS) - now }
    memory.set(id, now + PERIOD_MS)
    return look(hpa, world)
  },
}

function look(hpa: HorizontalPodAutoscaler, world: World): Again {
  const { api, event } = world
  const { scaleTargetRef: { apiVersion = 'v1', kind: kindName, name } } = hpa.spec
  const round: Round = { hpa, world, conditions: [...(hpa.status?.conditions ?? [])] }
  const kind = api.kindOf(parseGroupVersion(apiVersion).group, kindName) as Kind<Scaled> | undefined
  const target = kind && api.get(kind, hpa.metadata.namespace, name)
  if (kind === undefined || target === undefined) {
    const missing = kind === undefined ? `no matches for kind "${kindName}" in group "${parseGroupVersion(apiVersion).group}"`
      : `${kind.group === '' ? kind.plural : `${kind.plural}.${kind.group}`} "${name}" not found`
    event(hpa, 'Warning', 'FailedGetScale', missing)
    set(round, 'AbleToScale', 'False', 'FailedGetScale', `the HPA controller was unable to get the target's current scale: ${missing}`)
    return finish(round, {})
  }
  set(round, 'AbleToScale', 'True', 'SucceededGetScale', "the HPA controller was able to get the target's current scale")
  const current = target.spec.replicas ?? 1
  const { minReplicas = 1, maxReplicas } = hpa.spec
  if (current === 0 && minReplicas !== 0) {
    set(round, 'ScalingActive', 'False', 'ScalingDisabled', 'scaling is disabled since the replica count of the target is zero')
    return finish(round, { currentReplicas: current, desiredReplicas: 0 })
  }
  if (current > maxReplicas) return rescale(round, kind, target, maxReplicas, 'Current number of replicas above Spec.MaxReplicas')
  if (current < minReplicas) return rescale(round, kind, target, minReplicas, 'Current number of replicas below Spec.MinReplicas')
  return byMetrics(round, kind, target, current)
}

function byMetrics(round: Round, kind: Kind<Scaled>, target: Scaled, current: number): Again {
  const { hpa, world } = round
  const { minReplicas = 1, maxReplicas, metrics = [] } = hpa.spec
  const statuses: MetricStatus[] = []
  let [wanted, reason] = [0, '']
  let failure: { reason: string; message: string; about: string } | undefined
  let invalid = 0
  for (const metric of metrics) {
    const read = readMetric(metric, target, current, world)
    if ('error' in read) {
      invalid++
      failure ??= { reason: read.reason, message: read.error, about: read.about }
      world.event(hpa, 'Warning', read.reason, read.error)
      continue
    }
    statuses.push(read.status)
    if (read.replicas > wanted) [wanted, reason] = [read.replicas, read.name]
  }
  if (failure !== undefined && (invalid === metrics.length || wanted < current)) {
    const first = `invalid metrics (${invalid} invalid out of ${metrics.length}), first error is: ${failure.about}: ${failure.message}`
    world.event(hpa, 'Warning', 'FailedComputeMetricsReplicas', first)
    set(round, 'ScalingActive', 'False', failure.reason, `the HPA was unable to compute the replica count: ${failure.message}`)
    return finish(round, { currentReplicas: current })
  }
  set(round, 'ScalingActive', 'True', 'ValidMetricFound', `the HPA was able to successfully calculate a replica count from ${reason}`)
  const desired = Math.min(maxReplicas, Math.max(minReplicas, wanted))
  limit(round, wanted, desired)
  if (desired === current) {
    set(round, 'AbleToScale', 'True', 'ReadyForNewScale', 'recommended size matches current size')
    return finish(round, { currentReplicas: current, desiredReplicas: desired, currentMetrics: statuses })
  }
  return rescale(round, kind, target, desired, desired > current ? `${reason} above target` : 'All metrics below target', statuses)
}

function limit(round: Round, wanted: number, desired: number): void {
  if (wanted === desired) set(round, 'ScalingLimited', 'False', 'DesiredWithinRange', 'the desired count is within the acceptable range')
  else if (wanted > desired) set(round, 'ScalingLimited', 'True', 'TooManyReplicas', 'the desired replica count is more than the maximum replica count')
  else set(round, 'ScalingLimited', 'True', 'TooFewReplicas', 'the desired replica count is less than the minimum replica count')
}

function rescale(round: Round, kind: Kind<Scaled>, target: Scaled, desired: number, reason: string, currentMetrics?: MetricStatus[]): Again {
  const { hpa, world: { api, event, now } } = round
  const before = target.spec.replicas ?? 1
  api.update(kind, target, (draft) => {
    draft.spec.replicas = desired
  })
  set(round, 'AbleToScale', 'True', 'SucceededRescale', `the HPA controller was able to update the target scale to ${desired}`)
  event(hpa, 'Normal', 'SuccessfulRescale', `New size: ${desired}; reason: ${reason}`)
  return finish(round, { currentReplicas: before, desiredReplicas: desired, lastScaleTime: timestamp(now), ...(currentMetrics === undefined ? {} : { currentMetrics }) })
}

function set(round: Round, type: string, status: string, reason: string, message: string): void {
  const before = round.conditions.find((c) => c.type === type)
  const lastTransitionTime = before?.status === status ? before.lastTransitionTime! : timestamp(round.world.now)
  const fresh: HorizontalPodAutoscalerCondition = { lastTransitionTime, message, reason, status, type }
  round.conditions = before === undefined ? [...round.conditions, fresh] : round.conditions.map((c) => (c === before ? fresh : c))
}

function finish({ hpa, world, conditions }: Round, changed: Partial<HorizontalPodAutoscalerStatus>): Again {
  const status = { desiredReplicas: 0, currentMetrics: null as never, ...hpa.status, ...changed, conditions }
  const newest = world.api.get(AutoscalerKind, hpa.metadata.namespace, hpa.metadata.name)
  if (newest !== undefined && !sameValue(newest.status, status)) world.api.commit(AutoscalerKind, { ...newest, status }, 'status')
  return { ms: PERIOD_MS }
}

