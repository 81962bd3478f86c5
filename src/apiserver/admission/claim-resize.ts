/** A claim grows only where its StorageClass lets it. */
import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim.ts'
import type { PersistentVolumeClaim as ClaimObject } from '../../kinds/generated/api-types.ts'
import { StorageClass } from '../../kinds/storage/storage-class.ts'
import { parseQuantity } from '../../lib/quantity.ts'
import type { Judge } from '../context.ts'
import { refused } from './refusal.ts'

/** plugin/pkg/admission/storage/persistentvolume/resize/admission.go */
export const claimResize: Judge = (admission, object, { reader }) => {
  if (admission.kind !== (PersistentVolumeClaim as unknown) || admission.operation !== 'UPDATE' || admission.subresource !== undefined) return
  const after = object as ClaimObject
  const before = admission.before as ClaimObject
  const wanted = after.spec?.resources?.requests?.['storage']
  const had = before.spec?.resources?.requests?.['storage']
  if (wanted === undefined || had === undefined || parseQuantity(wanted).compare(parseQuantity(had)) <= 0) return
  if (before.status?.phase !== 'Bound') throw refused(admission, object, 'Only bound persistent volume claims can be expanded')
  const className = after.spec?.storageClassName ?? ''
  const grows = className !== '' && reader.get(StorageClass, undefined, className)?.allowVolumeExpansion === true
  if (!grows) throw refused(admission, object, 'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize')
}
