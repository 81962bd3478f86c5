/** The rules for autoscalers (pkg/apis/autoscaling/validation/validation.go). */
import type { FieldError } from '../field-error.ts'
import { forbidden, invalid, notSupported, required } from '../field-error.ts'
import type { HPAScalingRules, HorizontalPodAutoscaler, MetricIdentifier, MetricSpec, MetricTarget } from '../generated/api-types.ts'
import { parseQuantity } from '../../lib/quantity.ts'
import { check } from '../validation/fields.ts'
import { isPathSegment } from '../validation/formats.ts'
import { validateSelector } from '../validation/labels.ts'

type Reference = { apiVersion?: string; kind?: string; name?: string }

export function validateAutoscaler(autoscaler: HorizontalPodAutoscaler): FieldError[] {
  const spec = autoscaler.spec!
  const { minReplicas: min = 1, maxReplicas: max = 0 } = spec
  const errors: FieldError[] = []
  if (min < 1) errors.push(invalid('spec.minReplicas', min, 'must be greater than or equal to 1'))
  if (max === 0) errors.push(required('spec.maxReplicas', 'must be set and greater than 0'))
  else if (max < 1) errors.push(invalid('spec.maxReplicas', max, 'must be greater than or equal to 1'))
  if (max < min) errors.push(invalid('spec.maxReplicas', max, 'must be greater than or equal to `minReplicas`'))
  errors.push(...validateReference(spec.scaleTargetRef ?? {}, 'spec.scaleTargetRef'), ...validateGroup(spec.scaleTargetRef ?? {}))
  const metrics = spec.metrics ?? []
  metrics.forEach((metric, i) => errors.push(...validateMetric(metric, `spec.metrics[${i}]`)))
  if (min === 0 && !metrics.some((m) => m.type === 'Object' || m.type === 'External')) {
    errors.push(forbidden('spec.metrics', 'must specify at least one Object or External metric to support scaling to zero replicas'))
  }
  for (const direction of ['scaleUp', 'scaleDown'] as const) {
    const rules = spec.behavior?.[direction]
    if (rules !== undefined) errors.push(...validateRules(rules, `spec.behavior.${direction}`))
  }
  return errors
}

const validateReference = (reference: Reference, at: string): FieldError[] =>
  (['kind', 'name'] as const).flatMap((field) =>
    reference[field] ? check(isPathSegment, reference[field], `${at}.${field}`) : [required(`${at}.${field}`)])

/** Only the core group's own ReplicationController has no group. */
function validateGroup({ apiVersion = '', kind }: Reference): FieldError[] {
  const at = 'spec.scaleTargetRef.apiVersion'
  if (apiVersion.split('/').length > 2) return [invalid(at, apiVersion, `unexpected GroupVersion string: ${apiVersion}`)]
  if (apiVersion.includes('/') || (apiVersion !== '' && kind === 'ReplicationController')) return []
  return [invalid(at, apiVersion, 'apiVersion must specify API group')]
}

const SOURCES = { ContainerResource: 'containerResource', External: 'external', Object: 'object', Pods: 'pods', Resource: 'resource' } as const

function validateMetric(metric: MetricSpec, at: string): FieldError[] {
  const { type } = metric
  if (!type) return [required(`${at}.type`, 'must specify a metric source type')]
  const types = Object.keys(SOURCES)
  if (!types.includes(type)) return [notSupported(`${at}.type`, type, types)]
  const expected = SOURCES[type as keyof typeof SOURCES]
  const present = (['object', 'external', 'pods', 'containerResource', 'resource'] as const).filter((f) => metric[f] !== undefined)
  const errors = present.length === 0 ? [] : validateSource(metric, present[0]!, `${at}.${present[0]}`)
  if (!present.includes(expected)) errors.push(required(`${at}.${expected}`, 'must populate information for the given metric source'))
  if (present.length !== 1) {
    errors.push(...present.filter((f) => f !== expected).map((f) => forbidden(`${at}.${f}`, 'must populate the given metric source only')))
  }
  return errors
}

