/** The description of a CSI node. */
import { type Row, row } from '../../lib/rows.ts'
import { eventRows } from '../describe/events.ts'
import { clusterMetadataRows } from '../describe/metadata.ts'
import { rfc1123 } from '../describe/time.ts'
import type { CSINode } from '../generated/api-types.ts'
import type { Reader } from '../kind.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, describeCSINode. */
export function describeCsiNode(node: CSINode, cluster: Reader, showEvents: boolean): Row[] {
  const { metadata, spec } = node
  return [
    ...clusterMetadataRows(metadata),
    row(0, 'CreationTimestamp:', rfc1123(metadata.creationTimestamp)),
    row(0, 'Spec:'),
    ...(spec.drivers ? [row(1, 'Drivers:')] : []),
    ...(spec.drivers ?? []).flatMap((driver) => [
      row(2, `${driver.name}:`),
      row(3, 'Node ID:', driver.nodeID),
      ...(driver.allocatable?.count !== undefined
        ? [row(3, 'Allocatables:'), row(4, 'Count:', String(driver.allocatable.count))]
        : []),
      ...(driver.topologyKeys
        ? [row(3, 'Topology Keys:', `[${driver.topologyKeys.join(' ')}]`)]
        : []),
    ]),
    ...(showEvents ? eventRows(node, cluster) : []),
  ]
}
