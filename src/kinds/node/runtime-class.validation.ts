/** The rules for runtime classes (pkg/apis/node/validation/validation.go). */
import type { FieldError } from '../field-error.ts'
import type { RuntimeClass } from '../generated/api-types.ts'
import { validateContainerResources } from '../pod-spec/resources.validation.ts'
import { validateTolerations } from '../pod-spec/scheduling.validation.ts'
import { check, immutable } from '../validation/fields.ts'
import { isDnsLabel } from '../validation/formats.ts'
import { validateLabels } from '../validation/labels.ts'

export function validateRuntimeClass(runtime: RuntimeClass, before: RuntimeClass | undefined): FieldError[] {
  if (before !== undefined) return immutable(runtime.handler, before.handler, 'handler')
  const { handler, overhead, scheduling } = runtime
  return [
    ...check(isDnsLabel, handler ?? '', 'handler'),
    ...(overhead === undefined ? [] : validateContainerResources({ limits: overhead.podFixed ?? {} }, new Set(), 'overhead.podFixed')),
    ...validateLabels(scheduling?.nodeSelector, 'scheduling.nodeSelector'),
    ...validateTolerations(scheduling?.tolerations ?? [], 'scheduling.tolerations'),
  ]
}
