/** Whether a pod is one that another pod's affinity term speaks of. */
import { matchesSelector } from '../../apiserver/selectors.ts'
import { Namespace } from '../../kinds/core/namespace.ts'
import type { LabelSelector, Pod, PodAffinityTerm } from '../../kinds/generated/api-types.ts'
import type { Reader } from '../../kinds/kind.ts'

/** pkg/scheduler/framework/types.go, AffinityTerm.Matches */
export function termMatches(term: PodAffinityTerm, owner: Pod, pod: Pod, reader: Reader): boolean {
  return inNamespaces(term, owner, pod, reader) && matchesSelector(withKeys(term, owner), pod.metadata.labels)
}

function inNamespaces({ namespaces = [], namespaceSelector }: PodAffinityTerm, owner: Pod, pod: Pod, reader: Reader): boolean {
  const namespace = pod.metadata.namespace!
  if (namespaces.length === 0 && namespaceSelector === undefined) return namespace === owner.metadata.namespace
  if (namespaces.includes(namespace)) return true
  return namespaceSelector !== undefined &&
    matchesSelector(namespaceSelector, reader.get(Namespace, undefined, namespace)?.metadata.labels)
}

/** matchLabelKeys: the owner's own values of these labels are part of the selector. */
function withKeys({ labelSelector, matchLabelKeys = [], mismatchLabelKeys = [] }: PodAffinityTerm, owner: Pod): LabelSelector | undefined {
  if (matchLabelKeys.length === 0 && mismatchLabelKeys.length === 0) return labelSelector
  const expression = (operator: string) => (key: string) => {
    const value = owner.metadata.labels?.[key]
    return value === undefined ? [] : [{ key, operator, values: [value] }]
  }
  return {
    ...labelSelector,
    matchExpressions: [
      ...(labelSelector?.matchExpressions ?? []),
      ...matchLabelKeys.flatMap(expression('In')), ...mismatchLabelKeys.flatMap(expression('NotIn')),
    ],
  }
}
