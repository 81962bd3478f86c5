/** The description of a stateful set. */
import { parseQuantity } from '../../lib/quantity.ts'
import { type Row, row } from '../../lib/rows.ts'
import { storageClassOf } from '../columns/storage.ts'
import { eventRows } from '../describe/events.ts'
import { annotationRows, labelRows } from '../describe/metadata.ts'
import { podTemplateRows } from '../describe/pod-template.ts'
import { rfc1123 } from '../describe/time.ts'
import { podsStatusText } from '../describe/workload.ts'
import type { PersistentVolumeClaim, StatefulSet } from '../generated/api-types.ts'
import type { Reader } from '../kind.ts'
import { bareSelectorText } from '../selector-text.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, describeStatefulSet. */
export function describeStatefulSet(set: StatefulSet, cluster: Reader, showEvents: boolean): Row[] {
  const { metadata, spec, status } = set
  const { partition, maxUnavailable } = spec.updateStrategy?.rollingUpdate ?? {}
  return [
    row(0, 'Name:', metadata.name),
    row(0, 'Namespace:', metadata.namespace ?? ''),
    row(0, 'CreationTimestamp:', rfc1123(metadata.creationTimestamp)),
    row(0, 'Selector:', bareSelectorText(spec.selector)),
    ...labelRows('Labels', metadata.labels),
    ...annotationRows('Annotations', metadata.annotations),
    row(0, 'Replicas:', `${spec.replicas ?? 0} desired | ${status?.replicas ?? 0} total`),
    row(0, 'Update Strategy:', spec.updateStrategy?.type ?? ''),
    ...(partition !== undefined ? [row(1, 'Partition:', String(partition))] : []),
    ...(partition !== undefined && maxUnavailable !== undefined
      ? [row(1, 'MaxUnavailable:', String(maxUnavailable))]
      : []),
    row(0, 'Pods Status:', podsStatusText(cluster, metadata)),
    ...podTemplateRows(spec.template),
    ...claimTemplateRows(spec.volumeClaimTemplates ?? []),
    ...(showEvents ? eventRows(set, cluster) : []),
  ]
}

function claimTemplateRows(templates: readonly PersistentVolumeClaim[]): Row[] {
  if (templates.length === 0) return [row(0, 'Volume Claims:', '<none>')]
  return [
    row(0, 'Volume Claims:'),
    ...templates.flatMap((claim) => {
      const { metadata, spec } = claim
      const storage = spec?.resources?.requests?.storage
      return [
        row(1, 'Name:', metadata.name),
        row(1, 'StorageClass:', storageClassOf(claim)),
        ...labelRows('Labels', metadata.labels, 1),
        ...labelRows('Annotations', metadata.annotations, 1),
        row(1, 'Capacity:', storage === undefined ? '<default>' : parseQuantity(storage).toString()),
        row(1, 'Access Modes:', `[${(spec?.accessModes ?? []).join(' ')}]`),
      ]
    }),
  ]
}
