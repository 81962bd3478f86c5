/** Which writes an admission policy and its binding are about. */
import { Namespace } from '../../../kinds/core/namespace.ts'
import type { MatchResources, NamedRuleWithOperations } from '../../../kinds/generated/api-types.ts'
import type { Obj } from '../../../kinds/object.ts'
import type { AdmissionRequest, ServerContext } from '../../context.ts'
import { matchesSelector } from '../../selectors.ts'

/** apiserver/pkg/admission/plugin/policy/matching/matching.go */
export function matchesResources(
  match: MatchResources | undefined, admission: AdmissionRequest, object: Obj | undefined, { reader }: ServerContext,
): boolean {
  if (match === undefined) return true
  const space = admission.kind === (Namespace as unknown)
    ? object ?? admission.before
    : admission.namespace === undefined ? undefined : reader.get(Namespace, undefined, admission.namespace)
  if (match.namespaceSelector !== undefined && space !== undefined && !matchesSelector(match.namespaceSelector, space.metadata.labels)) return false
  if (match.objectSelector !== undefined) {
    const either = [object, admission.before].some((o) => o !== undefined && matchesSelector(match.objectSelector, o.metadata.labels))
    if (!either) return false
  }
  if ((match.excludeResourceRules ?? []).some((rule) => ruleMatches(rule, admission))) return false
  const rules = match.resourceRules ?? []
  return rules.length === 0 || rules.some((rule) => ruleMatches(rule, admission))
}

/** apiserver/pkg/admission/plugin/webhook/predicates/rules/rules.go */
function ruleMatches(rule: NamedRuleWithOperations, { kind, operation, subresource, namespace, name }: AdmissionRequest): boolean {
  const has = (list: readonly string[] | undefined, value: string): boolean => list?.includes('*') === true || list?.includes(value) === true
  const scope = rule.scope ?? '*'
  if (!has(rule.operations, operation) || !has(rule.apiGroups, kind.group) || !has(rule.apiVersions, kind.version)) return false
  if (scope !== '*' && (scope === 'Namespaced') !== (namespace !== undefined)) return false
  if ((rule.resourceNames ?? []).length > 0 && !rule.resourceNames!.includes(name)) return false
  return (rule.resources ?? []).some((resource) => {
    const [main, below] = resource.split('/') as [string, string?]
    const mainFits = main === '*' || main === kind.plural
    return mainFits && (below === undefined ? subresource === undefined : below === '*' || below === subresource)
  })
}
