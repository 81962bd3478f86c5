/** Event: something that happened to an object, told by a part of the cluster. */
import type { Event as EventObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { eventColumns } from './event.columns.ts'
import { eventsV1 } from './event.v1.ts'
import { validateEvent } from './event.validation.ts'
import { eventFields } from './selectable.ts'

export const Event = defineKind<EventObject>('', 'v1', 'Event', {
  served: [eventsV1],
  columns: eventColumns,
  selectable: {
    'involvedObject.kind': (e) => e.involvedObject.kind ?? '',
    'involvedObject.namespace': (e) => e.involvedObject.namespace ?? '',
    'involvedObject.name': (e) => e.involvedObject.name ?? '',
    'involvedObject.uid': (e) => e.involvedObject.uid ?? '',
    'involvedObject.apiVersion': (e) => e.involvedObject.apiVersion ?? '',
    'involvedObject.resourceVersion': (e) => e.involvedObject.resourceVersion ?? '',
    'involvedObject.fieldPath': (e) => e.involvedObject.fieldPath ?? '',
    reason: (e) => e.reason ?? '',
    reportingComponent: (e) => e.reportingComponent ?? '',
    source: (e) => e.source?.component ?? e.reportingComponent ?? '',
    type: (e) => e.type ?? '',
  },
  validate: validateEvent,
})
