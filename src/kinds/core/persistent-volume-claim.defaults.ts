/** What the API server fills into a claim; also used for claim templates. */
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from '../generated/api-types.ts'

/** SetDefaults_PersistentVolumeClaim. */
export function defaultClaim(claim: Omit<PersistentVolumeClaim, 'apiVersion' | 'kind' | 'metadata'>): void {
  claim.status ??= {}
  claim.status.phase ||= 'Pending'
  claim.spec ??= {}
  defaultClaimSpec(claim.spec)
}

/** SetDefaults_PersistentVolumeClaimSpec. */
export function defaultClaimSpec(spec: PersistentVolumeClaimSpec): void {
  spec.volumeMode ??= 'Filesystem'
  spec.resources ??= {}
}
