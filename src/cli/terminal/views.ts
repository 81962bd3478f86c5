/** What the panel can show instead of the tasks: the objects of the namespace in focus, and its events. */
import { age } from '../../kinds/age.ts'
import { Event } from '../../kinds/core/event.ts'
import type { Kind } from '../../kinds/kind.ts'
import type { Obj } from '../../kinds/object.ts'
import type { Session } from '../../lab/session.ts'
import { kindsNamed, scopeOf } from './cluster-words.ts'

export interface View {
  readonly title: string
  readonly rows: readonly string[]
}

/** The namespace that the last kubectl line was about. */
function focusOf(session: Session): string {
  for (const entry of session.transcript.toReversed()) {
    const named =
      'run' in entry
        ? /(?:\s-n[ =]?|\s--namespace[ =])([a-z0-9-]+)/.exec(entry.run)?.[1]
        : undefined
    if (named !== undefined) return named
  }
  return scopeOf(session, new Map()).namespace ?? 'default'
}

export function objectsView(session: Session): View {
  const namespace = focusOf(session)
  const { reader } = session.world.server
  const rows = KINDS.flatMap(name => {
    const kind = kindsNamed(session, name)[0]
    return kind === undefined
      ? []
      : reader.list(kind, namespace).map(object => objectRow(kind, object, session.world.now))
  })
  return { title: `Objects in ${namespace}`, rows: rows.length > 0 ? rows : ['(nothing)'] }
}

export function eventsView(session: Session): View {
  const namespace = focusOf(session)
  const { now } = session.world
  const events = session.world.server.reader
    .list(Event, namespace)
    .map(event => ({
      event,
      at: event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp ?? '',
    }))
    .toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
  const rows = events.map(
    ({ event, at }) =>
      `${age(at, now)} ${event.reason ?? ''} ${event.involvedObject.kind ?? ''}/${event.involvedObject.name ?? ''}: ${event.message ?? ''}`,
  )
  return { title: `Events in ${namespace}`, rows: rows.length > 0 ? rows : ['(none)'] }
}

/** `pod/web-1  1/1 Running 0`: the columns that kubectl shows first, the age left out. */
function objectRow(kind: Kind, object: Obj, now: number): string {
  const cells = kind.columns
    .filter(column => (column.priority ?? 0) === 0 && !SILENT.has(column.name))
    .slice(0, CELLS_MAX)
    .map(column => column.cell(object, now))
    .filter(cell => cell !== null && cell !== '')
  return `${kind.short[0] ?? kind.singular}/${object.metadata.name}  ${cells.join('  ')}`.trimEnd()
}

const KINDS = [
  'deployments',
  'statefulsets',
  'daemonsets',
  'jobs',
  'cronjobs',
  'pods',
  'services',
  'ingresses',
  'networkpolicies',
  'persistentvolumeclaims',
  'configmaps',
  'secrets',
]
const SILENT: ReadonlySet<string> = new Set([
  'Name',
  'Age',
  'Data',
  'External-IP',
  'Selector',
  'Address',
])
const CELLS_MAX = 3
