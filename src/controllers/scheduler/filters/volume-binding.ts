/** A pod's claims must be bound, or become bound, to volumes that its node can reach. */
import { PersistentVolumeClaim } from '../../../kinds/core/persistent-volume-claim.ts'
import { PersistentVolume } from '../../../kinds/core/persistent-volume.ts'
import { StorageClass } from '../../../kinds/storage/storage-class.ts'
import type { PersistentVolumeClaim as Claim, Pod } from '../../../kinds/generated/api-types.ts'
import type { Reader } from '../../../kinds/kind.ts'
import { isBound, matchingVolume } from '../../volumes/matching.ts'
import { matchesNodeSelector } from '../node-selectors.ts'
import type { Filter } from '../plugin.ts'

// pkg/scheduler/framework/plugins/volumebinding
const CONFLICT = { reasons: ["node(s) didn't match PersistentVolume's node affinity"], unresolvable: true }
const NOTHING_TO_BIND = { reasons: ["node(s) didn't find available persistent volumes to bind"], unresolvable: true }
const NO_VOLUME = { reasons: ['node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)'], unresolvable: true }

export const volumeBinding: Filter = {
  name: 'VolumeBinding',
  prepare({ pod, reader }) {
    const claims = claimsOf(pod, reader)
    if (typeof claims === 'string') return claims
    if (claims.length === 0) return undefined
    const bound = claims.filter(isBound)
    const delayed = claims.filter((claim) => !isBound(claim))
    if (delayed.some((claim) => bindsAtOnce(claim, reader))) return 'pod has unbound immediate PersistentVolumeClaims'
    return ({ node }) => {
      for (const claim of bound) {
        const volume = reader.get(PersistentVolume, undefined, claim.spec.volumeName!)
        if (volume === undefined) return NO_VOLUME
        if (!matchesNodeSelector(volume.spec.nodeAffinity?.required, node)) return CONFLICT
      }
      const taken = new Set<string>()
      for (const claim of delayed) {
        const volume = matchingVolume(claim, reader.list(PersistentVolume).filter((v) => !taken.has(v.metadata.name)), node)
        if (volume !== undefined) taken.add(volume.metadata.name)
        else if (!canProvision(claim, reader)) return NOTHING_TO_BIND
      }
      return undefined
    }
  },
}

/** Names of the claims behind a pod's volumes. */
export const claimNamesOf = (pod: Pod): string[] => (pod.spec.volumes ?? []).flatMap((volume) =>
  volume.persistentVolumeClaim !== undefined ? [volume.persistentVolumeClaim.claimName]
    : volume.ephemeral !== undefined ? [`${pod.metadata.name}-${volume.name}`] : [])

function claimsOf(pod: Pod, reader: Reader): readonly Claim[] | string {
  const claims: Claim[] = []
  for (const volume of pod.spec.volumes ?? []) {
    const name = volume.persistentVolumeClaim?.claimName ?? (volume.ephemeral ? `${pod.metadata.name}-${volume.name}` : undefined)
    if (name === undefined) continue
    const claim = reader.get(PersistentVolumeClaim, pod.metadata.namespace, name)
    if (claim === undefined) {
      return volume.ephemeral === undefined ? `persistentvolumeclaim "${name}" not found`
        : `waiting for ephemeral volume controller to create the persistentvolumeclaim "${name}"`
    }
    if (claim.status?.phase === 'Lost') return `persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${claim.spec.volumeName ?? ''}"`
    if (claim.metadata.deletionTimestamp !== undefined) return `persistentvolumeclaim "${name}" is being deleted`
    claims.push(claim)
  }
  return claims
}

const classOf = (claim: Claim, reader: Reader) =>
  claim.spec.storageClassName ? reader.get(StorageClass, undefined, claim.spec.storageClassName) : undefined

const bindsAtOnce = (claim: Claim, reader: Reader): boolean =>
  classOf(claim, reader)?.volumeBindingMode !== 'WaitForFirstConsumer'

const canProvision = (claim: Claim, reader: Reader): boolean => {
  const provisioner = classOf(claim, reader)?.provisioner
  return provisioner !== undefined && provisioner !== 'kubernetes.io/no-provisioner'
}
