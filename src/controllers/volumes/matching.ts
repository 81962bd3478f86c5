/** Which PersistentVolume fits a claim. */
import { matchesSelector } from '../../apiserver/selectors.ts'
import type { Node, PersistentVolume, PersistentVolumeClaim } from '../../kinds/generated/api-types.ts'
import { parseQuantity } from '../../lib/quantity.ts'
import { matchesNodeSelector } from '../scheduler/node-selectors.ts'

export const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed'

export const isBound = (claim: PersistentVolumeClaim): boolean =>
  claim.spec.volumeName !== undefined && claim.metadata.annotations?.[BIND_COMPLETED] !== undefined

export const isFor = (volume: PersistentVolume, claim: PersistentVolumeClaim): boolean => {
  const reference = volume.spec.claimRef
  return reference !== undefined && reference.name === claim.metadata.name && reference.namespace === claim.metadata.namespace &&
    (reference.uid === undefined || reference.uid === '' || reference.uid === claim.metadata.uid)
}

/** The smallest volume that satisfies the claim (component-helpers/storage/volume/pv_helpers.go, FindMatchingVolume). */
export function matchingVolume(
  claim: PersistentVolumeClaim, volumes: readonly PersistentVolume[], node?: Node,
): PersistentVolume | undefined {
  const wanted = parseQuantity(claim.spec.resources?.requests?.['storage'] ?? '0')
  let best: PersistentVolume | undefined
  for (const volume of volumes) {
    const size = parseQuantity(volume.spec.capacity?.['storage'] ?? '0')
    const own = isFor(volume, claim)
    if (volume.spec.claimRef !== undefined && !own) continue
    if (volume.metadata.deletionTimestamp !== undefined || size.compare(wanted) < 0) continue
    if ((claim.spec.volumeMode ?? 'Filesystem') !== (volume.spec.volumeMode ?? 'Filesystem')) continue
    if ((claim.spec.volumeAttributesClassName ?? '') !== (volume.spec.volumeAttributesClassName ?? '')) continue
    if (node !== undefined && !matchesNodeSelector(volume.spec.nodeAffinity?.required, node)) continue
    if (own) return volume
    if (volume.status?.phase !== 'Available') continue
    if (claim.spec.selector !== undefined && !matchesSelector(claim.spec.selector, volume.metadata.labels)) continue
    if ((claim.spec.storageClassName ?? '') !== (volume.spec.storageClassName ?? '')) continue
    if (!(claim.spec.accessModes ?? []).every((mode) => volume.spec.accessModes?.includes(mode))) continue
    if (best === undefined || size.compare(parseQuantity(best.spec.capacity?.['storage'] ?? '0')) < 0) best = volume
  }
  return best
}
