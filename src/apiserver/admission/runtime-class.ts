/** A pod's RuntimeClass must exist; its overhead and scheduling are copied into the pod. */
import { Pod } from '../../kinds/core/pod.ts'
import type { Pod as PodObject } from '../../kinds/generated/api-types.ts'
import { RuntimeClass } from '../../kinds/node/runtime-class.ts'
import { sameValue } from '../../lib/same-value.ts'
import type { Shape } from '../context.ts'
import { refused } from './refusal.ts'

/** plugin/pkg/admission/runtimeclass/admission.go */
export const runtimeClass: Shape = (admission, draft, { reader }) => {
  if (admission.kind !== Pod || admission.operation !== 'CREATE' || admission.subresource !== undefined) return
  const { spec } = draft as unknown as PodObject
  if (spec.runtimeClassName === undefined) {
    if (spec.overhead !== undefined) throw refused(admission, draft, 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead')
    return
  }
  const found = reader.get(RuntimeClass, undefined, spec.runtimeClassName)
  if (found === undefined) throw refused(admission, draft, `pod rejected: RuntimeClass "${spec.runtimeClassName}" not found`)
  const overhead = found.overhead?.podFixed
  if (overhead !== undefined) {
    if (spec.overhead !== undefined && !sameValue(spec.overhead, overhead)) {
      throw refused(admission, draft, 'pod rejected: Pod\'s Overhead doesn\'t match RuntimeClass\'s defined Overhead')
    }
    spec.overhead = { ...overhead }
  }
  const scheduling = found.scheduling
  if (scheduling === undefined) return
  for (const [key, value] of Object.entries(scheduling.nodeSelector ?? {})) {
    const given = spec.nodeSelector?.[key]
    if (given !== undefined && given !== value) {
      throw refused(admission, draft, `conflict: runtimeClass.scheduling.nodeSelector[${key}] = ${value}; pod.spec.nodeSelector[${key}] = ${given}`)
    }
    spec.nodeSelector = { ...spec.nodeSelector, [key]: value }
  }
  const tolerations = (scheduling.tolerations ?? []).filter((t) => !(spec.tolerations ?? []).some((have) => sameValue(have, t)))
  if (tolerations.length > 0) spec.tolerations = [...(spec.tolerations ?? []), ...structuredClone(tolerations)]
}
