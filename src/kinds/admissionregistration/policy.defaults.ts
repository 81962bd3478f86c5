/** What the API server fills into admission policies and their bindings. */

interface Matching {
  matchPolicy?: string
  namespaceSelector?: object
  objectSelector?: object
  resourceRules?: { scope?: string }[]
  excludeResourceRules?: { scope?: string }[]
}
interface Policy {
  spec?: { failurePolicy?: string; matchConstraints?: Matching; reinvocationPolicy?: string }
  status?: object
}
interface Binding {
  spec?: { matchResources?: Matching; paramRef?: { parameterNotFoundAction?: string } }
}

/** pkg/apis/admissionregistration/v1/defaults.go. */
export function defaultPolicy(policy: Policy): void {
  if (policy.spec === undefined) return
  policy.spec.failurePolicy ??= 'Fail'
  if (policy.spec.matchConstraints !== undefined) defaultMatching(policy.spec.matchConstraints)
}

export function defaultPolicyBinding(binding: Binding): void {
  if (binding.spec?.matchResources !== undefined) defaultMatching(binding.spec.matchResources)
}

function defaultMatching(matching: Matching): void {
  matching.matchPolicy ??= 'Equivalent'
  matching.namespaceSelector ??= {}
  matching.objectSelector ??= {}
  for (const rule of [...(matching.resourceRules ?? []), ...(matching.excludeResourceRules ?? [])]) rule.scope ??= '*'
}
