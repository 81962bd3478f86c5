/** Records Events about objects: a repeat of the same event raises a count instead of making a new one. */
import type { Api } from '../apiserver/api.ts'
import { timestamp } from '../kinds/age.ts'
import { Event } from '../kinds/core/event.ts'
import type { AnyObj, Obj } from '../kinds/object.ts'

export interface EventSource {
  readonly component: string
  readonly host?: string
}

export type RecordEvent = (
  about: Obj, type: 'Normal' | 'Warning', reason: string, message: string, fieldPath?: string,
) => void

/** client-go/tools/record: the name is the object's and the nanoseconds of the first occurrence in hexadecimal. */
export function createEventRecorder(api: Api, source: EventSource, tick: () => number): RecordEvent {
  const seen = new Map<string, AnyObj>()
  return (about, type, reason, message, fieldPath) => {
    const { uid, name, namespace = 'default', resourceVersion } = about.metadata
    const id = [uid, fieldPath ?? '', type, reason, message].join('\n')
    const now = timestamp(api.now)
    const before = seen.get(id)
    const again = before && api.get(Event, namespace, before.metadata.name)
    if (again) {
      api.updateStatus(Event, again, (draft) => {
        draft.count = (draft.count ?? 1) + 1
        draft.lastTimestamp = now
      })
      return
    }
    const nanoseconds = BigInt(api.now) * 1_000_000n + BigInt(tick())
    const created = api.create(Event, {
      metadata: { name: `${name}.${nanoseconds.toString(16)}`, namespace },
      involvedObject: {
        kind: about.kind, namespace: about.metadata.namespace ?? '', name, uid, apiVersion: about.apiVersion, resourceVersion,
        ...(fieldPath === undefined ? {} : { fieldPath }),
      },
      reason, message, type, source, count: 1, firstTimestamp: now, lastTimestamp: now, eventTime: null as never,
      reportingComponent: source.component, reportingInstance: source.host ?? '',
    })
    seen.set(id, created as AnyObj)
  }
}
