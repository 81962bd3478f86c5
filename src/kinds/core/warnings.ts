/** What the API server warns about in Services, volumes and Ingresses. */
import type { Ingress, PersistentVolume, PersistentVolumeClaim, Service } from '../generated/api-types.ts'
import { goQuote } from '../../lib/go-quote.ts'
import { parseQuantity } from '../../lib/quantity.ts'

/** pkg/api/service/warnings.go. */
export function serviceWarnings(service: Service): string[] {
  const spec = service.spec ?? {}
  const found: string[] = []
  if (service.metadata.annotations?.['service.kubernetes.io/topology-aware-hints'] !== undefined) {
    found.push('annotation service.kubernetes.io/topology-aware-hints is deprecated, please use service.kubernetes.io/topology-mode instead')
  }
  const headless = spec.clusterIP === 'None'
  if (headless && spec.loadBalancerIP) found.push('spec.loadBalancerIP is ignored for headless services')
  if (headless && (spec.externalIPs ?? []).length > 0) found.push('spec.externalIPs is ignored for headless services')
  if (headless && spec.sessionAffinity !== 'None') found.push('spec.SessionAffinity is ignored for headless services')
  if ((spec.externalIPs ?? []).length > 0) found.push('spec.externalIPs is deprecated and may no longer be implemented in some clusters')
  if (spec.type === 'ExternalName' && (spec.externalIPs ?? []).length > 0) found.push('spec.externalIPs is ignored when spec.type is "ExternalName"')
  if (spec.type !== 'ExternalName' && spec.externalName) found.push('spec.externalName is ignored when spec.type is not "ExternalName"')
  if (spec.trafficDistribution === 'PreferClose') {
    found.push('spec.trafficDistribution: PreferClose is deprecated in favor of PreferSameZone')
  }
  return found
}

/** pkg/registry/networking/ingress/strategy.go, WarningsOnCreate. */
export function ingressWarnings(ingress: Ingress, before: Ingress | undefined): string[] {
  const annotation = 'kubernetes.io/ingress.class'
  if (before !== undefined || ingress.metadata.annotations?.[annotation] === undefined) return []
  return ingress.spec?.ingressClassName === undefined
    ? [`annotation "${annotation}" is deprecated, please use 'spec.ingressClassName' instead`] : []
}

/** pkg/api/persistentvolume/util.go, GetWarningsForPersistentVolume. */
export function volumeWarnings(volume: PersistentVolume): string[] {
  const spec = volume.spec ?? {}
  const found: string[] = []
  if (volume.metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] !== undefined) {
    found.push('metadata.annotations[volume.beta.kubernetes.io/storage-class]: deprecated since v1.8; use "storageClassName" attribute instead')
  }
  if (spec.persistentVolumeReclaimPolicy === 'Recycle') {
    found.push('spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.')
  }
  const storage = spec.capacity?.['storage']
  return storage !== undefined && isFractional(storage)
    ? [...found, `spec.capacity[storage]: fractional byte value ${goQuote(String(storage))} is invalid, must be an integer`] : found
}

const isFractional = (text: string | number): boolean => parseQuantity(text).nano % 1_000_000_000n !== 0n

/** pkg/api/persistentvolumeclaim/util.go. */
export function claimWarnings(claim: PersistentVolumeClaim): string[] {
  const found: string[] = []
  if (claim.metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] !== undefined) {
    found.push('metadata.annotations[volume.beta.kubernetes.io/storage-class]: deprecated since v1.8; use "storageClassName" attribute instead')
  }
  for (const field of ['limits', 'requests'] as const) {
    const storage = claim.spec?.resources?.[field]?.['storage']
    if (storage !== undefined && isFractional(storage)) {
      found.push(`spec.resources.${field}[storage]: fractional byte value ${goQuote(String(storage))} is invalid, must be an integer`)
    }
  }
  return found
}
