/** Node selectors of pods and volumes. */
import type { Node, NodeSelector, NodeSelectorRequirement, NodeSelectorTerm, Pod } from '../../kinds/generated/api-types.ts'
import { hasLabels } from '../pods.ts'

/** component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity.go: a term without requirements matches nothing. */
export function matchesTerm(term: NodeSelectorTerm, node: Node): boolean {
  const { matchExpressions = [], matchFields = [] } = term
  if (matchExpressions.length === 0 && matchFields.length === 0) return false
  return matchExpressions.every((r) => matches(r, node.metadata.labels?.[r.key])) &&
    matchFields.every((r) => matches(r, r.key === 'metadata.name' ? node.metadata.name : undefined))
}

export const matchesNodeSelector = (selector: NodeSelector | undefined, node: Node): boolean =>
  selector === undefined || (selector.nodeSelectorTerms ?? []).some((term) => matchesTerm(term, node))

function matches({ operator, values = [] }: NodeSelectorRequirement, value: string | undefined): boolean {
  switch (operator) {
    case 'In': return value !== undefined && values.includes(value)
    case 'NotIn': return value === undefined || !values.includes(value)
    case 'Exists': return value !== undefined
    case 'DoesNotExist': return value === undefined
    case 'Gt': return value !== undefined && Number.parseInt(value, 10) > Number(values[0])
    case 'Lt': return value !== undefined && Number.parseInt(value, 10) < Number(values[0])
    default: return false
  }
}

/** nodeSelector and required node affinity together. */
export const podWantsNode = (pod: Pod, node: Node): boolean =>
  hasLabels(node.metadata.labels, pod.spec.nodeSelector) &&
  matchesNodeSelector(pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution, node)
