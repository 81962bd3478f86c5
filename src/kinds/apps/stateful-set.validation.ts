/** The rules for StatefulSets. */
import { selectorMismatch } from '../core/replication-controller.validation.ts'
import { validateClaimSpec } from '../core/persistent-volume-claim.validation.ts'
import type { FieldError } from '../field-error.ts'
import { forbidden, invalid, notSupported, required } from '../field-error.ts'
import type { PodTemplateSpec, StatefulSet, StatefulSetSpec, Volume } from '../generated/api-types.ts'
import { goDump } from '../go-dump.ts'
import { validatePodTemplate } from '../pod-spec/pod-spec.validation.ts'
import { sameValue } from '../../lib/same-value.ts'
import { checkLabel, nonNegative, nonNegativeOrPercent, notMoreThan100Percent } from '../validation/fields.ts'
import { isConvertible, shownSelector } from '../validation/labels.ts'
import { checkSelector } from './workloads.validation.ts'

const UPDATABLE = "'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', " +
  "'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds'"

export function validateStatefulSet(set: StatefulSet, before: StatefulSet | undefined): FieldError[] {
  const errors = validateSpec(set.spec!)
  if (before !== undefined && !sameValue(fixedPart(set.spec!), fixedPart(before.spec!))) {
    errors.push(forbidden('spec', `updates to statefulset spec for fields other than ${UPDATABLE} are forbidden`))
  }
  return errors
}

function fixedPart(spec: StatefulSetSpec): object {
  const { replicas: _r, ordinals: _o, template: _t, updateStrategy: _u, revisionHistoryLimit: _h,
    persistentVolumeClaimRetentionPolicy: _p, minReadySeconds: _m, ...rest } = spec
  return rest
}

function validateSpec(spec: StatefulSetSpec): FieldError[] {
  const errors: FieldError[] = []
  const management = spec.podManagementPolicy
  if (!management) errors.push(required('spec.podManagementPolicy'))
  else if (!['OrderedReady', 'Parallel'].includes(management)) {
    errors.push(invalid('spec.podManagementPolicy', management, "must be 'OrderedReady' or 'Parallel'"))
  }
  errors.push(...validateUpdateStrategy(spec, 'spec.updateStrategy'), ...validateRetention(spec))
  errors.push(...nonNegative(spec.replicas, 'spec.replicas'), ...nonNegative(spec.minReadySeconds, 'spec.minReadySeconds'))
  errors.push(...nonNegative(spec.ordinals?.start, 'spec.ordinals.start'))
  errors.push(...checkSelector(spec.selector, 'spec.selector', 'empty selector is invalid for statefulset'))
  if (!isConvertible(spec.selector)) errors.push(invalid('spec.selector', shownSelector(spec.selector), ''))
  else {
    errors.push(...selectorMismatch(spec.template, spec.selector, 'spec.template'),
      ...validatePodTemplate(withClaims(spec), 'spec.template'))
  }
  const policy = spec.template.spec?.restartPolicy
  if (policy !== 'Always') errors.push(notSupported('spec.template.spec.restartPolicy', policy ?? '', ['Always']))
  if (spec.template.spec?.activeDeadlineSeconds !== undefined) {
    errors.push(forbidden('spec.template.spec.activeDeadlineSeconds', 'activeDeadlineSeconds in StatefulSet is not Supported'))
  }
  ;(spec.volumeClaimTemplates ?? []).forEach((claim, i) => {
    errors.push(...validateClaimSpec(claim.spec ?? {}, `spec.volumeClaimTemplates[${i}].spec`))
  })
  if (spec.serviceName) errors.push(...checkLabel(spec.serviceName, 'spec.serviceName'))
  return errors
}

/** The template's containers may mount what the claim templates will make. */
function withClaims(spec: StatefulSetSpec): PodTemplateSpec {
  const claims: Volume[] = (spec.volumeClaimTemplates ?? []).flatMap(({ metadata }) =>
    metadata?.name ? [{ name: metadata.name, persistentVolumeClaim: { claimName: metadata.name } }] : [])
  const names = new Set(claims.map((volume) => volume.name))
  const pod = spec.template.spec
  if (pod === undefined || claims.length === 0) return spec.template
  return { ...spec.template, spec: { ...pod, volumes: [...(pod.volumes ?? []).filter((v) => !names.has(v.name)), ...claims] } }
}

function validateUpdateStrategy(spec: StatefulSetSpec, at: string): FieldError[] {
  const strategy = spec.updateStrategy ?? {}
  const { type, rollingUpdate } = strategy
  const path = `${at}.rollingUpdate`
  if (!type) return [required(at)]
  if (type === 'OnDelete') {
    return rollingUpdate === undefined ? []
      : [invalid(path, goDump(rollingUpdate, 'RollingUpdateStatefulSetStrategy'), "only allowed for updateStrategy 'RollingUpdate'")]
  }
  if (type !== 'RollingUpdate') {
    return [invalid(at, goDump(strategy, 'StatefulSetUpdateStrategy'), "must be 'RollingUpdate' or 'OnDelete'")]
  }
  const errors = nonNegative(rollingUpdate?.partition, `${path}.partition`)
  const most = rollingUpdate?.maxUnavailable
  if (most === undefined) return errors
  errors.push(...nonNegativeOrPercent(most, `${path}.maxUnavailable`))
  if (most === 0 || most === '0%') errors.push(invalid(`${path}.maxUnavailable`, most, 'cannot be 0'))
  return [...errors, ...notMoreThan100Percent(most, `${path}.maxUnavailable`)]
}

function validateRetention(spec: StatefulSetSpec): FieldError[] {
  const policy = spec.persistentVolumeClaimRetentionPolicy
  if (policy === undefined) return []
  return (['whenDeleted', 'whenScaled'] as const).flatMap((field) => {
    const value = policy[field] ?? ''
    const values = ['Retain', 'Delete']
    return values.includes(value) ? [] : [notSupported(`spec.persistentVolumeClaimRetentionPolicy.${field}`, value, values)]
  })
}
