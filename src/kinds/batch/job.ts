/** Job: pods that run to completion. */
import type { Job as JobObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { defaultJob, prepareJob } from './job.defaults.ts'
import { jobColumns } from './job.columns.ts'
import { describeJob } from './job.describe.ts'
import { validateJob } from './job.validation.ts'
import { templateWarnings } from '../pod-spec/pod-spec.warnings.ts'
import { jobFields } from '../core/selectable.ts'

export const Job = defineKind<JobObject>('batch', 'v1', 'Job', {
  describe: describeJob,
  columns: jobColumns,
  defaults: defaultJob,
  prepareForCreate: prepareJob,
  generation: true,
  validate: validateJob,
  warnings: (object) => templateWarnings(object.spec?.template),
  selectable: jobFields,
})
