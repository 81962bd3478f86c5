/** The description of a disruption budget. */
import { type Row, row } from '../../lib/rows.ts'
import { eventRows } from '../describe/events.ts'
import type { PodDisruptionBudget } from '../generated/api-types.ts'
import type { Reader } from '../kind.ts'
import { selectorText } from '../selector-text.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, describePodDisruptionBudgetv1. */
export function describePodDisruptionBudget(
  pdb: PodDisruptionBudget, cluster: Reader, showEvents: boolean,
): Row[] {
  const { metadata, spec, status } = pdb
  return [
    row(0, 'Name:', metadata.name),
    row(0, 'Namespace:', metadata.namespace ?? ''),
    ...(spec?.minAvailable !== undefined
      ? [row(0, 'Min available:', String(spec.minAvailable))]
      : spec?.maxUnavailable !== undefined
        ? [row(0, 'Max unavailable:', String(spec.maxUnavailable))]
        : []),
    row(0, 'Selector:', spec?.selector ? selectorText(spec.selector) : '<unset>'),
    row(0, 'Status:'),
    row(2, 'Allowed disruptions:', String(status?.disruptionsAllowed ?? 0)),
    row(2, 'Current:', String(status?.currentHealthy ?? 0)),
    row(2, 'Desired:', String(status?.desiredHealthy ?? 0)),
    row(2, 'Total:', String(status?.expectedPods ?? 0)),
    ...(showEvents ? eventRows(pdb, cluster) : []),
  ]
}
