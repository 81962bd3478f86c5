/** What the API server fills into a Job, and the labels by which a Job knows its pods. */
import type { Job } from '../generated/api-types.ts'
import { defaultPodTemplate } from '../pod-spec/pod-spec.defaults.ts'

const MAX_INT32 = 2 ** 31 - 1

/** pkg/apis/batch/v1/defaults.go, SetDefaults_Job. */
export function defaultJob(job: Job): void {
  const spec = (job.spec ??= {} as never)!
  if (spec.completions === undefined && spec.parallelism === undefined) spec.completions = 1
  spec.parallelism ??= 1
  spec.backoffLimit ??= spec.backoffLimitPerIndex === undefined ? 6 : MAX_INT32
  spec.completionMode ??= 'NonIndexed'
  spec.suspend ??= false
  spec.manualSelector ??= false
  for (const rule of spec.podFailurePolicy?.rules ?? []) {
    for (const pattern of rule.onPodConditions ?? []) pattern.status ||= 'True'
  }
  spec.podReplacementPolicy ??= spec.podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed'
  defaultPodTemplate((spec.template ??= {}))
  labelLikeTemplate(job)
}

/** pkg/registry/batch/job/strategy.go, PrepareForCreate and generateSelector. */
export function prepareJob(job: Job): void {
  const spec = job.spec!
  job.status = {}
  if (spec.manualSelector === true) return
  // The Job shares its labels with its template's where it has none of its own
  const shared = job.metadata.labels !== undefined && sameLabels(job.metadata.labels, spec.template.metadata?.labels)
  const uid = job.metadata.uid
  const metadata = (spec.template.metadata ??= {} as never)
  const labels: Record<string, string> = { ...metadata.labels }
  for (const prefix of ['', 'batch.kubernetes.io/']) {
    labels[`${prefix}controller-uid`] ??= uid
    labels[`${prefix}job-name`] ??= job.metadata.name
  }
  metadata.labels = labels
  const matchLabels = { ...spec.selector?.matchLabels, 'batch.kubernetes.io/controller-uid': uid }
  spec.selector = { ...spec.selector, matchLabels }
  if (shared) job.metadata.labels = { ...labels }
  labelLikeTemplate(job)
}

function labelLikeTemplate(job: Job): void {
  const labels = job.spec!.template.metadata?.labels
  if (labels !== undefined && Object.keys(job.metadata.labels ?? {}).length === 0) job.metadata.labels = { ...labels }
}

function sameLabels(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>> | undefined): boolean {
  const keys = Object.keys(a)
  return b !== undefined && keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key])
}
