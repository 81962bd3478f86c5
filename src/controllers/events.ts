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

export interface EventDetails {
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

/** client-go/tools/record/events_cache.go; `tick` makes names unique that are written in the same millisecond. */
export function createEventRecorder(api: Api, source: EventSource, tick: () => number): RecordEvent {
  const similar = new Map<string, { messages: Set<string>; atMs: number }>()
  const written = new Map<string, EventObject>()
  const allowed = createSpamFilter()

  return (about, type, reason, message, details = {}) => {
    const { fieldPath } = typeof details === 'string' ? { fieldPath: details } : details
    const now = api.now
    const host = source.hostOf?.(about) ?? ''
    const object = `${about.kind}\n${about.metadata.uid}`
    const group = `${object}\n${type}\n${reason}`
    let id = `${group}\n${fieldPath ?? ''}\n${message}`
    let text = message
    const flood = floodOf(similar, group, now)
    flood.messages.add(message)
    flood.atMs = now
    if (flood.messages.size >= SIMILAR_MAX) {
      flood.messages.delete(flood.messages.values().next().value!)
      id = group
      text = `(combined from similar events): ${message}`
    }
    const spared = allowed(object, now)
    const before = written.get(id)
    const again = before && api.get(Event, before.metadata.namespace, before.metadata.name)
    if (!spared) return
    if (again) {
      const count = (again.count ?? 1) + 1
      written.set(id, api.commit(Event, { ...again, count, lastTimestamp: timestamp(now), message: text }))
      return
    }
    const time = timestamp(now)
    const made = create(api, about, now, tick, {
      involvedObject: referenceTo(about, fieldPath),
      reason, message: text, type, count: 1, firstTimestamp: time, lastTimestamp: time, eventTime: null as never,
      source: host === '' ? { component: source.component } : { component: source.component, host },
      reportingComponent: source.component, reportingInstance: host,
    })
    if (made !== undefined) written.set(id, made)
  }
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

/** Never a whole second, as on a real machine: sorting events by time depends on it. */
const microTime = (now: number, tick: () => number): string =>
  microTimestamp(now).replace('000Z', `${String(1 + (tick() % 999)).padStart(3, '0')}Z`)

function referenceTo({ apiVersion, kind, metadata }: Obj, fieldPath?: string): ObjectReference {
  const { name, uid, resourceVersion, namespace } = metadata
  return {
    apiVersion, kind, name, resourceVersion: resourceVersion!, uid: uid!,
    ...(namespace === undefined ? {} : { namespace }),
    ...(fieldPath === undefined ? {} : { fieldPath }),
  }
}

function floodOf(similar: Map<string, { messages: Set<string>; atMs: number }>, group: string, now: number) {
  const known = similar.get(group)
  if (known !== undefined && now - known.atMs <= SIMILAR_WINDOW_MS) return known
  const flood = { messages: new Set<string>(), atMs: now }
  similar.set(group, flood)
  return flood
}

/** A token bucket for each object. */
function createSpamFilter(): (object: string, now: number) => boolean {
  const buckets = new Map<string, { tokens: number; atMs: number }>()
  return (object, now) => {
    let bucket = buckets.get(object)
    if (bucket === undefined) buckets.set(object, (bucket = { tokens: BURST, atMs: now }))
    bucket.tokens = Math.min(BURST, bucket.tokens + (now - bucket.atMs) / REFILL_MS)
    bucket.atMs = now
    if (bucket.tokens < 1) return false
    bucket.tokens--
    return true
  }
}
