/** Columns of disruption budgets. Upstream: `pkg/printers/internalversion/printers.go`. */
import { column } from '../columns/column.ts'
import type { PodDisruptionBudget } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'

export const podDisruptionBudgetColumns: readonly Column<PodDisruptionBudget>[] = [
  nameColumn,
  column('Min Available', 'The minimum number of pods that must be available.', (pdb) =>
    String(pdb.spec?.minAvailable ?? 'N/A')),
  column('Max Unavailable', 'The maximum number of pods that may be unavailable.', (pdb) =>
    String(pdb.spec?.maxUnavailable ?? 'N/A')),
  column('Allowed Disruptions',
    'Calculated number of pods that may be disrupted at this time.',
    (pdb) => pdb.status?.disruptionsAllowed ?? 0, 'integer'),
  ageColumn,
]
