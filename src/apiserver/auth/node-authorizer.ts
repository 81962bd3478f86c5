/** What kubelets may do: the role system:node, and of secrets and the like only what their own pods use. */
import type { Pod as PodObject } from '../../kinds/generated/api-types.ts'
import type { Reader } from '../../kinds/kind.ts'
import { ClusterRole } from '../../kinds/rbac/cluster-role.ts'
import type { Attributes } from './attributes.ts'
import type { Decision } from './rbac.ts'
import { allows } from './rbac.ts'

const RELATED = ['secrets', 'configmaps', 'persistentvolumeclaims']
const USER_PREFIX = 'system:node:'

/** plugin/pkg/auth/authorizer/node/node_authorizer.go; undefined: not a node, no opinion. */
export function nodeDecides(a: Attributes, reader: Reader): Decision | undefined {
  if (!a.user.name.startsWith(USER_PREFIX) || !a.user.groups.includes('system:nodes')) return undefined
  const node = a.user.name.slice(USER_PREFIX.length)
  if (a.group === '' && RELATED.includes(a.resource) && a.path === undefined && a.subresource === '') {
    const reads = a.verb === 'get' || ((a.verb === 'list' || a.verb === 'watch') && a.name !== '')
    if (!reads) return { allowed: false, reason: `can only read namespaced object of this type` }
    const used = reader.onNode(node).some((pod) => pod.metadata.namespace === a.namespace && uses(pod as PodObject, a.resource, a.name))
    return used ? { allowed: true, reason: '' } : { allowed: false, reason: `no relationship found between node '${node}' and this object` }
  }
  const rules = reader.get(ClusterRole, undefined, 'system:node')?.rules ?? []
  return rules.some((rule) => allows(rule, a)) ? { allowed: true, reason: '' } : undefined
}

function uses(pod: PodObject, resource: string, name: string): boolean {
  const { spec } = pod
  const volumes = spec.volumes ?? []
  if (resource === 'persistentvolumeclaims') return volumes.some((v) => v.persistentVolumeClaim?.claimName === name)
  const containers = [...spec.containers, ...(spec.initContainers ?? [])]
  const sources = volumes.flatMap((v) => v.projected?.sources ?? [])
  if (resource === 'configmaps') {
    return volumes.some((v) => v.configMap?.name === name) || sources.some((s) => s.configMap?.name === name) ||
      containers.some((c) => c.envFrom?.some((e) => e.configMapRef?.name === name) || c.env?.some((e) => e.valueFrom?.configMapKeyRef?.name === name))
  }
  return volumes.some((v) => v.secret?.secretName === name) || sources.some((s) => s.secret?.name === name) ||
    spec.imagePullSecrets?.some((s) => s.name === name) === true ||
    containers.some((c) => c.envFrom?.some((e) => e.secretRef?.name === name) || c.env?.some((e) => e.valueFrom?.secretKeyRef?.name === name))
}

/** The node of a node user. */
export const nodeNameOf = (a: Pick<Attributes, 'user'>): string | undefined =>
  a.user.groups.includes('system:nodes') && a.user.name.startsWith(USER_PREFIX) ? a.user.name.slice(USER_PREFIX.length) : undefined

