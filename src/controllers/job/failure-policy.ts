/** podFailurePolicy: what the end of a pod means for its Job. */
import type { Job, Pod, PodFailurePolicyRule } from '../../kinds/generated/api-types.ts'

export type PolicyAction =
  | { readonly action: 'FailJob'; readonly message: string }
  | { readonly action: 'Ignore' | 'Count' | 'FailIndex' }

/** pkg/controller/job/pod_failure_policy.go, matchPodFailurePolicy */
export function policyFor(job: Job, pod: Pod): PolicyAction | undefined {
  for (const [index, rule] of (job.spec.podFailurePolicy?.rules ?? []).entries()) {
    const because = matches(rule, pod)
    if (because === undefined) continue
    if (rule.action === 'FailJob') return { action: 'FailJob', message: `${because} matching FailJob rule at index ${index}` }
    return { action: rule.action as 'Ignore' | 'Count' | 'FailIndex' }
  }
  return undefined
}

function matches({ onExitCodes, onPodConditions }: PodFailurePolicyRule, pod: Pod): string | undefined {
  const name = `${pod.metadata.namespace}/${pod.metadata.name}`
  if (onExitCodes !== undefined) {
    const { containerName, operator, values } = onExitCodes
    const all = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])]
    for (const status of all) {
      const code = status.state?.terminated?.exitCode
      if (code === undefined || code === 0 || (containerName !== undefined && containerName !== status.name)) continue
      if ((operator === 'In') === values.includes(code)) return `Container ${status.name} for pod ${name} failed with exit code ${code}`
    }
    return undefined
  }
  for (const { type, status = 'True' } of onPodConditions ?? []) {
    if (pod.status?.conditions?.some((c) => c.type === type && c.status === status)) return `Pod ${name} has condition ${type}`
  }
  return undefined
}
