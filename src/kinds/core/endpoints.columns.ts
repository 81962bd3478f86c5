/** Columns of endpoints. Upstream: `pkg/printers/internalversion/printers.go`, formatEndpoints. */
import { column, said } from '../columns/column.ts'
import { hostPort, listWithMore } from '../columns/list-with-more.ts'
import type { Endpoints } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'

const endpointsText = ({ subsets }: Endpoints): string => {
  if (!subsets?.length) return '<none>'
  return listWithMore(subsets.flatMap(({ addresses = [], ports = [] }) =>
    ports.length === 0
      ? addresses.map((a) => a.ip)
      : ports.flatMap((port) => addresses.map((a) => hostPort(a.ip, port.port)))))
}

export const endpointsColumns: readonly Column<Endpoints>[] = [
  nameColumn,
  column('Endpoints', said('core.v1.Endpoints', 'subsets'), endpointsText),
  ageColumn,
]
