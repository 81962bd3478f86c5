/** Columns of autoscalers. Upstream: `pkg/printers/internalversion/printers.go`, formatHPAMetrics. */
import { column, said } from '../columns/column.ts'
import type {
  HorizontalPodAutoscaler, MetricSpec, MetricStatus, MetricTarget, MetricValueStatus,
} from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'
import { parseQuantity } from '../../lib/quantity.ts'

const SPEC = 'autoscaling.v2.HorizontalPodAutoscalerSpec'
const METRICS_MAX = 2

const quantity = (value: string | number | undefined): string =>
  value === undefined ? '<unknown>' : parseQuantity(value).toString()

const utilization = (target: MetricTarget, now: MetricValueStatus | undefined): string => {
  if (target.averageValue !== undefined) {
    return `${quantity(now?.averageValue)}/${quantity(target.averageValue)}`
  }
  const percent = (value: number | undefined, none: string): string =>
    value === undefined ? none : `${value}%`
  const current = percent(now?.averageUtilization, '<unknown>')
  return `${current}/${percent(target.averageUtilization, '<auto>')}`
}

const valueOrAverage = (target: MetricTarget, now: MetricValueStatus | undefined): string =>
  target.averageValue !== undefined
    ? `${quantity(now?.averageValue)}/${quantity(target.averageValue)} (avg)`
    : `${quantity(now?.value)}/${quantity(target.value)}`

const metricText = (metric: MetricSpec, now: MetricStatus | undefined): string => {
  const { external, pods, object, resource, containerResource } = metric
  switch (metric.type) {
    case 'External': return valueOrAverage(external!.target, now?.external?.current)
    case 'Object': return valueOrAverage(object!.target, now?.object?.current)
    case 'Pods':
      return `${quantity(now?.pods?.current.averageValue)}/${quantity(pods!.target.averageValue)}`
    case 'Resource':
      return `${resource!.name}: ${utilization(resource!.target, now?.resource?.current)}`
    case 'ContainerResource': {
      const current = now?.containerResource?.current
      return `${containerResource!.name}: ${utilization(containerResource!.target, current)}`
    }
    default: return '<unknown type>'
  }
}

const targets = ({ spec, status }: HorizontalPodAutoscaler): string => {
  const metrics = spec.metrics ?? []
  if (metrics.length === 0) return '<none>'
  const texts = metrics.map((metric, index) => metricText(metric, status?.currentMetrics?.[index]))
  const shown = texts.slice(0, METRICS_MAX).join(', ')
  return texts.length > METRICS_MAX ? `${shown} + ${texts.length - METRICS_MAX} more...` : shown
}

export const horizontalPodAutoscalerColumns: readonly Column<HorizontalPodAutoscaler>[] = [
  nameColumn,
  column('Reference', said(SPEC, 'scaleTargetRef'), ({ spec: { scaleTargetRef: ref } }) =>
    `${ref.kind}/${ref.name}`),
  column('Targets', said(SPEC, 'metrics'), targets),
  column('MinPods', said(SPEC, 'minReplicas'), (hpa) =>
    hpa.spec.minReplicas === undefined ? '<unset>' : String(hpa.spec.minReplicas)),
  column('MaxPods', said(SPEC, 'maxReplicas'), (hpa) => hpa.spec.maxReplicas),
  column('Replicas', said('autoscaling.v2.HorizontalPodAutoscalerStatus', 'currentReplicas'),
    (hpa) => hpa.status?.currentReplicas ?? 0),
  ageColumn,
]
