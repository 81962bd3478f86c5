/** Columns of API services. Upstream: `staging/src/k8s.io/kube-aggregator/pkg/registry/apiservice/etcd/etcd.go`. */
import { column } from '../columns/column.ts'
import type { APIService } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'

const available = ({ status }: APIService): string => {
  const condition = status?.conditions?.find((c) => c.type === 'Available')
  if (condition === undefined) return 'Unknown'
  return condition.status === 'True' ? 'True' : `${condition.status} (${condition.reason ?? ''})`
}

export const apiServiceColumns: readonly Column<APIService>[] = [
  nameColumn,
  column('Service', 'The reference to the service that hosts this API endpoint.', ({ spec }) =>
    spec.service ? `${spec.service.namespace ?? ''}/${spec.service.name ?? ''}` : 'Local'),
  column('Available', 'Whether this service is available.', available),
  ageColumn,
]
