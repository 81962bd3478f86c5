/** Columns of storage classes. Upstream: `pkg/printers/internalversion/printers.go`, printStorageClass. */
import { column, said } from '../columns/column.ts'
import type { StorageClass } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'

/** Whether claims without a class get this one; the beta annotation counts too. */
export const isDefaultClass = ({ metadata: { annotations } }: StorageClass): boolean =>
  ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class']
    .some((name) => annotations?.[name] === 'true')

const CLASS = 'storage.v1.StorageClass'

export const storageClassColumns: readonly Column<StorageClass>[] = [
  {
    ...nameColumn,
    cell: (object) => `${object.metadata.name}${isDefaultClass(object) ? ' (default)' : ''}`,
  } as Column<StorageClass>,
  column('Provisioner', said(CLASS, 'provisioner'), (object) => object.provisioner),
  column('ReclaimPolicy', said(CLASS, 'reclaimPolicy'), (object) =>
    object.reclaimPolicy ?? 'Delete'),
  column('VolumeBindingMode', said(CLASS, 'volumeBindingMode'), (object) =>
    object.volumeBindingMode ?? 'Immediate'),
  column('AllowVolumeExpansion', said(CLASS, 'allowVolumeExpansion'), (object) =>
    object.allowVolumeExpansion ?? false),
  ageColumn,
]
