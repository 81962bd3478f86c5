/** Autoscalers as autoscaling/v1 shows them: one target for the CPU, everything else in annotations. */
import { writeJson } from '../../lib/json.ts'
import type {
  AutoscalingV1HorizontalPodAutoscaler, HorizontalPodAutoscaler, MetricSpec,
} from '../generated/api-types.ts'
import type { ServedVersion } from '../kind.ts'
import type { AnyObj } from '../object.ts'

/** Upstream: `pkg/apis/autoscaling/v1/conversion.go`. */
export const autoscalingV1: ServedVersion = {
  group: 'autoscaling',
  version: 'v1',
  schema: 'io.k8s.api.autoscaling.v1.HorizontalPodAutoscaler',
  fromStored: (object) => toV1(object as unknown as HorizontalPodAutoscaler),
  toStored: (object) => fromV1(object as unknown as AutoscalingV1HorizontalPodAutoscaler),
}

const METRICS = 'autoscaling.alpha.kubernetes.io/metrics'
const CURRENT_METRICS = 'autoscaling.alpha.kubernetes.io/current-metrics'
const CONDITIONS = 'autoscaling.alpha.kubernetes.io/conditions'
const BEHAVIOR = 'autoscaling.alpha.kubernetes.io/behavior'

const isCpuUtilization = ({ resource }: MetricSpec): boolean =>
  resource?.name === 'cpu' && resource.target.averageUtilization !== undefined

function toV1({ metadata, spec, status }: HorizontalPodAutoscaler): AnyObj {
  const { metrics = [], behavior, ...common } = spec
  const cpu = metrics.find(isCpuUtilization)
  const rest = metrics.filter((metric) => metric !== cpu)
  const { currentMetrics, conditions, ...counts } = status ?? {}
  const current = currentMetrics?.find((m) => m.resource?.name === 'cpu')?.resource?.current
  const kept = {
    ...metadata.annotations,
    ...(rest.length > 0 ? { [METRICS]: writeJson(rest.map(metricToV1)) } : {}),
    ...(conditions?.length ? { [CONDITIONS]: writeJson(conditions) } : {}),
    ...(behavior ? { [BEHAVIOR]: writeJson(behavior) } : {}),
  }
  const target = cpu?.resource?.target.averageUtilization
  return {
    kind: 'HorizontalPodAutoscaler',
    apiVersion: 'autoscaling/v1',
    metadata: Object.keys(kept).length > 0 ? { ...metadata, annotations: kept } : metadata,
    spec: { ...common, ...(target === undefined ? {} : { targetCPUUtilizationPercentage: target }) },
    status: {
      currentReplicas: 0, ...counts,
      ...(current?.averageUtilization === undefined
        ? {}
        : { currentCPUUtilizationPercentage: current.averageUtilization }),
    },
  }
}

function fromV1({ metadata, spec, status }: AutoscalingV1HorizontalPodAutoscaler): AnyObj {
  const { targetCPUUtilizationPercentage: target, ...common } = spec
  const { currentCPUUtilizationPercentage: _, ...counts } = status ?? {}
  const {
    [METRICS]: metricsText, [BEHAVIOR]: behavior, [CONDITIONS]: conditions, [CURRENT_METRICS]: _now,
    ...annotations
  } = metadata.annotations ?? {}
  const metrics = [
    ...((parsed(metricsText) ?? []) as V1Metric[]).map(metricFromV1),
    ...(target === undefined ? [] : [cpuMetric(target)]),
  ]
  const { annotations: _all, ...rest } = metadata
  return {
    kind: 'HorizontalPodAutoscaler',
    apiVersion: 'autoscaling/v2',
    metadata: Object.keys(annotations).length > 0 ? { ...rest, annotations } : rest,
    spec: {
      ...common,
      ...(metrics.length > 0 ? { metrics } : {}),
      ...(behavior === undefined ? {} : { behavior: parsed(behavior) }),
    },
    ...(status === undefined
      ? {}
      : { status: { ...counts, ...(conditions ? { conditions: parsed(conditions) } : {}) } }),
  }
}

const cpuMetric = (averageUtilization: number): MetricSpec => ({
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } },
})

/** A metric in the older form: the target's parts stand beside its name. */
interface V1Metric {
  readonly type: string
  readonly resource?: {
    readonly name: string
    readonly targetAverageUtilization?: number
    readonly targetAverageValue?: string
  }
}

function metricToV1(metric: MetricSpec): object {
  if (!metric.resource) return metric
  const { name, target: { averageUtilization, averageValue } } = metric.resource
  return {
    type: metric.type,
    resource: {
      name, targetAverageUtilization: averageUtilization, targetAverageValue: averageValue,
    },
  }
}

function metricFromV1(metric: V1Metric): MetricSpec {
  if (!metric.resource) return metric as MetricSpec
  const { name, targetAverageUtilization: percent, targetAverageValue: value } = metric.resource
  const target = percent === undefined
    ? { type: 'AverageValue', averageValue: value ?? '0' }
    : { type: 'Utilization', averageUtilization: percent }
  return { type: metric.type, resource: { name, target } }
}

/** What users write into the annotations need not be JSON. */
function parsed(text: string | undefined): unknown {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
