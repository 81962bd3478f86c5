/** The description of a volume attributes class. */
import { type Row, row } from '../../lib/rows.ts'
import { eventRows } from '../describe/events.ts'
import type { VolumeAttributesClass } from '../generated/api-types.ts'
import type { Reader } from '../kind.ts'
import { labelsText } from '../selector-text.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, describeVolumeAttributesClass. */
export function describeVolumeAttributesClass(
  object: VolumeAttributesClass, cluster: Reader, showEvents: boolean,
): Row[] {
  return [
    row(0, 'Name:', object.metadata.name),
    row(0, 'Annotations:', labelsText(object.metadata.annotations)),
    row(0, 'DriverName:', object.driverName),
    row(0, 'Parameters:', labelsText(object.parameters)),
    ...(showEvents ? eventRows(object, cluster) : []),
  ]
}
