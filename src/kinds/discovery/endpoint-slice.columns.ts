/** Columns of endpoint slices. Upstream: `pkg/printers/internalversion/printers.go`. */
import { column, said } from '../columns/column.ts'
import { listWithMore } from '../columns/list-with-more.ts'
import type { EndpointSlice } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'

const SLICE = 'discovery.v1.EndpointSlice'

export const endpointSliceColumns: readonly Column<EndpointSlice>[] = [
  nameColumn,
  column('AddressType', said(SLICE, 'addressType'), (slice) => slice.addressType),
  column('Ports', said(SLICE, 'ports'), ({ ports }) =>
    listWithMore((ports ?? []).map((p) => String(p.port ?? p.name ?? '*'))) || '<unset>'),
  column('Endpoints', said(SLICE, 'endpoints'), ({ endpoints }) =>
    listWithMore((endpoints ?? []).flatMap((e) => e.addresses)) || '<unset>'),
  ageColumn,
]
