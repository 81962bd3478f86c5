/** Columns of service CIDRs. Upstream: `pkg/printers/internalversion/printers.go`. */
import { column, said } from '../columns/column.ts'
import type { ServiceCIDR } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'

export const serviceCidrColumns: readonly Column<ServiceCIDR>[] = [
  nameColumn,
  column('CIDRs', said('networking.v1.ServiceCIDRSpec', 'cidrs'), (range) =>
    (range.spec?.cidrs ?? []).join(',')),
  ageColumn,
]
