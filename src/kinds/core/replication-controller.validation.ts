/** The rules for controllers that keep a number of pods: ReplicationControllers, and what ReplicaSets share with them. */
import type { FieldError } from '../field-error.ts'
import { forbidden, invalid, notSupported, required } from '../field-error.ts'
import type { LabelSelector, PodTemplateSpec, ReplicationController } from '../generated/api-types.ts'
import { validatePodTemplate } from '../pod-spec/pod-spec.validation.ts'
import { nonNegative } from '../validation/fields.ts'
import { isConvertible, isEmptySelector, selectorMatches, sortedEntries } from '../validation/labels.ts'

export function validateReplicationController(controller: ReplicationController): FieldError[] {
  const spec = controller.spec!
  const template = spec.template
  const errors = nonNegative(spec.minReadySeconds, 'spec.minReadySeconds')
  const selector = { matchLabels: spec.selector ?? {} }
  if (Object.keys(selector.matchLabels).length === 0) errors.push(required('spec.selector'))
  errors.push(...nonNegative(spec.replicas, 'spec.replicas'))
  if (template === undefined) return [...errors, required('spec.template')]
  return [...errors, ...validateManagedTemplate(template, selector, 'spec.template', 'ReplicationController')]
}

/** ValidatePodTemplateSpecForRC and its like: the selector matches, pods restart for ever. */
export function validateManagedTemplate(
  template: PodTemplateSpec, selector: LabelSelector | undefined, at: string, kind: string,
): FieldError[] {
  const errors = selectorMismatch(template, selector, at)
  errors.push(...validatePodTemplate(template, at))
  const policy = template.spec?.restartPolicy
  if (policy !== 'Always') errors.push(notSupported(`${at}.spec.restartPolicy`, policy ?? '', ['Always']))
  if (template.spec?.activeDeadlineSeconds !== undefined) {
    errors.push(forbidden(`${at}.spec.activeDeadlineSeconds`, `activeDeadlineSeconds in ${kind} is not Supported`))
  }
  return errors
}

/** An absent selector selects nothing; an empty one is complained about elsewhere. */
export function selectorMismatch(template: PodTemplateSpec, selector: LabelSelector | undefined, at: string): FieldError[] {
  if (selector !== undefined && (isEmptySelector(selector) || !isConvertible(selector))) return []
  const labels = template.metadata?.labels
  if (selector !== undefined && selectorMatches(selector, labels)) return []
  const shown = labels === undefined ? null : Object.fromEntries(sortedEntries(labels))
  return [invalid(`${at}.metadata.labels`, shown, '`selector` does not match template `labels`')]
}
