/** Columns of resource slices. Upstream: `pkg/printers/internalversion/printers.go`, printResourceSlice. */
import { column, said } from '../columns/column.ts'
import type { ResourceSlice } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'

const SPEC = 'resource.v1.ResourceSliceSpec'

export const resourceSliceColumns: readonly Column<ResourceSlice>[] = [
  nameColumn,
  column('Node', said(SPEC, 'nodeName'), (slice) =>
    slice.spec.nodeName ?? (slice.spec.allNodes ? '<all>' : '<unset>')),
  column('Driver', said(SPEC, 'driver'), (slice) => slice.spec.driver),
  column('Pool', said('resource.v1.ResourcePool', 'name'), (slice) => slice.spec.pool.name),
  ageColumn,
]
