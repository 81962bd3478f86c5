/** Columns of cron jobs. Upstream: `pkg/printers/internalversion/printers.go`, printCronJob. */
import { age } from '../age.ts'
import { column, said, sayBool, wideColumn } from '../columns/column.ts'
import { containerColumns } from '../columns/pod-template.columns.ts'
import type { CronJob } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'
import { selectorText } from '../selector-text.ts'

const SPEC = 'batch.v1.CronJobSpec'
const STATUS = 'batch.v1.CronJobStatus'

export const cronJobColumns: readonly Column<CronJob>[] = [
  nameColumn,
  column('Schedule', said(SPEC, 'schedule'), (job) => job.spec.schedule),
  column('Timezone', said(SPEC, 'timeZone'), (job) => job.spec.timeZone ?? '<none>'),
  column('Suspend', said(SPEC, 'suspend'), (job) => sayBool(job.spec.suspend), 'boolean'),
  column('Active', said(STATUS, 'active'), (job) => job.status?.active?.length ?? 0, 'integer'),
  column('Last Schedule', said(STATUS, 'lastScheduleTime'), (job, now) =>
    job.status?.lastScheduleTime ? age(job.status.lastScheduleTime, now) : '<none>'),
  ageColumn,
  ...containerColumns<CronJob>((job) => job.spec.jobTemplate.spec?.template),
  wideColumn('Selector', said('batch.v1.JobSpec', 'selector'), (job) =>
    selectorText(job.spec.jobTemplate.spec?.selector)),
]
