/** The rules for Deployments, ReplicaSets and DaemonSets (pkg/apis/apps/validation/validation.go). */
import { validateManagedTemplate, selectorMismatch } from '../core/replication-controller.validation.ts'
import type { FieldError } from '../field-error.ts'
import { forbidden, invalid, notSupported, required } from '../field-error.ts'
import type { DaemonSet, Deployment, DeploymentStrategy, LabelSelector, ReplicaSet } from '../generated/api-types.ts'
import { validatePodTemplate } from '../pod-spec/pod-spec.validation.ts'
import { immutable, nonNegative, nonNegativeOrPercent, notMoreThan100Percent, percentOf } from '../validation/fields.ts'
import { isConvertible, isEmptySelector, shownSelector, validateSelector } from '../validation/labels.ts'

export function validateDeployment(deployment: Deployment, before: Deployment | undefined): FieldError[] {
  const spec = deployment.spec!
  const errors = nonNegative(spec.replicas, 'spec.replicas')
  errors.push(...checkSelector(spec.selector, 'spec.selector', 'empty selector is invalid for deployment'))
  if (!isConvertible(spec.selector)) errors.push(invalid('spec.selector', shownSelector(spec.selector), 'invalid label selector'))
  else errors.push(...validateManagedTemplate(spec.template, spec.selector, 'spec.template', 'ReplicaSet'))
  errors.push(...validateStrategy(spec.strategy ?? {}, 'spec.strategy'))
  errors.push(...nonNegative(spec.minReadySeconds, 'spec.minReadySeconds'), ...nonNegative(spec.revisionHistoryLimit, 'spec.revisionHistoryLimit'))
  const deadline = spec.progressDeadlineSeconds
  if (deadline !== undefined) {
    errors.push(...nonNegative(deadline, 'spec.progressDeadlineSeconds'))
    if (deadline <= (spec.minReadySeconds ?? 0)) {
      errors.push(invalid('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds'))
    }
  }
  return [...errors, ...keepSelector(spec.selector, before?.spec?.selector, before !== undefined)]
}

export function validateReplicaSet(set: ReplicaSet, before: ReplicaSet | undefined): FieldError[] {
  const spec = set.spec!
  const errors = [...nonNegative(spec.replicas, 'spec.replicas'), ...nonNegative(spec.minReadySeconds, 'spec.minReadySeconds')]
  errors.push(...checkSelector(spec.selector, 'spec.selector', 'empty selector is invalid for deployment'))
  if (!isConvertible(spec.selector)) errors.push(invalid('spec.selector', shownSelector(spec.selector), 'invalid label selector'))
  else errors.push(...validateManagedTemplate(spec.template ?? {}, spec.selector, 'spec.template', 'ReplicaSet'))
  return [...errors, ...keepSelector(spec.selector, before?.spec?.selector, before !== undefined)]
}

export function validateDaemonSet(set: DaemonSet, before: DaemonSet | undefined): FieldError[] {
  const spec = set.spec!
  const template = spec.template
  const errors = validateSelector(spec.selector, 'spec.selector')
  errors.push(...selectorMismatch(template, spec.selector, 'spec.template'))
  if (spec.selector !== undefined && isEmptySelector(spec.selector)) {
    errors.push(invalid('spec.selector', shownSelector(spec.selector), 'empty selector is invalid for daemonset'))
  }
  errors.push(...validatePodTemplate(template, 'spec.template'))
  const policy = template.spec?.restartPolicy
  if (policy !== 'Always') errors.push(notSupported('spec.template.spec.restartPolicy', policy ?? '', ['Always']))
  if (template.spec?.activeDeadlineSeconds !== undefined) {
    errors.push(forbidden('spec.template.spec.activeDeadlineSeconds', 'activeDeadlineSeconds in DaemonSet is not Supported'))
  }
  errors.push(...nonNegative(spec.minReadySeconds, 'spec.minReadySeconds'), ...validateDaemonStrategy(set, 'spec.updateStrategy'))
  errors.push(...nonNegative(spec.revisionHistoryLimit, 'spec.revisionHistoryLimit'))
  return [...errors, ...keepSelector(spec.selector, before?.spec?.selector, before !== undefined)]
}

export function checkSelector(selector: LabelSelector | undefined, at: string, empty: string): FieldError[] {
  if (selector === undefined) return [required(at)]
  const errors = validateSelector(selector, at)
  return isEmptySelector(selector) ? [...errors, invalid(at, shownSelector(selector), empty)] : errors
}

const keepSelector = (now: LabelSelector | undefined, old: LabelSelector | undefined, isUpdate: boolean): FieldError[] =>
  isUpdate ? immutable(now, old, 'spec.selector', shownSelector(now) as never) : []

function validateStrategy({ type, rollingUpdate }: DeploymentStrategy, at: string): FieldError[] {
  if (type === 'Recreate') {
    return rollingUpdate === undefined ? []
      : [forbidden(`${at}.rollingUpdate`, "may not be specified when strategy `type` is 'Recreate'")]
  }
  if (type !== 'RollingUpdate') return [notSupported(`${at}.type`, type ?? '', ['Recreate', 'RollingUpdate'])]
  const path = `${at}.rollingUpdate`
  if (rollingUpdate === undefined) return [required(path, 'this should be defaulted and never be nil')]
  const { maxUnavailable, maxSurge } = rollingUpdate
  const errors = [...nonNegativeOrPercent(maxUnavailable, `${path}.maxUnavailable`), ...nonNegativeOrPercent(maxSurge, `${path}.maxSurge`)]
  if (isZero(maxUnavailable) && isZero(maxSurge)) {
    errors.push(invalid(`${path}.maxUnavailable`, maxUnavailable, 'may not be 0 when `maxSurge` is 0'))
  }
  return [...errors, ...notMoreThan100Percent(maxUnavailable, `${path}.maxUnavailable`)]
}

const isZero = (value: string | number | undefined): boolean =>
  (typeof value === 'string' ? (percentOf(value) ?? 0) : (value ?? 0)) === 0

function validateDaemonStrategy(set: DaemonSet, at: string): FieldError[] {
  const { type, rollingUpdate } = set.spec!.updateStrategy ?? {}
  if (type === 'OnDelete') return []
  if (type !== 'RollingUpdate') return [notSupported(`${at}.type`, type ?? '', ['RollingUpdate', 'OnDelete'])]
  const path = `${at}.rollingUpdate`
  if (rollingUpdate === undefined) return [required(path)]
  const { maxUnavailable, maxSurge } = rollingUpdate
  const errors = [
    ...nonNegativeOrPercent(maxUnavailable, `${path}.maxUnavailable`), ...nonNegativeOrPercent(maxSurge, `${path}.maxSurge`),
    ...notMoreThan100Percent(maxUnavailable, `${path}.maxUnavailable`), ...notMoreThan100Percent(maxSurge, `${path}.maxSurge`),
  ]
  if (!isZero(maxUnavailable) && !isZero(maxSurge)) {
    errors.push(invalid(`${path}.maxSurge`, maxSurge, 'may not be set when maxUnavailable is non-zero'))
  } else if (isZero(maxUnavailable) && isZero(maxSurge)) {
    errors.push(required(`${path}.maxUnavailable`, 'cannot be 0 when maxSurge is 0'))
  }
  return errors
}
