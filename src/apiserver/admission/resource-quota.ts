/** A namespace's ResourceQuotas bound what is created in it; what is let in is counted at once. */
import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim.ts'
import { Pod } from '../../kinds/core/pod.ts'
import { ResourceQuota } from '../../kinds/core/resource-quota.ts'
import { Service } from '../../kinds/core/service.ts'
import type { Container, Pod as PodObject, ResourceQuota as QuotaObject } from '../../kinds/generated/api-types.ts'
import type { Kind } from '../../kinds/kind.ts'
import type { Obj } from '../../kinds/object.ts'
import { Quantity, parseQuantity } from '../../lib/quantity.ts'
import type { AdmissionRequest, Judge, ServerContext } from '../context.ts'
import type { Usage } from '../quota/usage.ts'
import { masked, quotaMatches, usageOf } from '../quota/usage.ts'
import { refused } from './refusal.ts'

const WRITER = { manager: 'kube-apiserver', operation: 'Update', subresource: 'status' } as const
const COMPUTE = ['cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory']

/** apiserver/pkg/admission/plugin/resourcequota/controller.go, CheckRequest. */
export const resourceQuota: Judge = (admission, object, server) => {
  if (object === undefined || admission.namespace === undefined || !counts(admission)) return
  const quotas = server.reader.list(ResourceQuota, admission.namespace)
  if (quotas.length === 0) return
  const now = server.now()
  const wanted = delta(usageOf(admission.kind, object, now), admission.before && usageOf(admission.kind, admission.before, now))
  const matching = quotas.filter((quota) => quotaMatches(quota, admission.kind, object))
  const writes = matching.map((quota) => check(admission, object, quota, wanted))
  for (const write of writes) write?.(server)
}

function counts({ kind, operation, subresource }: AdmissionRequest): boolean {
  if (operation === 'CREATE') return subresource === undefined
  if (operation !== 'UPDATE') return false
  if (kind === Pod) return subresource === 'resize'
  return subresource === undefined && (kind === (Service as Kind<any>) || kind === (PersistentVolumeClaim as Kind<any>))
}

function delta(usage: Usage, before: Usage | undefined): Usage {
  if (before === undefined) return usage
  return new Map([...usage].map(([name, value]) => [name, value.subtract(before.get(name) ?? Quantity.zero)] as const))
}

/** The write that counts the object, when it may come in and counts at all. */
function check(
  admission: AdmissionRequest, object: Obj, quota: QuotaObject, wanted: Usage,
): ((server: ServerContext) => void) | undefined {
  const hard = quota.status?.hard ?? quota.spec?.hard ?? {}
  if (admission.kind === Pod && admission.operation === 'CREATE') {
    const missing = unspecified(object as PodObject, hard)
    if (missing !== undefined) throw refused(admission, object, `failed quota: ${quota.metadata.name}: ${missing}`)
  }
  const asked = new Map([...masked(wanted, hard)].filter(([, value]) => value.sign() > 0))
  if (asked.size === 0) return undefined
  const used = quota.status?.used ?? {}
  const unknown = [...asked.keys()].filter((name) => used[name] === undefined)
  if (unknown.length > 0) {
    throw refused(admission, object, `status unknown for quota: ${quota.metadata.name}, resources: ${unknown.sort().join(',')}`)
  }
  const after = new Map([...asked].map(([name, value]) => [name, parseQuantity(used[name]!).add(value)] as const))
  const exceeded = [...after].filter(([name, value]) => value.compare(parseQuantity(hard[name]!)) > 0).map(([name]) => name).sort()
  if (exceeded.length > 0) {
    const print = (of: (name: string) => unknown): string => exceeded.map((name) => `${name}=${of(name)}`).join(',')
    throw refused(admission, object,
      `exceeded quota: ${quota.metadata.name}, requested: ${print((n) => asked.get(n))}, used: ${print((n) => parseQuantity(used[n]!))}, limited: ${print((n) => parseQuantity(hard[n]!))}`)
  }
  return ({ store }) => {
    const written = Object.fromEntries([...after].map(([name, value]) => [name, value.toString()]))
    const status = { ...quota.status, used: { ...used, ...written } }
    const { namespace, name } = quota.metadata
    store.commit(ResourceQuota as Kind, namespace, name, { ...quota, status } as Obj, WRITER)
  }
}

/** quota/v1/evaluator/core/pods.go, Constraints: where a quota bounds compute, containers must say what they use. */
function unspecified(pod: PodObject, hard: { readonly [name: string]: unknown }): string | undefined {
  const needed = COMPUTE.filter((name) => hard[name] !== undefined).sort()
  if (needed.length === 0) return undefined
  const containers = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])]
  const missing = needed.flatMap((name) => {
    const names = containers.filter((c) => !specifies(c, name)).map((c) => c.name).sort()
    return names.length === 0 ? [] : [`${name} for: ${names.join(',')}`]
  })
  return missing.length === 0 ? undefined : `must specify ${missing.join('; ')}`
}

function specifies({ resources }: Container, name: string): boolean {
  const [side, resource] = name.includes('.') ? (name.split('.') as [string, string]) : ['requests', name]
  return (side === 'limits' ? resources?.limits : resources?.requests)?.[resource] !== undefined
}
