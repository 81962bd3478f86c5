/** Columns of IP addresses. Upstream: `pkg/printers/internalversion/printers.go`, printIPAddress. */
import { column, said } from '../columns/column.ts'
import type { IPAddress } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'

const parent = ({ spec }: IPAddress): string => {
  const ref = spec?.parentRef
  if (!ref) return '<none>'
  const resource = ref.group ? `${ref.resource}.${ref.group}` : ref.resource
  return `${resource}/${ref.namespace ?? ''}/${ref.name}`
}

export const ipAddressColumns: readonly Column<IPAddress>[] = [
  nameColumn,
  column('ParentRef', said('networking.v1.IPAddressSpec', 'parentRef'), parent),
  ageColumn,
]
