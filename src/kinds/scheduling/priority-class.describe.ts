/** The description of a priority class. */
import { type Row, row } from '../../lib/rows.ts'
import { eventRows } from '../describe/events.ts'
import type { PriorityClass } from '../generated/api-types.ts'
import type { Reader } from '../kind.ts'
import { labelsText } from '../selector-text.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, describePriorityClass. */
export function describePriorityClass(
  object: PriorityClass, cluster: Reader, showEvents: boolean,
): Row[] {
  return [
    row(0, 'Name:', object.metadata.name),
    row(0, 'Value:', String(object.value ?? 0)),
    row(0, 'GlobalDefault:', String(object.globalDefault ?? false)),
    row(0, 'PreemptionPolicy:', object.preemptionPolicy ?? ''),
    row(0, 'Description:', object.description ?? ''),
    row(0, 'Annotations:', labelsText(object.metadata.annotations)),
    ...(showEvents ? eventRows(object, cluster) : []),
  ]
}
