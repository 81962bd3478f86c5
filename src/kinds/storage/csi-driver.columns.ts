/** Columns of CSI drivers. Upstream: `pkg/printers/internalversion/printers.go`, printCSIDriver. */
import { column, said } from '../columns/column.ts'
import type { CSIDriver } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'

const SPEC = 'storage.v1.CSIDriverSpec'

export const csiDriverColumns: readonly Column<CSIDriver>[] = [
  nameColumn,
  column('AttachRequired', said(SPEC, 'attachRequired'), (driver) =>
    driver.spec.attachRequired ?? true, 'boolean'),
  column('PodInfoOnMount', said(SPEC, 'podInfoOnMount'), (driver) =>
    driver.spec.podInfoOnMount ?? false, 'boolean'),
  column('StorageCapacity', said(SPEC, 'storageCapacity'), (driver) =>
    driver.spec.storageCapacity ?? false, 'boolean'),
  column('TokenRequests', said(SPEC, 'tokenRequests'), (driver) =>
    driver.spec.tokenRequests?.map((request) => request.audience).join(',') || '<unset>'),
  column('RequiresRepublish', said(SPEC, 'requiresRepublish'), (driver) =>
    driver.spec.requiresRepublish ?? false, 'boolean'),
  column('Modes', said(SPEC, 'volumeLifecycleModes'), (driver) =>
    driver.spec.volumeLifecycleModes?.join(',') || '<none>'),
  ageColumn,
]
