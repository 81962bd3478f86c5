/** A kubelet touches its own Node and the pods bound to it, nothing else. */
import { Node } from '../../kinds/core/node.ts'
import { Pod } from '../../kinds/core/pod.ts'
import { Lease } from '../../kinds/coordination/lease.ts'
import type { Node as NodeObject, Pod as PodObject } from '../../kinds/generated/api-types.ts'
import { nodeNameOf } from '../auth/node-authorizer.ts'
import type { Judge } from '../context.ts'
import { refused } from './refusal.ts'

const MIRROR = 'kubernetes.io/config.mirror'
const OWN_PREFIXES = ['kubelet.kubernetes.io/', 'node.kubernetes.io/']
const OWN_LABELS = [
  'kubernetes.io/hostname', 'kubernetes.io/arch', 'kubernetes.io/os', 'beta.kubernetes.io/arch', 'beta.kubernetes.io/os',
  'beta.kubernetes.io/instance-type', 'node.kubernetes.io/instance-type', 'failure-domain.beta.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone', 'topology.kubernetes.io/region', 'topology.kubernetes.io/zone',
]

/** plugin/pkg/admission/noderestriction/admission.go */
export const nodeRestriction: Judge = (admission, object) => {
  const node = nodeNameOf(admission.request)
  if (node === undefined) return
  const refuse = (why: string): never => {
    throw refused(admission, object ?? admission.before, why)
  }
  const quoted = JSON.stringify(node)
  const { kind, operation, subresource } = admission
  if (kind === Pod) {
    const pod = (object ?? admission.before) as PodObject
    if (operation === 'CREATE' && subresource === undefined) {
      if (pod.metadata.annotations?.[MIRROR] === undefined) refuse(`pod does not have "${MIRROR}" annotation, node ${quoted} can only create mirror pods`)
      if (pod.spec.nodeName !== node) refuse(`node ${quoted} can only create pods with spec.nodeName set to itself`)
    } else if (pod.spec.nodeName !== node) {
      refuse(operation === 'DELETE'
        ? `node ${quoted} can only delete pods with spec.nodeName set to itself`
        : `node ${quoted} can only update pod status for pods with spec.nodeName set to itself`)
    }
  } else if (kind === (Node as unknown)) {
    if (admission.name !== node) refuse(`node ${quoted} is not allowed to modify node "${admission.name}"`)
    if (operation === 'DELETE') return
    const before = admission.before as NodeObject | undefined
    const after = object as NodeObject
    const changed = [...new Set([...Object.keys(after.metadata.labels ?? {}), ...Object.keys(before?.metadata.labels ?? {})])]
      .filter((key) => after.metadata.labels?.[key] !== before?.metadata.labels?.[key] && isForeignLabel(key)).sort()
    if (changed.length > 0) refuse(`is not allowed to modify labels: ${changed.join(', ')}`)
  } else if (kind === (Lease as unknown)) {
    if (admission.namespace !== 'kube-node-lease') refuse('can only access leases in the "kube-node-lease" system namespace')
    if (admission.name !== '' && admission.name !== node) refuse('can only access node lease with the same name as the requesting node')
  }
}

/** Labels of kubernetes.io and k8s.io that are not a kubelet's to set. */
function isForeignLabel(key: string): boolean {
  const domain = key.includes('/') ? key.slice(0, key.indexOf('/')) : ''
  const reserved = /(^|\.)(kubernetes|k8s)\.io$/.test(domain)
  return reserved && !OWN_LABELS.includes(key) && !OWN_PREFIXES.some((p) => key.startsWith(p) || domain.endsWith(`.${p.slice(0, -1)}`))
}
