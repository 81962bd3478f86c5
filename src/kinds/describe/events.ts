/** The events table at the end of descriptions. */
import { goSort } from '../../lib/go-sort.ts'
import { type Row, row } from '../../lib/rows.ts'
import { age } from '../age.ts'
import type { Event } from '../generated/api-types.ts'
import type { Reader } from '../kind.ts'
import type { Obj } from '../object.ts'
import { listOf, unlessForbidden } from './reading.ts'

/** The events that name this object, told as a table. */
export function eventRows(object: Obj, cluster: Reader): Row[] {
  const { name, namespace, uid } = object.metadata
  return eventTable(eventsAbout(cluster, { name, namespace, uid, kind: object.kind }), cluster.now)
}

interface About {
  readonly name: string
  readonly namespace: string | undefined
  readonly uid: string
  readonly kind?: string
}

/** Upstream: `describe.go`, searchEvents. */
export function eventsAbout(cluster: Reader, { name, namespace, uid, kind }: About): Event[] {
  return unlessForbidden(() => listOf<Event>(cluster, '', 'Event', namespace), () => []).filter(
    ({ involvedObject: o }) =>
      o.name === name && (o.namespace ?? '') === (namespace ?? '') && o.uid === uid &&
      (kind === undefined || o.kind === kind))
}

/** Upstream: `describe.go`, DescribeEvents. */
export function eventTable(events: readonly Event[], now: number): Row[] {
  if (events.length === 0) return [row(0, 'Events:', '<none>')]
  const sorted = [...events]
  goSort(sorted, (a, b) => lastTime(a) < lastTime(b))
  return [
    { level: 0, cells: ['Events:'], flush: true },
    row(1, 'Type', 'Reason', 'Age', 'From', 'Message'),
    row(1, '----', '------', '----', '----', '-------'),
    ...sorted.map((event) =>
      row(1, event.type ?? '', event.reason ?? '', interval(event, now),
        event.source?.component || event.reportingComponent || '', message(event))),
  ]
}

/** Events of the newer API have no last time and come first. */
const lastTime = (event: Event): number =>
  event.lastTimestamp ? Date.parse(event.lastTimestamp) : 0

function interval(event: Event, now: number): string {
  const first = age(event.eventTime || event.firstTimestamp, now)
  if (event.series) {
    return `${age(event.series.lastObservedTime, now)} (x${event.series.count ?? 0} over ${first})`
  }
  const count = event.count ?? 0
  return count > 1 ? `${age(event.lastTimestamp, now)} (x${count} over ${first})` : first
}

const message = ({ involvedObject, message: text = '' }: Event): string =>
  involvedObject.fieldPath ? `${involvedObject.fieldPath}: ${text.trim()}` : text.trim()
