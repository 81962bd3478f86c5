/** Columns of leases. Upstream: `pkg/printers/internalversion/printers.go`, printLease. */
import { column, said } from '../columns/column.ts'
import type { Lease } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'

export const leaseColumns: readonly Column<Lease>[] = [
  nameColumn,
  column('Holder', said('coordination.v1.LeaseSpec', 'holderIdentity'), (lease) =>
    lease.spec?.holderIdentity ?? ''),
  ageColumn,
]
