/** Columns of network policies. Upstream: `pkg/printers/internalversion/printers.go`. */
import { column, said } from '../columns/column.ts'
import type { NetworkPolicy } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'
import { selectorText } from '../selector-text.ts'

export const networkPolicyColumns: readonly Column<NetworkPolicy>[] = [
  nameColumn,
  column('Pod-Selector', said('networking.v1.NetworkPolicySpec', 'podSelector'), (policy) =>
    selectorText(policy.spec.podSelector)),
  ageColumn,
]
