/** The rules for Jobs and CronJobs (pkg/apis/batch/validation/validation.go). */
import { selectorMismatch } from '../core/replication-controller.validation.ts'
import type { FieldError } from '../field-error.ts'
import { invalid, notSupported, required } from '../field-error.ts'
import type { CronJob, Job, JobSpec, PodTemplateSpec } from '../generated/api-types.ts'
import { goDump } from '../go-dump.ts'
import { validatePodTemplate } from '../pod-spec/pod-spec.validation.ts'
import { sameValue } from '../../lib/same-value.ts'
import { check, immutable, nonNegative, oneOf } from '../validation/fields.ts'
import { isDnsLabel, maxLengthText } from '../validation/formats.ts'
import { shownSelector, validateSelector } from '../validation/labels.ts'
import { validatePodFailurePolicy, validateSuccessPolicy } from './job-policies.validation.ts'
import { scheduleError } from './schedule.ts'

const INDEXED_MAX = 100_000
const CRON_JOB_NAME_MAX = 52

export function validateJob(job: Job, before: Job | undefined): FieldError[] {
  const spec = job.spec!
  const errors = before === undefined ? [...validateGeneratedSelector(job)] : []
  errors.push(...validateJobSpec(spec, 'spec'))
  if (spec.selector === undefined) errors.push(required('spec.selector'))
  else errors.push(...validateSelector(spec.selector, 'spec.selector'))
  errors.push(...selectorMismatch(spec.template, spec.selector, 'spec.template'))
  if (before !== undefined) return [...errors, ...validateUpdate(job, before)]
  if (spec.completionMode === 'Indexed' && (spec.completions ?? 0) > 0) {
    const pod = `${job.metadata.name}-${spec.completions! - 1}`
    errors.push(...isDnsLabel(pod).map((text) =>
      invalid('metadata.name', job.metadata.name, `will not able to create pod with invalid DNS label: ${text}`)))
  }
  return errors
}

/** ValidateGeneratedSelector: the labels that tell a Job's pods must be the server's. */
function validateGeneratedSelector({ metadata, spec }: Job): FieldError[] {
  if (spec!.manualSelector === true || spec!.selector === undefined) return []
  const at = 'spec.template.metadata.labels'
  const labels = spec!.template.metadata?.labels ?? {}
  const expected = { 'controller-uid': metadata.uid, 'job-name': metadata.name }
  const errors: FieldError[] = []
  for (const prefix of ['', 'batch.kubernetes.io/']) {
    for (const [name, value] of Object.entries(expected)) {
      const key = prefix + name
      if (labels[key] === undefined) errors.push(required(`${at}[${key}]`, `must be '${value}'`))
      else if (labels[key] !== value) errors.push(invalid(`${at}[${key}]`, labels, `must be '${value}'`))
    }
  }
  const others = Object.entries(spec!.selector.matchLabels ?? {}).some(([key, value]) =>
    value !== (expected as Record<string, string>)[key.replace('batch.kubernetes.io/', '')])
  if (others || (spec!.selector.matchExpressions ?? []).length > 0) {
    errors.push(invalid('spec.selector', shownSelector(spec!.selector), '`selector` not auto-generated'))
  }
  return errors
}

function validateJobSpec(spec: JobSpec, path: string): FieldError[] {
  const errors = (['parallelism', 'completions', 'activeDeadlineSeconds', 'backoffLimit', 'ttlSecondsAfterFinished',
    'backoffLimitPerIndex', 'maxFailedIndexes'] as const).flatMap((field) => nonNegative(spec[field], `${path}.${field}`))
  errors.push(...validateCompletionMode(spec, path))
  if (spec.podFailurePolicy !== undefined) errors.push(...validatePodFailurePolicy(spec, `${path}.podFailurePolicy`))
  if (spec.successPolicy !== undefined) errors.push(...validateSuccessPolicy(spec, `${path}.successPolicy`))
  const replacement = spec.podReplacementPolicy
  if (replacement !== undefined) {
    if (spec.podFailurePolicy !== undefined && replacement !== 'Failed') {
      errors.push(notSupported(`${path}.podReplacementPolicy`, replacement, ['Failed']))
    } else if (!['Failed', 'TerminatingOrFailed'].includes(replacement)) {
      errors.push(notSupported(`${path}.podReplacementPolicy`, replacement, ['Failed', 'TerminatingOrFailed']))
    }
  }
  errors.push(...validatePodTemplate(spec.template, `${path}.template`))
  const at = `${path}.template.spec.restartPolicy`
  const policy = spec.template.spec?.restartPolicy
  if (!policy || policy === 'Always') errors.push(required(at, 'valid values: "OnFailure", "Never"'))
  else if (policy !== 'OnFailure' && policy !== 'Never') errors.push(notSupported(at, policy, ['OnFailure', 'Never']))
  else if (spec.podFailurePolicy !== undefined && policy !== 'Never') {
    errors.push(invalid(at, policy, 'only "Never" is supported when podFailurePolicy is specified'))
  }
  return errors
}

