/** Keeps the usage in every ResourceQuota's status. */
import { masked, quotaMatches, usageOf } from '../apiserver/quota/usage.ts'
import { ResourceQuota as QuotaKind } from '../kinds/core/resource-quota.ts'
import { Event } from '../kinds/core/event.ts'
import { builtInKinds } from '../kinds/index.ts'
import type { ResourceQuota } from '../kinds/generated/api-types.ts'
import type { Kind } from '../kinds/kind.ts'
import { Quantity, parseQuantity } from '../lib/quantity.ts'
import { sameValue } from '../lib/same-value.ts'
import type { Controller, World } from './controller.ts'
import { keyOf } from './manager.ts'

/** pkg/controller/resourcequota/resource_quota_controller.go */
export const resourceQuotaController: Controller<ResourceQuota> = {
  name: 'resourcequota-controller',
  reconciles: QuotaKind,
  sees({ kind, before, after }, { api }) {
    const namespace = (after ?? before)!.metadata.namespace
    if (namespace === undefined || kind === (Event as Kind)) return undefined
    const quotas = api.list(QuotaKind, namespace)
    return quotas.length === 0 ? undefined : quotas.map(keyOf)
  },
  reconcile(quota, world) {
    const hard = quota.spec?.hard ?? {}
    const used = usedBy(quota, world)
    const status = {
      hard: { ...hard },
      used: Object.fromEntries(Object.entries(hard).map(([name, limit]) => [name, (used.get(name) ?? new Quantity(0n, parseQuantity(limit).format)).toString()])),
    }
    if (!sameValue(status, quota.status)) world.api.commit(QuotaKind, { ...quota, status }, 'status')
  },
}

function usedBy(quota: ResourceQuota, { api, now }: World): Map<string, Quantity> {
  const hard = quota.spec?.hard ?? {}
  const total = new Map<string, Quantity>()
  for (const kind of builtInKinds.filter((k) => k.namespaced && mayCount(k, Object.keys(hard)))) {
    for (const object of api.list(kind, quota.metadata.namespace)) {
      if (!quotaMatches(quota, kind, object)) continue
      for (const [name, amount] of masked(usageOf(kind, object, now), hard)) total.set(name, total.get(name)?.add(amount) ?? amount)
    }
  }
  return total
}

/** Whether objects of this kind can count against any of the names. */
function mayCount(kind: Kind, names: readonly string[]): boolean {
  const count = `count/${kind.group === '' ? kind.plural : `${kind.plural}.${kind.group}`}`
  if (names.includes(count) || (kind.group === '' && names.includes(kind.plural))) return true
  if (kind.group !== '') return false
  return kind.plural === 'pods' || (kind.plural === 'services' && names.some((n) => n.startsWith('services'))) ||
    (kind.plural === 'persistentvolumeclaims' && names.some((n) => n.includes('storage') || n.includes('persistentvolumeclaims')))
}
