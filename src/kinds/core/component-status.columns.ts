/** Columns of component statuses. Upstream: `pkg/printers/internalversion/printers.go`. */
import { column } from '../columns/column.ts'
import type { ComponentStatus } from '../generated/api-types.ts'
import { type Column, nameColumn } from '../kind.ts'

const healthy = ({ conditions = [] }: ComponentStatus) =>
  conditions.find((c) => c.type === 'Healthy')

export const componentStatusColumns: readonly Column<ComponentStatus>[] = [
  nameColumn,
  column('Status', 'Status of the component conditions', (component) => {
    const status = healthy(component)?.status
    return status === 'True' ? 'Healthy' : status === 'False' ? 'Unhealthy' : 'Unknown'
  }),
  column('Message', 'Message of the component conditions', (component) =>
    healthy(component)?.message ?? ''),
  column('Error', 'Error of the component conditions', (component) =>
    healthy(component)?.error ?? ''),
]
