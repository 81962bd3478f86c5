/** The rules for Events as old clients write them (pkg/apis/core/validation/events.go, legacyValidateEvent). */
import type { FieldError } from '../field-error.ts'
import { invalid, required } from '../field-error.ts'
import type { Event } from '../generated/api-types.ts'

const SYSTEM = 'kube-system'

export function validateEvent(event: Event, before: Event | undefined): FieldError[] {
  const about = event.involvedObject?.namespace ?? ''
  const { namespace } = event.metadata
  const errors: FieldError[] = []
  if (about === '') {
    if (namespace !== 'default' && namespace !== SYSTEM) {
      errors.push(invalid('involvedObject.namespace', about, 'does not match event.namespace'))
    }
  } else if (about !== namespace) errors.push(invalid('involvedObject.namespace', about, 'does not match event.namespace'))
  const modern = event.eventTime !== undefined && event.eventTime !== null
  if (!modern || before !== undefined) return errors
  if (!event.reportingComponent) errors.push(required('reportingController'))
  if (!event.reportingInstance) errors.push(required('reportingInstance'))
  if (!event.action) errors.push(required('action'))
  if (!event.reason) errors.push(required('reason'))
  return errors
}
