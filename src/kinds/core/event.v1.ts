/** Events as the group events.k8s.io names their fields. */
import type { ServedVersion } from '../kind.ts'
import type { AnyObj } from '../object.ts'

/** Upstream: `pkg/apis/events/v1/conversion.go`. */
export const eventsV1: ServedVersion = {
  group: 'events.k8s.io',
  version: 'v1',
  schema: 'io.k8s.api.events.v1.Event',
  fromStored: (event) => renamed(event, 'events.k8s.io/v1', NAMES),
  toStored: (event) => renamed(event, 'v1', NAMES.map(([stored, here]) => [here, stored])),
}

const NAMES: readonly (readonly [stored: string, here: string])[] = [
  ['involvedObject', 'regarding'], ['message', 'note'], ['reportingComponent', 'reportingController'],
  ['count', 'deprecatedCount'], ['firstTimestamp', 'deprecatedFirstTimestamp'],
  ['lastTimestamp', 'deprecatedLastTimestamp'], ['source', 'deprecatedSource'],
]

function renamed(event: AnyObj, apiVersion: string, names: typeof NAMES): AnyObj {
  const other = new Map(names)
  const fields = Object.entries(event).map(([field, value]) => [other.get(field) ?? field, value])
  return { ...Object.fromEntries(fields), apiVersion } as AnyObj
}
