/** The description of a quota, and of all quotas of a namespace. */
import { sortedEntries } from '../../lib/json.ts'
import { parseQuantity } from '../../lib/quantity.ts'
import { type Row, row } from '../../lib/rows.ts'
import type { ResourceQuota } from '../generated/api-types.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, describeQuota. */
export function describeResourceQuota(quota: ResourceQuota): Row[] {
  return [
    row(0, 'Name:', quota.metadata.name),
    row(0, 'Namespace:', quota.metadata.namespace ?? ''),
    ...scopeRows(quota, 0, ' * '),
    row(0, 'Resource', 'Used', 'Hard'),
    row(0, '--------', '----', '----'),
    ...usageRows(quota, 0),
  ]
}

/** Upstream: `describe.go`, DescribeResourceQuotas. */
export function quotaRows(quotas: readonly ResourceQuota[]): Row[] {
  if (quotas.length === 0) return [row(0, 'No resource quota.')]
  return [
    row(0, 'Resource Quotas'),
    ...quotas.flatMap((quota) => [
      row(1, 'Name:', quota.metadata.name),
      ...scopeRows(quota, 1, '* '),
      row(1, 'Resource', 'Used', 'Hard'),
      row(1, '--------', '---', '---'),
      ...usageRows(quota, 1),
    ]),
  ]
}

function scopeRows({ spec }: ResourceQuota, level: number, bullet: string): Row[] {
  const scopes = [...(spec?.scopes ?? [])].sort()
  if (scopes.length === 0) return []
  const help = scopes.map((scope) => SCOPES[scope]).filter((text) => text !== undefined)
  return [
    row(level, 'Scopes:', scopes.join(', ')),
    ...help.map((text) => row(level, `${bullet}${text}`)),
  ]
}

const usageRows = ({ status }: ResourceQuota, level: number): Row[] =>
  sortedEntries(status?.hard ?? {}).map(([name, hard]) =>
    row(level, name, parseQuantity(status?.used?.[name] ?? '0').toString(),
      parseQuantity(hard as string).toString()))

/** Upstream: `describe.go`, helpTextForResourceQuotaScope. */
const SCOPES: { readonly [scope: string]: string } = {
  Terminating:
    'Matches all pods that have an active deadline. These pods have a limited lifespan on a node ' +
    'before being actively terminated by the system.',
  NotTerminating:
    'Matches all pods that do not have an active deadline. These pods usually include long running ' +
    'pods whose container command is not expected to terminate.',
  BestEffort:
    'Matches all pods that do not have resource requirements set. These pods have a best effort ' +
    'quality of service.',
  NotBestEffort:
    'Matches all pods that have at least one resource requirement set. These pods have a burstable ' +
    'or guaranteed quality of service.',
}
