/** The description of a replica set. */
import { type Row, row } from '../../lib/rows.ts'
import { eventRows } from '../describe/events.ts'
import { annotationRows, controllerRows, labelRows } from '../describe/metadata.ts'
import { podTemplateRows } from '../describe/pod-template.ts'
import { conditionRows, podsStatusOrError } from '../describe/workload.ts'
import type { ReplicaSet } from '../generated/api-types.ts'
import type { Reader } from '../kind.ts'
import { selectorText } from '../selector-text.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, describeReplicaSet. */
export function describeReplicaSet(set: ReplicaSet, cluster: Reader, showEvents: boolean): Row[] {
  const { metadata, spec, status } = set
  return [
    row(0, 'Name:', metadata.name),
    row(0, 'Namespace:', metadata.namespace ?? ''),
    row(0, 'Selector:', selectorText(spec.selector)),
    ...labelRows('Labels', metadata.labels),
    ...annotationRows('Annotations', metadata.annotations),
    ...controllerRows(metadata),
    row(0, 'Replicas:', `${status?.replicas ?? 0} current / ${spec.replicas ?? 0} desired`),
    row(0, 'Pods Status:', podsStatusOrError(cluster, metadata)),
    ...podTemplateRows(spec.template),
    ...conditionRows(status?.conditions),
    ...(showEvents ? eventRows(set, cluster) : []),
  ]
}
