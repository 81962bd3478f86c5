/** Which objects a quota with scopes looks at. */
import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim.ts'
import { Pod } from '../../kinds/core/pod.ts'
import type { PersistentVolumeClaim as ClaimObject, Pod as PodObject, PodAffinityTerm, ResourceQuota as QuotaObject, ScopedResourceSelectorRequirement } from '../../kinds/generated/api-types.ts'
import type { Kind } from '../../kinds/kind.ts'
import type { Obj } from '../../kinds/object.ts'
import { parseQuantity } from '../../lib/quantity.ts'

/** quota/v1/evaluator/core/pods.go, podMatchesScopeFunc. */
export function matchesScopes(quota: QuotaObject, kind: Kind, object: Obj): boolean {
  const selectors: ScopedResourceSelectorRequirement[] = [
    ...(quota.spec?.scopes ?? []).map((scopeName) => ({ scopeName, operator: 'Exists' })),
    ...(quota.spec?.scopeSelector?.matchExpressions ?? []),
  ]
  if (kind === Pod) return selectors.every((s) => podMatches(s, object as PodObject))
  if (kind === (PersistentVolumeClaim as Kind<any>)) return selectors.every((s) => claimMatches(s, object as ClaimObject))
  return false
}

function podMatches(selector: ScopedResourceSelectorRequirement, pod: PodObject): boolean {
  switch (selector.scopeName) {
    case 'Terminating': return pod.spec.activeDeadlineSeconds !== undefined
    case 'NotTerminating': return pod.spec.activeDeadlineSeconds === undefined
    case 'BestEffort': return isBestEffort(pod)
    case 'NotBestEffort': return !isBestEffort(pod)
    case 'PriorityClass': return matchesValue(selector, pod.spec.priorityClassName ?? '')
    case 'CrossNamespacePodAffinity': return affinityTerms(pod).some((t) => (t.namespaces ?? []).length > 0 || t.namespaceSelector !== undefined)
    default: return false
  }
}

const claimMatches = (selector: ScopedResourceSelectorRequirement, claim: ClaimObject): boolean =>
  selector.scopeName === 'VolumeAttributesClass' && matchesValue(selector, claim.spec?.volumeAttributesClassName ?? '')

function matchesValue({ operator, values }: ScopedResourceSelectorRequirement, value: string): boolean {
  switch (operator) {
    case 'In': return (values ?? []).includes(value)
    case 'NotIn': return !(values ?? []).includes(value)
    case 'Exists': return value !== ''
    default: return value === ''
  }
}

const isBestEffort = (pod: PodObject): boolean =>
  [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].every((c) =>
    ['cpu', 'memory'].every((name) => isZero(c.resources?.requests?.[name]) && isZero(c.resources?.limits?.[name])))

const isZero = (value: string | number | undefined): boolean => value === undefined || parseQuantity(value).isZero()

function affinityTerms(pod: PodObject): PodAffinityTerm[] {
  const sides = [pod.spec.affinity?.podAffinity, pod.spec.affinity?.podAntiAffinity]
  return sides.flatMap((side) => [
    ...(side?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
    ...(side?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map((p) => p.podAffinityTerm),
  ])
}
