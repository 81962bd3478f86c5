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
  selectable: eventFields,
  validate: validateEvent,
})
