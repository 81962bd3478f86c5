/** Columns of volumes. Upstream: `pkg/printers/internalversion/printers.go`, printPersistentVolume. */
import { accessModesText, storageClassOf, storageText } from '../columns/storage.ts'
import { column, said, wideColumn } from '../columns/column.ts'
import type { PersistentVolume } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'

const SPEC = 'core.v1.PersistentVolumeSpec'

export const persistentVolumeColumns: readonly Column<PersistentVolume>[] = [
  nameColumn,
  column('Capacity', said(SPEC, 'capacity'), (pv) => storageText(pv.spec.capacity)),
  column('Access Modes', said(SPEC, 'accessModes'), (pv) => accessModesText(pv.spec.accessModes)),
  column('Reclaim Policy', said(SPEC, 'persistentVolumeReclaimPolicy'), (pv) =>
    pv.spec.persistentVolumeReclaimPolicy ?? ''),
  column('Status', said('core.v1.PersistentVolumeStatus', 'phase'), (pv) =>
    pv.metadata.deletionTimestamp ? 'Terminating' : (pv.status?.phase ?? '')),
  column('Claim', said(SPEC, 'claimRef'), ({ spec: { claimRef } }) =>
    claimRef ? `${claimRef.namespace ?? ''}/${claimRef.name ?? ''}` : ''),
  column('StorageClass', 'StorageClass of the pv', storageClassOf),
  column('VolumeAttributesClass', 'VolumeAttributesClass of the pv', (pv) =>
    pv.spec.volumeAttributesClassName ?? '<unset>'),
  column('Reason', said('core.v1.PersistentVolumeStatus', 'reason'), (pv) =>
    pv.status?.reason ?? ''),
  ageColumn,
  wideColumn('VolumeMode', said(SPEC, 'volumeMode'), (pv) => pv.spec.volumeMode ?? '<unset>'),
]
