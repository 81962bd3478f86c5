/** CronJob: a Job at given times. */
import type { CronJob as CronJobObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { defaultPodTemplate } from '../pod-spec/pod-spec.defaults.ts'
import { cronJobColumns } from './cron-job.columns.ts'
import { describeCronJob } from './cron-job.describe.ts'
import { validateCronJob } from './job.validation.ts'
import { templateWarnings } from '../pod-spec/pod-spec.warnings.ts'

export const CronJob = defineKind<CronJobObject>('batch', 'v1', 'CronJob', {
  describe: describeCronJob,
  columns: cronJobColumns,
  defaults,
  generation: true,
  validate: validateCronJob,
  warnings: (object) => templateWarnings(object.spec?.jobTemplate.spec?.template, 'spec.jobTemplate.spec.template.'),
})

/** pkg/apis/batch/v1/defaults.go, SetDefaults_CronJob. */
function defaults(draft: CronJobObject): void {
  const spec = (draft.spec ??= {} as never)!
  spec.concurrencyPolicy ||= 'Allow'
  spec.suspend ??= false
  spec.successfulJobsHistoryLimit ??= 3
  spec.failedJobsHistoryLimit ??= 1
  const template = (spec.jobTemplate ??= {})
  template.metadata ??= {} as never
  template.spec ??= {} as never
  defaultPodTemplate((template.spec!.template ??= {}))
}
