/** The description of a storage class. */
import { type Row, row } from '../../lib/rows.ts'
import { sayBool } from '../columns/column.ts'
import { eventRows } from '../describe/events.ts'
import type { StorageClass } from '../generated/api-types.ts'
import type { Reader } from '../kind.ts'
import { labelsText } from '../selector-text.ts'
import { isDefaultClass } from './storage-class.columns.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, describeStorageClass. */
export function describeStorageClass(
  object: StorageClass, cluster: Reader, showEvents: boolean,
): Row[] {
  const { metadata, mountOptions = [] } = object
  return [
    row(0, 'Name:', metadata.name),
    row(0, 'IsDefaultClass:', isDefaultClass(object) ? 'Yes' : 'No'),
    row(0, 'Annotations:', labelsText(metadata.annotations)),
    row(0, 'Provisioner:', object.provisioner),
    row(0, 'Parameters:', labelsText(object.parameters)),
    row(0, 'AllowVolumeExpansion:', sayBool(object.allowVolumeExpansion)),
    ...(mountOptions.length === 0
      ? [row(0, 'MountOptions:', '<none>')]
      : [row(0, 'MountOptions:'), ...mountOptions.map((option) => row(1, option))]),
    ...(object.reclaimPolicy ? [row(0, 'ReclaimPolicy:', object.reclaimPolicy)] : []),
    ...(object.volumeBindingMode ? [row(0, 'VolumeBindingMode:', object.volumeBindingMode)] : []),
    ...topologyRows(object),
    ...(showEvents ? eventRows(object, cluster) : []),
  ]
}

/** Upstream: `describe.go`, printAllowedTopologies. */
function topologyRows({ allowedTopologies }: StorageClass): Row[] {
  if (!allowedTopologies) return []
  if (allowedTopologies.length === 0) return [row(0, 'AllowedTopologies:', '<none>')]
  return [
    row(0, 'AllowedTopologies:', ''),
    ...allowedTopologies.flatMap(({ matchLabelExpressions = [] }, index) => {
      if (matchLabelExpressions.length === 0) return [row(1, `Term ${index}:`, '<none>')]
      return matchLabelExpressions.map(({ key, values }, at) =>
        row(1, at === 0 ? `Term ${index}:` : '', `${key} in [${values.join(', ')}]`))
    }),
  ]
}
