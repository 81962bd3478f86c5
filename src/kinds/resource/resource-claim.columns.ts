/** Columns of resource claims. Upstream: `pkg/printers/internalversion/printers.go`, printResourceClaim. */
import { column } from '../columns/column.ts'
import type { ResourceV1ResourceClaim as ResourceClaim } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'

const state = ({ metadata, status }: ResourceClaim): string => {
  const states: string[] = []
  if (metadata.deletionTimestamp) states.push('deleted')
  if (status?.allocation) states.push('allocated')
  else if (!metadata.deletionTimestamp) states.push('pending')
  if (status?.reservedFor?.length) states.push('reserved')
  return states.join(',')
}

export const resourceClaimColumns: readonly Column<ResourceClaim>[] = [
  nameColumn,
  column('State', 'A summary of the current state (allocated, pending, reserved, etc.).', state),
  ageColumn,
]
