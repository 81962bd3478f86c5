/** Columns of claims. Upstream: `pkg/printers/internalversion/printers.go`, printPersistentVolumeClaim. */
import { accessModesText, storageClassOf, storageText } from '../columns/storage.ts'
import { column, said, wideColumn } from '../columns/column.ts'
import type { PersistentVolumeClaim } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'

const SPEC = 'core.v1.PersistentVolumeClaimSpec'
const STATUS = 'core.v1.PersistentVolumeClaimStatus'

export const persistentVolumeClaimColumns: readonly Column<PersistentVolumeClaim>[] = [
  nameColumn,
  column('Status', said(STATUS, 'phase'), (pvc) =>
    pvc.metadata.deletionTimestamp ? 'Terminating' : (pvc.status?.phase ?? '')),
  column('Volume', said(SPEC, 'volumeName'), (pvc) => pvc.spec.volumeName ?? ''),
  column('Capacity', said(STATUS, 'capacity'), (pvc) =>
    pvc.spec.volumeName ? storageText(pvc.status?.capacity) : ''),
  column('Access Modes', said(STATUS, 'accessModes'), (pvc) =>
    pvc.spec.volumeName ? accessModesText(pvc.status?.accessModes) : ''),
  column('StorageClass', 'StorageClass of the pvc', storageClassOf),
  column('VolumeAttributesClass', 'VolumeAttributesClass of the pvc', (pvc) =>
    pvc.spec.volumeAttributesClassName ?? '<unset>'),
  ageColumn,
  wideColumn('VolumeMode', said(SPEC, 'volumeMode'), (pvc) => pvc.spec.volumeMode ?? '<unset>'),
]
