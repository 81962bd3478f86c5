/** The description of a job. */
import { humanDuration } from '../../lib/duration.ts'
import { type Row, row } from '../../lib/rows.ts'
import { eventRows } from '../describe/events.ts'
import { annotationRows, controllerRows, labelRows } from '../describe/metadata.ts'
import { podTemplateRows } from '../describe/pod-template.ts'
import { rfc1123 } from '../describe/time.ts'
import type { Job } from '../generated/api-types.ts'
import type { Reader } from '../kind.ts'
import { bareSelectorText } from '../selector-text.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, describeJob. */
export function describeJob(job: Job, cluster: Reader, showEvents: boolean): Row[] {
  const { metadata, spec } = job
  return [
    row(0, 'Name:', metadata.name),
    row(0, 'Namespace:', metadata.namespace ?? ''),
    ...(spec.selector ? [row(0, 'Selector:', bareSelectorText(spec.selector))] : []),
    ...labelRows('Labels', metadata.labels),
    ...annotationRows('Annotations', metadata.annotations),
    ...controllerRows(metadata),
    ...specRows(job),
    ...progressRows(job),
    ...podTemplateRows(spec.template),
    ...(showEvents ? eventRows(job, cluster) : []),
  ]
}

const known = (title: string, value: unknown, unit = ''): Row[] =>
  value === undefined ? [] : [row(0, title, `${value}${unit}`)]

function specRows({ spec }: Job): Row[] {
  return [
    ...known('Parallelism:', spec.parallelism),
    row(0, 'Completions:', String(spec.completions ?? '<unset>')),
    ...known('Completion Mode:', spec.completionMode),
    ...known('Suspend:', spec.suspend),
    ...known('Backoff Limit:', spec.backoffLimit),
    ...known('TTL Seconds After Finished:', spec.ttlSecondsAfterFinished),
  ]
}

function progressRows({ spec, status }: Job): Row[] {
  const { startTime, completionTime, ready } = status ?? {}
  const active = ready === undefined ? '' : ` (${ready} Ready)`
  return [
    ...(startTime ? [row(0, 'Start Time:', rfc1123(startTime))] : []),
    ...(completionTime ? [row(0, 'Completed At:', rfc1123(completionTime))] : []),
    ...(startTime && completionTime
      ? [row(0, 'Duration:', humanDuration(Date.parse(completionTime) - Date.parse(startTime)))]
      : []),
    ...known('Active Deadline Seconds:', spec.activeDeadlineSeconds, 's'),
    row(0, 'Pods Statuses:',
      `${status?.active ?? 0} Active${active} / ${status?.succeeded ?? 0} Succeeded / ` +
        `${status?.failed ?? 0} Failed`),
    ...(spec.completionMode === 'Indexed'
      ? [row(0, 'Completed Indexes:', cappedIndexes(status?.completedIndexes ?? ''))]
      : []),
  ]
}

const INDEXES_MAX = 50

/** Upstream: `describe.go`, capIndexesListOrNone. */
function cappedIndexes(indexes: string): string {
  if (indexes === '') return '<none>'
  if (indexes.length <= INDEXES_MAX) return indexes
  const comma = indexes.lastIndexOf(',', INDEXES_MAX - 1)
  return `${indexes.slice(0, comma + 1)}...`
}
