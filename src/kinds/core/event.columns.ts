/** Columns of events. Upstream: `pkg/printers/internalversion/printers.go`, printEvent. */
import { age } from '../age.ts'
import { column, said, wideColumn } from '../columns/column.ts'
import type { Event } from '../generated/api-types.ts'
import { type Column, nameColumn } from '../kind.ts'

const firstSeen = (event: Event, now: number): string =>
  age(event.firstTimestamp ?? event.eventTime, now)

const lastSeen = (event: Event, now: number): string => {
  if (event.series) return age(event.series.lastObservedTime, now)
  return event.lastTimestamp ? age(event.lastTimestamp, now) : firstSeen(event, now)
}

const target = ({ involvedObject: { kind, name } }: Event): string => {
  const lower = (kind ?? '').toLowerCase()
  return name ? `${lower}/${name}` : lower
}

const source = (event: Event): string => {
  const component = event.source?.component || event.reportingComponent || ''
  const instance = event.source?.host || event.reportingInstance || ''
  return instance === '' ? component : `${component}, ${instance}`
}

export const eventColumns: readonly Column<Event>[] = [
  column('Last Seen', 'The time at which the most recent occurrence of this event was recorded.',
    lastSeen),
  column('Type', said('core.v1.Event', 'type'), (event) => event.type ?? ''),
  column('Reason', said('core.v1.Event', 'reason'), (event) => event.reason ?? ''),
  column('Object', said('core.v1.Event', 'involvedObject'), target),
  wideColumn('Subobject', said('core.v1.ObjectReference', 'fieldPath'), (event) =>
    event.involvedObject.fieldPath ?? ''),
  wideColumn('Source', said('core.v1.Event', 'source'), source),
  column('Message', said('core.v1.Event', 'message'), (event) => (event.message ?? '').trim()),
  wideColumn('First Seen', said('core.v1.Event', 'firstTimestamp'), firstSeen),
  wideColumn('Count', said('core.v1.Event', 'count'), (event) =>
    event.series?.count ?? (event.count || 1)),
  { ...nameColumn, priority: 1 },
]
