/** The description of a daemon set. */
import { type Row, row } from '../../lib/rows.ts'
import { eventRows } from '../describe/events.ts'
import { annotationRows, labelRows } from '../describe/metadata.ts'
import { podTemplateRows } from '../describe/pod-template.ts'
import { podsStatusText } from '../describe/workload.ts'
import type { DaemonSet } from '../generated/api-types.ts'
import type { Reader } from '../kind.ts'
import { bareSelectorText, labelsText } from '../selector-text.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, describeDaemonSet. */
export function describeDaemonSet(set: DaemonSet, cluster: Reader, showEvents: boolean): Row[] {
  const { metadata, spec, status } = set
  return [
    row(0, 'Name:', metadata.name),
    row(0, 'Namespace:', metadata.namespace ?? ''),
    row(0, 'Selector:', bareSelectorText(spec.selector)),
    row(0, 'Node-Selector:', labelsText(spec.template.spec?.nodeSelector)),
    ...labelRows('Labels', metadata.labels),
    ...annotationRows('Annotations', metadata.annotations),
    row(0, `Desired Number of Nodes Scheduled: ${status?.desiredNumberScheduled ?? 0}`),
    row(0, `Current Number of Nodes Scheduled: ${status?.currentNumberScheduled ?? 0}`),
    row(0, `Number of Nodes Scheduled with Up-to-date Pods: ${status?.updatedNumberScheduled ?? 0}`),
    row(0, `Number of Nodes Scheduled with Available Pods: ${status?.numberAvailable ?? 0}`),
    row(0, `Number of Nodes Misscheduled: ${status?.numberMisscheduled ?? 0}`),
    row(0, 'Pods Status:', podsStatusText(cluster, metadata)),
    ...podTemplateRows(spec.template),
    ...(showEvents ? eventRows(set, cluster) : []),
  ]
}