function validateSource(metric: MetricSpec, source: 'object' | 'external' | 'pods' | 'containerResource' | 'resource', at: string): FieldError[] {
  switch (source) {
    case 'object': {
      const { describedObject, metric: id, target } = metric.object!
      const errors = [...validateReference(describedObject ?? {}, `${at}.describedObject`), ...validateIdentifier(id, `${at}.metric`)]
      errors.push(...validateTarget(target, `${at}.target`))
      return target.value === undefined && target.averageValue === undefined
        ? [...errors, required(`${at}.target.averageValue`, 'must set either a target value or averageValue')] : errors
    }
    case 'external': {
      const { metric: id, target } = metric.external!
      const errors = [...validateIdentifier(id, `${at}.metric`), ...validateTarget(target, `${at}.target`)]
      const both = target.value !== undefined && target.averageValue !== undefined
      if (target.value === undefined && target.averageValue === undefined) {
        errors.push(required(`${at}.target.averageValue`, 'must set either a target value for metric or a per-pod target'))
      }
      return both ? [...errors, forbidden(`${at}.target.value`, 'may not set both a target value for metric and a per-pod target')] : errors
    }
    case 'pods': {
      const { metric: id, target } = metric.pods!
      const errors = [...validateIdentifier(id, `${at}.metric`), ...validateTarget(target, `${at}.target`)]
      const given = target.averageValue !== undefined && parseQuantity(target.averageValue).sign() > 0
      return given ? errors : [...errors, required(`${at}.target.averageValue`, 'must specify a positive target averageValue')]
    }
    default: return validateResource(metric[source]!, source, at)
  }
}

function validateResource(resource: { name?: string; container?: string; target: MetricTarget }, source: string, at: string): FieldError[] {
  const { name, container, target } = resource
  const errors: FieldError[] = []
  if (!name) errors.push(required(`${at}.name`, 'must specify a resource name'))
  if (source === 'containerResource' && !container) errors.push(required(`${at}.container`, 'must specify a container'))
  errors.push(...validateTarget(target, `${at}.target`))
  if (target.averageUtilization === undefined && target.averageValue === undefined) {
    errors.push(required(`${at}.target.averageUtilization`, 'must set either a target raw value or a target utilization'))
  }
  if (target.averageUtilization !== undefined && target.averageValue !== undefined) {
    errors.push(forbidden(`${at}.target.averageValue`, 'may not set both a target raw value and a target utilization'))
  }
  return errors
}

function validateTarget(target: MetricTarget, at: string): FieldError[] {
  const { type, value, averageValue, averageUtilization } = target
  const errors: FieldError[] = []
  if (!type) errors.push(required(`${at}.type`, 'must specify a metric target type'))
  if (!['Utilization', 'Value', 'AverageValue'].includes(type)) {
    errors.push(invalid(`${at}.type`, type ?? '', 'must be either Utilization, Value, or AverageValue'))
  }
  for (const [field, quantity] of Object.entries({ value, averageValue })) {
    if (quantity !== undefined && parseQuantity(quantity).sign() <= 0) errors.push(invalid(`${at}.${field}`, quantity, 'must be positive'))
  }
  if (averageUtilization !== undefined && averageUtilization < 1) {
    errors.push(invalid(`${at}.averageUtilization`, averageUtilization, 'must be greater than 0'))
  }
  return errors
}

function validateIdentifier(id: MetricIdentifier | undefined, at: string): FieldError[] {
  if (!id?.name) return [required(`${at}.name`, 'must specify a metric name')]
  return [...check(isPathSegment, id.name, `${at}.name`), ...validateSelector(id.selector, `${at}.selector`)]
}

const STABILIZATION_MAX = 3600
const PERIOD_MAX = 1800

function validateRules(rules: HPAScalingRules, at: string): FieldError[] {
  const { stabilizationWindowSeconds: window, selectPolicy, policies = [] } = rules
  const errors: FieldError[] = []
  if ((window ?? 0) < 0) errors.push(invalid(`${at}.stabilizationWindowSeconds`, window, 'must be greater than or equal to zero'))
  if ((window ?? 0) > STABILIZATION_MAX) {
    errors.push(invalid(`${at}.stabilizationWindowSeconds`, window, `must be less than or equal to ${STABILIZATION_MAX}`))
  }
  const selects = ['Disabled', 'Max', 'Min']
  if (selectPolicy !== undefined && !selects.includes(selectPolicy)) errors.push(notSupported(`${at}.selectPolicy`, selectPolicy, selects))
  if (policies.length === 0) errors.push(required(`${at}.policies`, 'must specify at least one Policy'))
  policies.forEach(({ type, value, periodSeconds }, i) => {
    const path = `${at}.policies[${i}]`
    if (!['Percent', 'Pods'].includes(type)) errors.push(notSupported(`${path}.type`, type ?? '', ['Percent', 'Pods']))
    if (!(value > 0)) errors.push(invalid(`${path}.value`, value ?? 0, 'must be greater than zero'))
    if (!(periodSeconds > 0)) errors.push(invalid(`${path}.periodSeconds`, periodSeconds ?? 0, 'must be greater than zero'))
    if (periodSeconds > PERIOD_MAX) errors.push(invalid(`${path}.periodSeconds`, periodSeconds, `must be less than or equal to ${PERIOD_MAX}`))
  })
  return errors
}
