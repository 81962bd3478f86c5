/** What an object counts against a ResourceQuota; shared by admission and the quota controller. */
import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim.ts'
import { Pod } from '../../kinds/core/pod.ts'
import { Service } from '../../kinds/core/service.ts'
import type {
  PersistentVolumeClaim as ClaimObject, Pod as PodObject, ResourceQuota as QuotaObject, Service as ServiceObject,
} from '../../kinds/generated/api-types.ts'
import type { Kind } from '../../kinds/kind.ts'
import type { Obj } from '../../kinds/object.ts'
import { Quantity, parseQuantity } from '../../lib/quantity.ts'
import { podResources } from './pod-resources.ts'
import { matchesScopes } from './scopes.ts'

export type Usage = ReadonlyMap<string, Quantity>

const ONE = Quantity.of(1)
/** Kinds that quotas may name without `count/`; quota/v1/install/registry.go. */
const PLAIN_COUNTS = ['configmaps', 'resourcequotas', 'replicationcontrollers', 'secrets']
const COMPUTE = ['cpu', 'memory', 'ephemeral-storage']

/** quota/v1/evaluator/core: everything that an object of this kind counts as. */
export function usageOf(kind: Kind, object: Obj, now: number): Usage {
  const usage = new Map<string, Quantity>()
  usage.set(`count/${kind.group === '' ? kind.plural : `${kind.plural}.${kind.group}`}`, ONE)
  if (kind.group !== '') return usage
  if (PLAIN_COUNTS.includes(kind.plural)) usage.set(kind.plural, ONE)
  if (kind === Pod) addPod(usage, object as PodObject, now)
  if (kind === (Service as Kind<any>)) addService(usage, object as ServiceObject)
  if (kind === (PersistentVolumeClaim as Kind<any>)) addClaim(usage, object as ClaimObject)
  return usage
}

/** Does this quota look at the object at all? */
export const quotaMatches = (quota: QuotaObject, kind: Kind, object: Obj): boolean => {
  const scoped = (quota.spec?.scopes ?? []).length > 0 || (quota.spec?.scopeSelector?.matchExpressions ?? []).length > 0
  return !scoped || matchesScopes(quota, kind, object)
}

/** The part of a usage that a quota's hard limits name. */
export const masked = (usage: Usage, hard: { readonly [name: string]: unknown }): Usage =>
  new Map([...usage].filter(([name]) => hard[name] !== undefined))

function addPod(usage: Map<string, Quantity>, pod: PodObject, now: number): void {
  if (isFinished(pod, now)) return
  usage.set('pods', ONE)
  const { requests, limits } = podResources(pod)
  for (const [name, value] of Object.entries(requests)) {
    if (COMPUTE.includes(name)) usage.set(name, parseQuantity(value))
    usage.set(`requests.${name}`, parseQuantity(value))
    if (name.startsWith('hugepages-')) usage.set(name, parseQuantity(value))
  }
  for (const [name, value] of Object.entries(limits)) {
    if (COMPUTE.includes(name)) usage.set(`limits.${name}`, parseQuantity(value))
  }
}

/** QuotaV1Pod: an ended pod, or one that overstays its deletion, frees everything but its count. */
function isFinished(pod: PodObject, now: number): boolean {
  const phase = pod.status?.phase
  if (phase === 'Failed' || phase === 'Succeeded') return true
  const { deletionTimestamp } = pod.metadata
  return deletionTimestamp !== undefined && pod.metadata.deletionGracePeriodSeconds !== undefined &&
    now > Date.parse(deletionTimestamp)
}

function addService(usage: Map<string, Quantity>, service: ServiceObject): void {
  const ports = service.spec?.ports ?? []
  usage.set('services', ONE)
  if (service.spec?.type === 'NodePort') usage.set('services.nodeports', Quantity.of(ports.length))
  if (service.spec?.type !== 'LoadBalancer') return
  const allocates = service.spec.allocateLoadBalancerNodePorts !== false
  const nodePorts = allocates ? ports.length : ports.filter((p) => p.nodePort !== undefined).length
  usage.set('services.nodeports', Quantity.of(nodePorts))
  usage.set('services.loadbalancers', ONE)
}

function addClaim(usage: Map<string, Quantity>, claim: ClaimObject): void {
  const className = claim.spec?.storageClassName ?? claim.metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? ''
  const prefixes = className === '' ? [''] : ['', `${className}.storageclass.storage.k8s.io/`]
  const asked = claim.spec?.resources?.requests?.['storage']
  for (const prefix of prefixes) {
    usage.set(`${prefix}persistentvolumeclaims`, ONE)
    if (asked !== undefined) usage.set(`${prefix}requests.storage`, parseQuantity(asked))
  }
}
