/** kubectl events. */
import type { AnyObj } from '../../kinds/object.ts'
import { goSort } from '../../lib/go-sort.ts'
import { humanDuration } from '../../lib/duration.ts'
import type { Pause } from '../../lib/process.ts'
import { TABLE_LAYOUT, alignLines } from '../../lib/tabwriter.ts'
import { requestTo } from '../client/builder.ts'
import { type Mapping, builtInMapping } from '../client/mapper.ts'
import { KubectlError, PlainError } from '../errors.ts'
import { outputOf } from '../printers/printer.ts'
import type { Session } from '../session.ts'
import type { Verb } from '../verb.ts'

export const events: Verb = { path: 'events', run }

/** Upstream: `kubectl/pkg/cmd/events/events.go`. */
function* run(session: Session): Generator<Pause, number, unknown> {
  const { flags } = session
  const types = flags.list('types')
  if (types.some(type => !/^(normal|warning)$/i.test(type))) throw new KubectlError('valid --types are Normal or Warning')
  const about = flags.string('for') === '' ? undefined : target(session, flags.string('for'))
  const output = outputOf(session)
  const wanted = (event: AnyObj): boolean => matches(event, types, about)
  const found = (): AnyObj[] => {
    const items = read(session, about).filter(wanted)
    goSort(items, (a, b) => lastSeen(a) < lastSeen(b))
    return items
  }
  let seen = found()
  if (seen.length === 0 && !flags.bool('watch')) {
    if (flags.bool('all-namespaces')) session.warn('No events found.\n')
    else session.warn(`No events found in ${session.namespace} namespace.\n`)
    return 0
  }
  if (output.form === 'print') {
    session.print(output.print({ apiVersion: 'v1', items: seen, kind: 'List', metadata: { resourceVersion: '' } }))
    return 0
  }
  if (output.form === 'name') {
    return 0
  }
  const widths: number[] = []
  const header = flags.bool('no-headers') ? [] : [headers(session)]
  session.print(alignLines([...header, ...seen.map(event => row(session, event))], TABLE_LAYOUT, widths))
  while (flags.bool('watch')) {
    const known = new Map(seen.map(event => [event.metadata.uid, event.metadata.resourceVersion]))
    yield { for: 'change' }
    seen = found()
    const fresh = seen.filter(event => known.get(event.metadata.uid) !== event.metadata.resourceVersion)
    session.print(alignLines(fresh.map(event => row(session, event)), TABLE_LAYOUT, widths))
  }
  return 0
}

interface Target { readonly mapping: Mapping; readonly name: string }

const target = (session: Session, text: string): Target => {
  const parts = text.split('/')
  if (parts.length !== 2) {
    throw new KubectlError(parts.length === 1
      ? '--for must be in resource/name form'
      : 'arguments in resource/name form may not have more than one slash')
  }
  const mapping = session.mapper.find(parts[0]!)
  if (!mapping) throw new PlainError(`the server doesn't have a resource type "${parts[0]}"`)
  return { mapping, name: parts[1]! }
}

const read = (session: Session, about: Target | undefined): AnyObj[] => {
  const { flags } = session
  const selector = about ? `involvedObject.kind=${about.mapping.kind.kind},involvedObject.name=${about.name}` : ''
  const list = session.client.request({
    ...requestTo(builtInMapping('v1', 'Event')!), verb: 'list',
    ...(flags.bool('all-namespaces') ? {} : { namespace: session.namespace }),
    options: selector === '' ? {} : { fieldSelector: selector },
  }).body as unknown as { items: readonly AnyObj[] }
  return [...list.items]
}

const matches = (event: AnyObj, types: readonly string[], about: Target | undefined): boolean => {
  if (types.length > 0 && !types.some(type => type.toLowerCase() === String(event['type']).toLowerCase())) return false
  if (!about) return true
  const { kind, name } = event['involvedObject']
  return kind === about.mapping.kind.kind && name === about.name
}

/** Microseconds: an eventTime has them, a lastTimestamp only seconds. */
const time = (text: string | undefined | null): number => {
  if (!text) return 0
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? ''
  return Date.parse(text.replace(/\.\d+/, '')) * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6))
}

const lastSeen = (event: AnyObj): number => {
  const series = event['series'] as any
  if (series) return time(series.lastObservedTime)
  return time(event['lastTimestamp']) || time(event['eventTime'])
}

const headers = (session: Session): string[] => [
  ...(session.flags.bool('all-namespaces') ? ['NAMESPACE'] : []), 'LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE',
]

const row = (session: Session, event: AnyObj): string[] => {
  const { kind, name } = event['involvedObject']
  return [
    ...(session.flags.bool('all-namespaces') ? [event.metadata.namespace ?? ''] : []),
    interval(event, session.cluster.now()), event['type'] ?? '', event['reason'] ?? '', `${kind}/${name}`,
    String(event['message'] ?? '').trim(),
  ]
}

const since = (at: string | undefined | null, now: number): string => at ? humanDuration(now - Date.parse(at)) : '<unknown>'

/** Upstream: `kubectl/pkg/cmd/events/event_printer.go` getInterval. */
const interval = (event: AnyObj, now: number): string => {
  const first = event['eventTime'] ? since(event['eventTime'], now) : since(event['firstTimestamp'], now)
  const series = event['series'] as any
  if (series) return `${since(series.lastObservedTime, now)} (x${series.count} over ${first})`
  if ((event['count'] ?? 0) > 1) return `${since(event['lastTimestamp'], now)} (x${event['count']} over ${first})`
  return first
}
