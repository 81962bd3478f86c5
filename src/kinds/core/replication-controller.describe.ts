/** The description of a replication controller. */
import { type Row, row } from '../../lib/rows.ts'
import { eventRows } from '../describe/events.ts'
import { annotationRows, labelRows } from '../describe/metadata.ts'
import { podTemplateRows } from '../describe/pod-template.ts'
import { conditionRows, podsStatusOrError } from '../describe/workload.ts'
import type { ReplicationController } from '../generated/api-types.ts'
import type { Reader } from '../kind.ts'
import { labelsText } from '../selector-text.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, describeReplicationController. */
export function describeReplicationController(
  rc: ReplicationController, cluster: Reader, showEvents: boolean,
): Row[] {
  const { metadata, spec, status } = rc
  return [
    row(0, 'Name:', metadata.name),
    row(0, 'Namespace:', metadata.namespace ?? ''),
    row(0, 'Selector:', labelsText(spec.selector)),
    ...labelRows('Labels', metadata.labels),
    ...annotationRows('Annotations', metadata.annotations),
    row(0, 'Replicas:', `${status?.replicas ?? 0} current / ${spec.replicas ?? 0} desired`),
    row(0, 'Pods Status:', podsStatusOrError(cluster, metadata)),
    ...podTemplateRows(spec.template),
    ...conditionRows(status?.conditions),
    ...(showEvents ? eventRows(rc, cluster) : []),
  ]
}
