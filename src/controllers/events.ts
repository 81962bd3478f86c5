/** Records Events about objects as client-go does: repeats raise a count, floods are combined and then dropped. */
import type { Api } from '../apiserver/api.ts'
import { microTimestamp, timestamp } from '../kinds/age.ts'
import { Event } from '../kinds/core/event.ts'
import { Namespace } from '../kinds/core/namespace.ts'
import type { Event as EventObject, ObjectReference } from '../kinds/generated/api-types.ts'
import type { AnyObj, Obj } from '../kinds/object.ts'

export interface EventSource {
  readonly component: string
  /** The node that a kubelet's events come from. */
  readonly hostOf?: (about: Obj) => string | undefined
}

interface EventDetails {
  /** Which part of the object: "spec.containers{web}". */
  readonly fieldPath?: string
  /** What was being done; only the scheduler says so. */
  readonly action?: string
  readonly related?: Obj
}

export type RecordEvent = (
  about: Obj, type: 'Normal' | 'Warning', reason: string, message: string, details?: EventDetails | string,
) => void

/** From this many events that differ in their message only, they are combined into one. */
const SIMILAR_MAX = 10
const SIMILAR_WINDOW_MS = 600_000
/** A source may say this much about one object; then one event more every so often. */
const BURST = 25
const REFILL_MS = 300_000

/** One event as it was last written; `message` is undefined where many were combined. */
interface Told {
  readonly type: string
  readonly reason: string
  readonly fieldPath: string | undefined
  readonly message: string | undefined
  event: EventObject | undefined
}

/** What has been said about one object. */
interface Record {
  readonly told: Told[]
  tokens: number
  atMs: number
}

/** client-go/tools/record/events_cache.go; `tick` makes names unique that are written in the same millisecond. */
export function createEventRecorder(api: Api, source: EventSource, tick: () => number): RecordEvent {
  const records = new Map<string, Record>()

  return (about, type, reason, message, details) => {
    const fieldPath = typeof details === 'string' ? details : details?.fieldPath
    const now = api.now
    const host = source.hostOf?.(about) ?? ''
    let record = records.get(about.metadata.uid!)
    if (record === undefined) records.set(about.metadata.uid!, (record = { told: [], tokens: BURST, atMs: now }))
    const entry = entryFor(record, type, reason, fieldPath, message, now)
    if (!isAllowed(record, now)) return
    const text = entry.message ?? `(combined from similar events): ${message}`
    const again = entry.event && api.get(Event, entry.event.metadata.namespace, entry.event.metadata.name)
    const time = timestamp(now)
    if (again) {
      entry.event = api.commit(Event, { ...again, count: (again.count ?? 1) + 1, lastTimestamp: time, message: text })
      return
    }
    entry.event = create(api, about, now, tick, {
      involvedObject: referenceTo(about, fieldPath),
      reason, message: text, type, count: 1, firstTimestamp: time, lastTimestamp: time, eventTime: null as never,
      source: host === '' ? { component: source.component } : { component: source.component, host },
      reportingComponent: source.component, reportingInstance: host,
    })
  }
}

/** EventAggregate: the same event, a new one, or the one that stands for too many alike. */
function entryFor(record: Record, type: string, reason: string, fieldPath: string | undefined, message: string, now: number): Told {
  let similar = 0
  if (now - record.atMs > SIMILAR_WINDOW_MS) record.told.splice(0, record.told.length, ...record.told.filter((t) => t.message !== undefined).slice(-SIMILAR_MAX))
  for (const told of record.told) {
    if (told.type !== type || told.reason !== reason) continue
    if (told.message === undefined) return told
    if (told.message === message && told.fieldPath === fieldPath) return told
    similar++
  }
  const entry: Told = { type, reason, fieldPath, message: similar + 1 >= SIMILAR_MAX ? undefined : message, event: undefined }
  record.told.push(entry)
  return entry
}

/** A token bucket for each object. */
function isAllowed(record: Record, now: number): boolean {
  record.tokens = Math.min(BURST, record.tokens + (now - record.atMs) / REFILL_MS)
  record.atMs = now
  if (record.tokens < 1) return false
  record.tokens--
  return true
}

/** client-go/tools/events/event_broadcaster.go: the newer way, which only the scheduler goes. */
export function createNewEventRecorder(api: Api, component: string, instance: string, tick: () => number): RecordEvent {
  const written = new Map<string, EventObject>()
  return (about, type, reason, message, details = {}) => {
    const { action, related } = typeof details === 'string' ? { action: details, related: undefined } : details
    const now = api.now
    const id = [type, action, reason, about.metadata.uid, about.metadata.resourceVersion, related?.metadata.uid].join('\n')
    const before = written.get(id)
    const again = before && api.get(Event, before.metadata.namespace, before.metadata.name)
    if (again) {
      if (again.series !== undefined) return
      written.set(id, api.commit(Event, { ...again, series: { count: 2, lastObservedTime: microTime(now, tick) } }))
      return
    }
    const made = create(api, about, now, tick, {
      involvedObject: referenceTo(about),
      reason, message, type, source: {}, firstTimestamp: null as never, lastTimestamp: null as never,
      eventTime: microTime(now, tick), reportingComponent: component, reportingInstance: instance,
      ...(action === undefined ? {} : { action }),
      ...(related === undefined ? {} : { related: referenceTo(related) }),
    })
    if (made !== undefined) written.set(id, made)
  }
}

/** The name is the object's and the nanoseconds of the first occurrence in hexadecimal. */
function create(
  api: Api, about: Obj, now: number, tick: () => number, event: Omit<AnyObj, 'metadata' | 'apiVersion' | 'kind'>,
): EventObject | undefined {
  const namespace = about.metadata.namespace ?? 'default'
  if (api.get(Namespace, undefined, namespace)?.metadata.deletionTimestamp !== undefined) return undefined
  const nanoseconds = BigInt(now) * 1_000_000n + BigInt(tick() % 1_000_000)
  const name = `${about.metadata.name}.${nanoseconds.toString(16)}`
  return api.commit(Event, { ...event, metadata: { name, namespace } } as never)
}

/** Never a whole second, as on a real machine: events are sorted by time, and most others only tell the second. */
const microTime = (now: number, tick: () => number): string => {
  const n = tick()
  return microTimestamp(now + 1 + (n % 9)).replace('000Z', `${String(1 + (n % 999)).padStart(3, '0')}Z`)
}

function referenceTo({ apiVersion, kind, metadata }: Obj, fieldPath?: string): ObjectReference {
  const { name, uid, resourceVersion, namespace } = metadata
  return {
    apiVersion, kind, name, resourceVersion: resourceVersion!, uid: uid!,
    ...(namespace === undefined ? {} : { namespace }),
    ...(fieldPath === undefined ? {} : { fieldPath }),
  }
}
