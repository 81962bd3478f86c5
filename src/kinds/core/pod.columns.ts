/** Columns of pods. Upstream: `pkg/printers/internalversion/printers.go`, printPod. */
import { age } from '../age.ts'
import { column, said, wideColumn } from '../columns/column.ts'
import type { Pod } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'
import { podSummary } from './pod.summary.ts'

const gatesText = ({ spec, status }: Pod): string => {
  const gates = spec.readinessGates ?? []
  if (gates.length === 0) return '<none>'
  const met = gates.filter((gate) =>
    status?.conditions?.some((c) => c.type === gate.conditionType && c.status === 'True'))
  return `${met.length}/${gates.length}`
}

export const podColumns: readonly Column<Pod>[] = [
  nameColumn,
  column('Ready', 'The aggregate readiness state of this pod for accepting traffic.', (pod) => {
    const { ready, total } = podSummary(pod)
    return `${ready}/${total}`
  }),
  column('Status', 'The aggregate status of the containers in this pod.', (pod) =>
    podSummary(pod).reason),
  column(
    'Restarts',
    'The number of times the containers in this pod have been restarted and when the last ' +
      'container in this pod has restarted.',
    (pod, now) => {
      const { restarts, lastRestart } = podSummary(pod)
      return restarts !== 0 && lastRestart !== ''
        ? `${restarts} (${age(lastRestart, now)} ago)`
        : String(restarts)
    },
  ),
  ageColumn,
  wideColumn('IP', said('core.v1.PodStatus', 'podIP'), (pod) =>
    pod.status?.podIPs?.[0]?.ip || '<none>'),
  wideColumn('Node', said('core.v1.PodSpec', 'nodeName'), (pod) => pod.spec.nodeName || '<none>'),
  wideColumn('Nominated Node', said('core.v1.PodStatus', 'nominatedNodeName'), (pod) =>
    pod.status?.nominatedNodeName || '<none>'),
  wideColumn('Readiness Gates', said('core.v1.PodSpec', 'readinessGates'), gatesText),
]