function validateCompletionMode(spec: JobSpec, path: string): FieldError[] {
  const mode = spec.completionMode
  if (mode === undefined) return []
  const errors: FieldError[] = []
  if (mode !== 'NonIndexed' && mode !== 'Indexed') errors.push(notSupported(`${path}.completionMode`, mode, ['NonIndexed', 'Indexed']))
  if (mode === 'Indexed') {
    if (spec.completions === undefined) errors.push(required(`${path}.completions`, 'when completion mode is Indexed'))
    if ((spec.parallelism ?? 0) > INDEXED_MAX) {
      errors.push(invalid(`${path}.parallelism`, spec.parallelism, `must be less than or equal to ${INDEXED_MAX} when completion mode is Indexed`))
    }
    if (spec.maxFailedIndexes !== undefined && spec.maxFailedIndexes > (spec.completions ?? 0)) {
      errors.push(invalid(`${path}.maxFailedIndexes`, spec.maxFailedIndexes, 'must be less than or equal to completions'))
    }
  }
  if (mode === 'NonIndexed') {
    for (const field of ['backoffLimitPerIndex', 'maxFailedIndexes'] as const) {
      if (spec[field] !== undefined) errors.push(invalid(`${path}.${field}`, spec[field], 'requires indexed completion mode'))
    }
  }
  if (spec.maxFailedIndexes !== undefined && spec.backoffLimitPerIndex === undefined) {
    errors.push(required(`${path}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified'))
  }
  return errors
}

/** ValidateJobSpecUpdate. */
function validateUpdate(job: Job, before: Job): FieldError[] {
  const now = job.spec!
  const old = before.spec!
  const errors = validateCompletionsUpdate(now, old)
  errors.push(...immutable(now.selector, old.selector, 'spec.selector', shownSelector(now.selector) as never))
  errors.push(...validateTemplateUpdate(job, before))
  for (const field of ['completionMode', 'podFailurePolicy', 'backoffLimitPerIndex', 'managedBy', 'successPolicy'] as const) {
    errors.push(...immutable(now[field] as unknown, old[field] as unknown, `spec.${field}`))
  }
  return errors
}

function validateCompletionsUpdate(now: JobSpec, old: JobSpec): FieldError[] {
  const at = 'spec.completions'
  if (now.completionMode !== 'Indexed') return immutable(now.completions, old.completions, at)
  if (now.completions === old.completions) return []
  return now.completions === now.parallelism ? []
    : [invalid(at, now.completions ?? null, 'can only be modified in tandem with parallelism')]
}

/** A suspended Job that never started may still say where its pods run. */
function validateTemplateUpdate(job: Job, before: Job): FieldError[] {
  const suspended = before.spec!.suspend === true && before.status?.startTime === undefined
  const now = job.spec!.template
  const old = before.spec!.template
  const compared = suspended ? withSchedulingOf(now, old) : now
  if (sameValue(compared, old)) return []
  const { metadata, spec } = now
  return [invalid('spec.template', { ...metadata, Spec: goDump(spec, 'PodSpec') }, 'field is immutable')]
}

function withSchedulingOf(template: PodTemplateSpec, old: PodTemplateSpec): PodTemplateSpec {
  const spec: Record<string, unknown> = { ...template.spec }
  for (const field of ['nodeSelector', 'affinity', 'tolerations', 'schedulingGates'] as const) spec[field] = old.spec?.[field]
  const { labels: _l, annotations: _a, ...metadata } = template.metadata ?? {} as never
  const { labels, annotations } = old.metadata ?? {} as never
  return { ...template, spec: spec as never, metadata: { ...metadata, ...(labels && { labels }), ...(annotations && { annotations }) } as never }
}

export function validateCronJob(job: CronJob, before: CronJob | undefined): FieldError[] {
  const spec = job.spec!
  const errors: FieldError[] = []
  if (!spec.schedule) errors.push(required('spec.schedule'))
  else errors.push(...validateSchedule(spec.schedule, spec.timeZone))
  errors.push(...nonNegative(spec.startingDeadlineSeconds, 'spec.startingDeadlineSeconds'), ...validateTimeZone(spec.timeZone))
  errors.push(...oneOf(spec.concurrencyPolicy, ['Allow', 'Forbid', 'Replace'], 'spec.concurrencyPolicy'))
  const template = spec.jobTemplate.spec!
  errors.push(...validateJobSpec(template, 'spec.jobTemplate.spec'))
  if (template.selector !== undefined) {
    errors.push(invalid('spec.jobTemplate.spec.selector', shownSelector(template.selector), '`selector` will be auto-generated'))
  }
  if (template.manualSelector === true) {
    errors.push(notSupported('spec.jobTemplate.spec.manualSelector', true, ['nil', 'false']))
  }
  errors.push(...nonNegative(spec.successfulJobsHistoryLimit, 'spec.successfulJobsHistoryLimit'))
  errors.push(...nonNegative(spec.failedJobsHistoryLimit, 'spec.failedJobsHistoryLimit'))
  if (before === undefined) {
    const tooLong = (name: string): string[] => (name.length > CRON_JOB_NAME_MAX ? [maxLengthText(CRON_JOB_NAME_MAX)] : [])
    errors.push(...check(tooLong, job.metadata.name ?? '', 'metadata.name'))
  }
  return errors
}

function validateSchedule(schedule: string, timeZone: string | undefined): FieldError[] {
  const at = 'spec.schedule'
  const wrong = scheduleError(schedule)
  const errors: FieldError[] = wrong === undefined ? [] : [invalid(at, schedule, wrong)]
  if (!schedule.includes('TZ')) return errors
  if (timeZone !== undefined) return [...errors, invalid(at, schedule, 'cannot use both timeZone field and TZ or CRON_TZ in schedule')]
  return [...errors, invalid(at, schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead')]
}

const ZONE = /^(UTC|GMT|Etc\/[\w+-]+|(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)\/[A-Z][\w/+-]+|[A-Z]{3}\d?([A-Z]{3}\d?)?)$/

function validateTimeZone(zone: string | undefined): FieldError[] {
  const at = 'spec.timeZone'
  if (zone === undefined) return []
  if (zone === '') return [invalid(at, zone, 'timeZone must be nil or non-empty string')]
  if (zone.toLowerCase() === 'local') {
    return [invalid(at, zone, 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones')]
  }
  return ZONE.test(zone) ? [] : [invalid(at, zone, `unknown time zone ${zone}`)]
}
