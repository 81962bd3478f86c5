/** Fills a ClusterRole that is made of others with their rules. */
import { matchesSelector } from '../apiserver/selectors.ts'
import { ClusterRole as ClusterRoleKind } from '../kinds/rbac/cluster-role.ts'
import type { ClusterRole, PolicyRule } from '../kinds/generated/api-types.ts'
import { sameValue } from '../lib/same-value.ts'
import type { Controller } from './controller.ts'
import { keyOf } from './manager.ts'

/** pkg/controller/clusterroleaggregation/clusterroleaggregation_controller.go */
export const clusterRoleAggregationController: Controller<ClusterRole> = {
  name: 'clusterrole-aggregation-controller',
  reconciles: ClusterRoleKind,
  alsoWatches: [{ kind: ClusterRoleKind, keysFor: (_role, { api }) => api.list(ClusterRoleKind).filter((r) => r.aggregationRule !== undefined).map(keyOf) }],
  reconcile(role, { api }) {
    if (role.aggregationRule === undefined) return
    const rules: PolicyRule[] = []
    for (const selector of role.aggregationRule.clusterRoleSelectors ?? []) {
      for (const other of api.list(ClusterRoleKind)) {
        if (other.metadata.name === role.metadata.name || !matchesSelector(selector, other.metadata.labels)) continue
        for (const rule of other.rules ?? []) if (!rules.some((r) => sameValue(r, rule))) rules.push(rule)
      }
    }
    if (!sameValue(rules, role.rules ?? [])) api.commit(ClusterRoleKind, { ...role, rules })
  },
}
