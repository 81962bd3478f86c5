/** Job: pods that run to completion. */
import type { Job as JobObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { defaultJob, prepareJob } from './job.defaults.ts'
import { jobColumns } from './job.columns.ts'
import { describeJob } from './job.describe.ts'

export const Job = defineKind<JobObject>('batch', 'v1', 'Job', {
  describe: describeJob,
  columns: jobColumns,
  defaults: defaultJob,
  prepareForCreate: prepareJob,
  generation: true,
})
