/** The description of an autoscaler. */
import { goQuote } from '../../lib/go-quote.ts'
import { parseQuantity } from '../../lib/quantity.ts'
import { type Row, row } from '../../lib/rows.ts'
import { eventRows } from '../describe/events.ts'
import { metadataRows } from '../describe/metadata.ts'
import { rfc1123 } from '../describe/time.ts'
import type {
  HorizontalPodAutoscaler, HPAScalingRules, MetricSpec, MetricStatus, MetricTarget,
  MetricValueStatus,
} from '../generated/api-types.ts'
import type { Reader } from '../kind.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, describeHorizontalPodAutoscalerV2. */
export function describeHorizontalPodAutoscaler(
  hpa: HorizontalPodAutoscaler, cluster: Reader, showEvents: boolean,
): Row[] {
  const { metadata, spec, status } = hpa
  const { kind, name } = spec.scaleTargetRef
  return [
    ...metadataRows(metadata),
    row(0, 'CreationTimestamp:', rfc1123(metadata.creationTimestamp)),
    row(0, 'Reference:', `${kind}/${name}`),
    row(0, 'Metrics:', '( current / target )'),
    ...(spec.metrics ?? []).map((metric, index) => metricRow(metric, status?.currentMetrics?.[index])),
    row(0, 'Min replicas:', String(spec.minReplicas ?? '<unset>')),
    row(0, 'Max replicas:', String(spec.maxReplicas)),
    ...(spec.behavior
      ? [
        row(0, 'Behavior:'),
        ...directionRows('Scale Up', spec.behavior.scaleUp),
        ...directionRows('Scale Down', spec.behavior.scaleDown),
      ]
      : []),
    row(0, `${kind} pods:`,
      `${status?.currentReplicas ?? 0} current / ${status?.desiredReplicas ?? 0} desired`),
    ...conditionRows(hpa),
    ...(showEvents ? eventRows(hpa, cluster) : []),
  ]
}

const quantity = (value: string | number | undefined): string =>
  value === undefined ? '<unknown>' : parseQuantity(value).toString()

function metricRow(metric: MetricSpec, now: MetricStatus | undefined): Row {
  const { external, pods, object, resource, containerResource } = metric
  switch (metric.type) {
    case 'External':
      return valueRow(goQuote(external!.metric.name), external!.target, now?.external?.current)
    case 'Pods':
      return row(1, `${goQuote(pods!.metric.name)} on pods:`,
        `${quantity(now?.pods?.current.averageValue)} / ${quantity(pods!.target.averageValue)}`)
    case 'Object': {
      const { metric: { name }, describedObject: on, target } = object!
      return valueRow(`"${name}" on ${on.kind}/${on.name}`, target, now?.object?.current)
    }
    case 'Resource':
      return usageRow(`resource ${resource!.name} on pods`, resource!.target, now?.resource?.current)
    case 'ContainerResource': {
      const { name, container, target } = containerResource!
      const title = `resource ${name} of container "${container}" on pods`
      return usageRow(title, target, now?.containerResource?.current)
    }
    default: return row(1, `<unknown metric type ${goQuote(metric.type)}>`)
  }
}

const valueRow = (title: string, target: MetricTarget, now: MetricValueStatus | undefined): Row =>
  target.averageValue !== undefined
    ? row(1, `${title} (target average value):`,
      `${quantity(now?.averageValue)} / ${quantity(target.averageValue)}`)
    : row(1, `${title} (target value):`, `${quantity(now?.value)} / ${quantity(target.value)}`)

function usageRow(title: string, target: MetricTarget, now: MetricValueStatus | undefined): Row {
  if (target.averageValue !== undefined) {
    return row(1, `${title}:`, `${quantity(now?.averageValue)} / ${quantity(target.averageValue)}`)
  }
  const current = now?.averageUtilization === undefined
    ? '<unknown>'
    : `${now.averageUtilization}% (${quantity(now.averageValue)})`
  const wanted = target.averageUtilization === undefined ? '<auto>' : `${target.averageUtilization}%`
  // kubectl writes the second half of the title with an indent of its own.
  return row(1, `${title}  (as a percentage of request):`, `${current} / ${wanted}`)
}

function directionRows(title: string, rules: HPAScalingRules | undefined): Row[] {
  if (!rules) return []
  const { stabilizationWindowSeconds: window, policies = [], selectPolicy } = rules
  return [
    row(1, `${title}:`),
    ...(window === undefined ? [] : [row(2, `Stabilization Window: ${window} seconds`)]),
    ...(policies.length > 0
      ? [
        row(2, `Select Policy: ${selectPolicy ?? 'Max'}`),
        row(2, 'Policies:'),
        ...policies.map((p) =>
          row(3, `- Type: ${p.type}`, `Value: ${p.value}`, `Period: ${p.periodSeconds} seconds`)),
      ]
      : []),
  ]
}

function conditionRows({ status }: HorizontalPodAutoscaler): Row[] {
  const conditions = status?.conditions ?? []
  if (conditions.length === 0) return []
  return [
    row(0, 'Conditions:'),
    row(1, 'Type', 'Status', 'Reason', 'Message'),
    row(1, '----', '------', '------', '-------'),
    ...conditions.map((c) => row(1, c.type, c.status, c.reason ?? '', c.message ?? '')),
  ]
}
