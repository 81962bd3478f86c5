/** Columns of deployments. Upstream: `pkg/printers/internalversion/printers.go`, printDeployment. */
import { column, said, wideColumn } from '../columns/column.ts'
import { containerColumns } from '../columns/pod-template.columns.ts'
import type { Deployment } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'
import { bareSelectorText } from '../selector-text.ts'

const STATUS = 'apps.v1.DeploymentStatus'

export const deploymentColumns: readonly Column<Deployment>[] = [
  nameColumn,
  column('Ready', 'Number of the pod with ready state', ({ spec, status }) =>
    `${status?.readyReplicas ?? 0}/${spec.replicas ?? 0}`),
  column('Up-to-date', said(STATUS, 'updatedReplicas'), (d) => d.status?.updatedReplicas ?? 0),
  column('Available', said(STATUS, 'availableReplicas'), (d) => d.status?.availableReplicas ?? 0),
  ageColumn,
  ...containerColumns<Deployment>((d) => d.spec.template),
  wideColumn('Selector', said('apps.v1.DeploymentSpec', 'selector'), (d) =>
    bareSelectorText(d.spec.selector)),
]
