/** The description of a cron job. */
import { type Row, row } from '../../lib/rows.ts'
import { sayBool } from '../columns/column.ts'
import { eventRows } from '../describe/events.ts'
import { metadataRows } from '../describe/metadata.ts'
import { podTemplateRows } from '../describe/pod-template.ts'
import { rfc1123 } from '../describe/time.ts'
import type { CronJob, JobTemplateSpec } from '../generated/api-types.ts'
import type { Reader } from '../kind.ts'
import { bareSelectorText } from '../selector-text.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, describeCronJob. */
export function describeCronJob(cronJob: CronJob, cluster: Reader, showEvents: boolean): Row[] {
  const { metadata, spec, status } = cronJob
  const deadline = spec.startingDeadlineSeconds
  const last = status?.lastScheduleTime
  return [
    ...metadataRows(metadata),
    row(0, 'Schedule:', spec.schedule),
    row(0, 'Concurrency Policy:', spec.concurrencyPolicy ?? ''),
    row(0, 'Suspend:', sayBool(spec.suspend)),
    row(0, 'Successful Job History Limit:', orUnset(spec.successfulJobsHistoryLimit)),
    row(0, 'Failed Job History Limit:', orUnset(spec.failedJobsHistoryLimit)),
    row(0, 'Starting Deadline Seconds:', deadline === undefined ? '<unset>' : `${deadline}s`),
    ...jobTemplateRows(spec.jobTemplate),
    row(0, 'Last Schedule Time:', last ? rfc1123(last) : '<unset>'),
    row(0, 'Active Jobs:', (status?.active ?? []).map((job) => job.name).join(', ') || '<none>'),
    ...(showEvents ? eventRows(cronJob, cluster) : []),
  ]
}

const orUnset = (value: number | undefined): string => String(value ?? '<unset>')

function jobTemplateRows({ spec }: JobTemplateSpec): Row[] {
  const { selector, parallelism, completions, activeDeadlineSeconds, template } = spec ?? {}
  return [
    row(0, 'Selector:', selector ? bareSelectorText(selector) : '<unset>'),
    row(0, 'Parallelism:', orUnset(parallelism)),
    row(0, 'Completions:', orUnset(completions)),
    ...(activeDeadlineSeconds === undefined
      ? []
      : [row(0, 'Active Deadline Seconds:', `${activeDeadlineSeconds}s`)]),
    ...podTemplateRows(template),
  ]
}
