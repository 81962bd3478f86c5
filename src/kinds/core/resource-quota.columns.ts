/** Columns of quotas. Upstream: `pkg/printers/internalversion/printers.go`, printResourceQuota. */
import { column } from '../columns/column.ts'
import type { ResourceQuota } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'
import { sortedEntries } from '../../lib/json.ts'
import { parseQuantity } from '../../lib/quantity.ts'

const usage = (limits: boolean) => ({ status }: ResourceQuota): string =>
  sortedEntries(status?.hard ?? {})
    .filter(([name]) => name.startsWith('limits') === limits)
    .map(([name, hard]) => {
      const used = parseQuantity(status?.used?.[name] ?? '0')
      return `${name}: ${used}/${parseQuantity(hard as string)}`
    })
    .join(', ')

export const resourceQuotaColumns: readonly Column<ResourceQuota>[] = [
  nameColumn,
  column('Request',
    'Request represents a minimum amount of cpu/memory that a container may consume.',
    usage(false)),
  column('Limit',
    'Limits control the maximum amount of cpu/memory that a container may use independent of ' +
      'contention on the node.',
    usage(true)),
  ageColumn,
]
