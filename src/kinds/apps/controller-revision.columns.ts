/** Columns of controller revisions. Upstream: `pkg/printers/internalversion/printers.go`. */
import { column, said } from '../columns/column.ts'
import type { ControllerRevision } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'
import { parseGroupVersion } from '../object.ts'

const controllerName = ({ metadata }: ControllerRevision): string => {
  const owner = metadata.ownerReferences?.find((o) => o.controller)
  if (owner === undefined) return '<none>'
  const { group } = parseGroupVersion(owner.apiVersion)
  const kind = owner.kind.toLowerCase()
  return `${group === '' ? kind : `${kind}.${group}`}/${owner.name}`
}

export const controllerRevisionColumns: readonly Column<ControllerRevision>[] = [
  nameColumn,
  column('Controller', 'Controller of the object', controllerName),
  column('Revision', said('apps.v1.ControllerRevision', 'revision'), (object) => object.revision,
    'integer'),
  ageColumn,
]
