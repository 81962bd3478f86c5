/** A pod's priority is the value of its PriorityClass, or of the cluster's default class. */
import { Pod } from '../../kinds/core/pod.ts'
import type { Pod as PodObject, PriorityClass as PriorityClassObject } from '../../kinds/generated/api-types.ts'
import type { Reader } from '../../kinds/kind.ts'
import { PriorityClass } from '../../kinds/scheduling/priority-class.ts'
import type { Judge, Shape } from '../context.ts'
import { refused } from './refusal.ts'

/** plugin/pkg/admission/priority/admission.go */
export const priority: Shape = (admission, draft, { reader }) => {
  if (admission.kind !== Pod || admission.subresource !== undefined) return
  const { spec } = draft as unknown as PodObject
  if (admission.operation === 'UPDATE') {
    const old = (admission.before as PodObject | undefined)?.spec
    if (spec.priority === undefined && old?.priority !== undefined) spec.priority = old.priority
    if (spec.preemptionPolicy === undefined && old?.preemptionPolicy !== undefined) spec.preemptionPolicy = old.preemptionPolicy
    return
  }
  const wanted = spec.priorityClassName ?? ''
  const found = wanted === '' ? defaultClass(reader) : reader.get(PriorityClass, undefined, wanted)
  if (wanted !== '' && found === undefined) throw refused(admission, draft, `no PriorityClass with name ${wanted} was found`)
  if (found !== undefined) spec.priorityClassName = found.metadata.name
  const value = found?.value ?? 0
  const policy = found?.preemptionPolicy ?? 'PreemptLowerPriority'
  if (spec.priority !== undefined && spec.priority !== value) {
    throw refused(admission, draft, `the integer value of priority (${spec.priority}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`)
  }
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== policy) {
    throw refused(admission, draft, `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec; priority admission controller computed ${policy} from the given PriorityClass name`)
  }
  spec.priority = value
  spec.preemptionPolicy = policy
}

/** Of several defaults the one with the lowest value. */
function defaultClass(reader: Reader): PriorityClassObject | undefined {
  let found: PriorityClassObject | undefined
  for (const c of reader.list(PriorityClass)) {
    if (c.globalDefault === true && (found === undefined || (c.value ?? 0) < (found.value ?? 0))) found = c
  }
  return found
}

/** Only one PriorityClass may be the default. */
export const priorityClass: Judge = (admission, object, { reader }) => {
  if (admission.kind !== PriorityClass || object === undefined) return
  const asked = object as PriorityClassObject
  if (asked.globalDefault !== true) return
  const there = defaultClass(reader)
  if (there !== undefined && there.metadata.name !== asked.metadata.name) {
    throw refused(admission, object, `PriorityClass ${there.metadata.name} is already marked as default. Only one default can exist`)
  }
}
