/** Columns of jobs. Upstream: `pkg/printers/internalversion/printers.go`, printJob. */
import { column, said, wideColumn } from '../columns/column.ts'
import { containerColumns } from '../columns/pod-template.columns.ts'
import type { Job } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'
import { selectorText } from '../selector-text.ts'
import { humanDuration } from '../../lib/duration.ts'

const jobStatus = ({ metadata, status }: Job): string => {
  const holds = (type: string): boolean =>
    status?.conditions?.some((c) => c.type === type && c.status === 'True') ?? false
  if (holds('Complete')) return 'Complete'
  if (holds('Failed')) return 'Failed'
  if (metadata.deletionTimestamp) return 'Terminating'
  return ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find(holds) ?? 'Running'
}

const completions = ({ spec, status }: Job): string => {
  const succeeded = status?.succeeded ?? 0
  if (spec.completions !== undefined) return `${succeeded}/${spec.completions}`
  const parallelism = spec.parallelism ?? 0
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`
}

const jobDuration = ({ status }: Job, now: number): string => {
  if (!status?.startTime) return ''
  const end = status.completionTime ? Date.parse(status.completionTime) : now
  return humanDuration(end - Date.parse(status.startTime))
}

export const jobColumns: readonly Column<Job>[] = [
  nameColumn,
  column('Status', 'Status of the job.', jobStatus),
  column('Completions', said('batch.v1.JobStatus', 'succeeded'), completions),
  column('Duration', 'Time required to complete the job.', jobDuration),
  ageColumn,
  ...containerColumns<Job>((job) => job.spec.template),
  wideColumn('Selector', said('batch.v1.JobSpec', 'selector'), (job) =>
    selectorText(job.spec.selector)),
]
