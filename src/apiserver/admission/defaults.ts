/** Small plugins that fill in what the cluster decides: classes, taints of new nodes, finalizers of storage. */
import { Node } from '../../kinds/core/node.ts'
import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim.ts'
import { PersistentVolume } from '../../kinds/core/persistent-volume.ts'
import type { Ingress as IngressObject, Node as NodeObject, PersistentVolumeClaim as ClaimObject } from '../../kinds/generated/api-types.ts'
import { IngressClass } from '../../kinds/networking/ingress-class.ts'
import { Ingress } from '../../kinds/networking/ingress.ts'
import type { Obj } from '../../kinds/object.ts'
import { StorageClass } from '../../kinds/storage/storage-class.ts'
import type { Shape } from '../context.ts'

const NOT_READY = 'node.kubernetes.io/not-ready'
const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class'
const PROTECTION = new Map([
  [PersistentVolumeClaim as unknown, 'kubernetes.io/pvc-protection'],
  [PersistentVolume as unknown, 'kubernetes.io/pv-protection'],
])

/** plugin/pkg/admission/nodetaint/admission.go */
export const taintNodesByCondition: Shape = ({ kind, operation, subresource }, draft) => {
  if (kind !== Node || operation !== 'CREATE' || subresource !== undefined) return
  const node = draft as unknown as NodeObject
  const taints = ((node.spec ??= {}).taints ??= [])
  if (!taints.some((t) => t.key === NOT_READY && t.effect === 'NoSchedule')) taints.push({ key: NOT_READY, effect: 'NoSchedule' })
}

/** plugin/pkg/admission/storage/storageobjectinuseprotection/admission.go */
export const storageObjectInUseProtection: Shape = ({ kind, operation, subresource }, draft) => {
  const finalizer = PROTECTION.get(kind)
  if (finalizer === undefined || operation !== 'CREATE' || subresource !== undefined) return
  const finalizers = (draft.metadata.finalizers ??= [])
  if (!finalizers.includes(finalizer)) finalizers.push(finalizer)
}

/** plugin/pkg/admission/storage/storageclass/setdefault/admission.go */
export const defaultStorageClass: Shape = ({ kind, operation, subresource }, draft, { reader }) => {
  if (kind !== PersistentVolumeClaim || operation !== 'CREATE' || subresource !== undefined) return
  const claim = draft as unknown as ClaimObject
  if (claim.spec?.storageClassName !== undefined || claim.metadata.annotations?.[CLASS_ANNOTATION] !== undefined) return
  const found = newest(reader.list(StorageClass).filter((c) => isDefault(c, 'storageclass')))
  if (found !== undefined) (claim.spec ??= {}).storageClassName = found.metadata.name
}

/** plugin/pkg/admission/network/defaultingressclass/admission.go */
export const defaultIngressClass: Shape = ({ kind, operation, subresource }, draft, { reader }) => {
  if (kind !== Ingress || operation !== 'CREATE' || subresource !== undefined) return
  const ingress = draft as unknown as IngressObject
  if (ingress.metadata.annotations?.['kubernetes.io/ingress.class'] !== undefined) return
  if (ingress.spec?.ingressClassName !== undefined) return
  const found = newest(reader.list(IngressClass).filter((c) => isDefault(c, 'ingressclass')))
  if (found !== undefined) (ingress.spec ??= {}).ingressClassName = found.metadata.name
}

const isDefault = (object: Obj, what: 'storageclass' | 'ingressclass'): boolean =>
  object.metadata.annotations?.[`${what}.kubernetes.io/is-default-class`] === 'true' ||
  (what === 'storageclass' && object.metadata.annotations?.['storageclass.beta.kubernetes.io/is-default-class'] === 'true')

/** The youngest; of equal age the first by name. */
function newest<T extends Obj>(objects: readonly T[]): T | undefined {
  let found: T | undefined
  for (const o of objects) {
    if (found === undefined || o.metadata.creationTimestamp > found.metadata.creationTimestamp) found = o
  }
  return found
}
