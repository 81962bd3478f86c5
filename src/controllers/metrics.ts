/** What an autoscaler can read of a metric, or why it cannot. */
import { matchesSelector } from '../apiserver/selectors.ts'
import { Pod as PodKind } from '../kinds/core/pod.ts'
import type { MetricSpec, MetricStatus } from '../kinds/generated/api-types.ts'
import type { Obj } from '../kinds/object.ts'
import { PodMetricsKind } from '../kinds/metrics/metrics.ts'
import { parseQuantity, Quantity } from '../lib/quantity.ts'
import type { World } from './controller.ts'
import { isReady, isTerminal } from './pods.ts'

export type Reading =
  | { readonly replicas: number; readonly name: string; readonly status: MetricStatus }
  | { readonly error: string; readonly reason: string; readonly about: string }

const UNSERVED: Readonly<Record<string, { reason: string; api: string }>> = {
  Pods: { reason: 'FailedGetPodsMetric', api: 'custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered' },
  Object: { reason: 'FailedGetObjectMetric', api: 'custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered' },
  External: { reason: 'FailedGetExternalMetric', api: 'external metrics API: no external metrics API (external.metrics.k8s.io) registered' },
}
/** Changes smaller than this share are no reason to scale. */
const TOLERANCE = 0.1

/** pkg/controller/podautoscaler/horizontal.go, computeReplicasForMetric */
export function readMetric(metric: MetricSpec, target: Obj & { spec: { selector?: object } }, current: number, world: World): Reading {
  const unserved = UNSERVED[metric.type]
  if (unserved !== undefined) {
    const kind = metric.type.toLowerCase()
    return { reason: unserved.reason, about: `failed to get ${kind} metric value`, error: `unable to get metric: unable to fetch metrics from ${unserved.api}` }
  }
  const { name, target: goal } = metric.resource ?? metric.containerResource ?? { name: 'cpu', target: { type: 'Utilization' } }
  const about = `failed to get ${name} ${metric.containerResource === undefined ? 'resource' : 'container'} metric value`
  const byShare = goal.type === 'Utilization'
  const fail = (why: string): Reading => ({
    reason: metric.containerResource === undefined ? 'FailedGetResourceMetric' : 'FailedGetContainerResourceMetric', about,
    error: `failed to get ${name} ${byShare ? 'utilization' : 'usage'}: ${why}`,
  })
  const none = `unable to get metrics for resource ${name}`
  if (world.api.kindOf(PodMetricsKind.group, PodMetricsKind.kind) === undefined) {
    return fail(`${none}: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)`)
  }
  const pods = world.api.list(PodKind, target.metadata.namespace)
    .filter((p) => matchesSelector(target.spec.selector as never, p.metadata.labels) && !isTerminal(p) && p.metadata.deletionTimestamp === undefined)
  const measured = pods.filter((p) => isReady(p)).flatMap((pod) => {
    const usages = world.api.get(PodMetricsKind, pod.metadata.namespace, pod.metadata.name)?.containers
      .filter((c) => metric.containerResource === undefined || c.name === metric.containerResource.container).map((c) => c.usage)
    if (usages === undefined) return []
    const value = usages.reduce((sum, u) => sum + (name === 'cpu' ? parseQuantity(u.cpu).milliValue() : parseQuantity(u.memory).value()), 0)
    return [{ pod, value }]
  })
  if (measured.length === 0) return fail(`${none}: no metrics returned from resource metrics API`)
  const sum = measured.reduce((total, m) => total + m.value, 0)
  const average = sum / measured.length
  const shown = { averageValue: quantityOf(name, average) }
  if (!byShare) {
    const wanted = parseQuantity(goal.averageValue ?? '1')
    const ratio = average / (name === 'cpu' ? wanted.milliValue() : wanted.value())
    return { name: `${name} resource`, replicas: scaledBy(ratio, current, measured.length), status: { type: 'Resource', resource: { name, current: shown } } }
  }
  let requested = 0
  for (const { pod } of measured) {
    for (const container of pod.spec.containers) {
      const request = container.resources?.requests?.[name]
      if (request === undefined) return fail(`missing request for ${name} in container ${container.name} of Pod ${pod.metadata.name}`)
      requested += name === 'cpu' ? parseQuantity(request).milliValue() : parseQuantity(request).value()
    }
  }
  const averageUtilization = Math.floor((sum * 100) / requested)
  return {
    name: `${name} resource utilization (percentage of request)`, replicas: scaledBy(averageUtilization / (goal.averageUtilization ?? 80), current, measured.length),
    status: { type: 'Resource', resource: { name, current: { averageUtilization, ...shown } } },
  }
}

const scaledBy = (ratio: number, current: number, ready: number): number =>
  Math.abs(1 - ratio) <= TOLERANCE ? current : Math.ceil(ratio * ready)

const quantityOf = (name: string, value: number): string =>
  (name === 'cpu' ? Quantity.ofMilli(Math.round(value)) : Quantity.of(Math.round(value), 'BinarySI')).toString()
