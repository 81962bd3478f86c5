/** What the API server fills into a pod beyond what a pod template gets, and what it resets at creation. */
import type { Pod, PodSpec } from '../generated/api-types.ts'
import { defaultPodSpec } from '../pod-spec/pod-spec.defaults.ts'
import { aggregateContainers, isHugePage, isPodLevelResource, qosClassOf } from '../pod-spec/resources.ts'

/** pkg/apis/core/v1/defaults.go, SetDefaults_Pod. */
export function defaultPod(pod: Pod): void {
  pod.spec ??= {} as never
  const spec = pod.spec!
  defaultPodSpec(spec)
  for (const container of [...(spec.containers ?? []), ...(spec.initContainers ?? [])]) {
    const { limits } = container.resources ?? {}
    if (limits === undefined) continue
    container.resources!.requests = { ...limits, ...container.resources!.requests }
  }
  spec.enableServiceLinks ??= true
  if (spec.hostNetwork === true) defaultHostPorts(spec)
  defaultPodLevelRequests(spec)
}

function defaultHostPorts(spec: PodSpec): void {
  for (const container of [...(spec.containers ?? []), ...(spec.initContainers ?? [])]) {
    for (const port of container.ports ?? []) port.hostPort ||= port.containerPort
  }
}

/** defaultPodRequests: a pod's own requests follow its containers, then its limits. */
function defaultPodLevelRequests(spec: PodSpec): void {
  if (spec.resources === undefined) return
  const requests: Record<string, string | number> = { ...spec.resources.requests }
  for (const [name, quantity] of aggregateContainers(spec, 'requests')) {
    if (isPodLevelResource(name) && !isHugePage(name)) requests[name] ??= quantity.toString()
  }
  for (const [name, limit] of Object.entries(spec.resources.limits ?? {})) {
    if (isPodLevelResource(name)) requests[name] ??= limit
  }
  if (Object.keys(requests).length > 0) spec.resources.requests = requests
}

/** pkg/registry/core/pod/strategy.go, PrepareForCreate. */
export function preparePod(pod: Pod): void {
  const spec = pod.spec!
  pod.status = { phase: 'Pending', qosClass: qosClassOf(spec) }
  applyMatchLabelKeys(pod)
  if ((spec.schedulingGates ?? []).length > 0) {
    pod.status.conditions = [{
      type: 'PodScheduled', status: 'False', reason: 'SchedulingGated', lastProbeTime: null as never, lastTransitionTime: null as never,
      message: 'Scheduling is blocked due to non-empty scheduling gates',
    }]
  }
}

/** Label keys of spread constraints and affinity terms become expressions over the pod's own labels. */
function applyMatchLabelKeys(pod: Pod): void {
  const labels = pod.metadata.labels ?? {}
  const { affinity, topologySpreadConstraints } = pod.spec!
  const merge = (selector: any, keys: readonly string[] | undefined, operator: string): void => {
    for (const key of keys ?? []) {
      if (labels[key] === undefined || selector === undefined) continue
      selector.matchExpressions = [...(selector.matchExpressions ?? []), { key, operator, values: [labels[key]] }]
    }
  }
  for (const constraint of topologySpreadConstraints ?? []) merge(constraint.labelSelector, constraint.matchLabelKeys, 'In')
  for (const side of [affinity?.podAffinity, affinity?.podAntiAffinity]) {
    const terms = [
      ...(side?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
      ...(side?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map((w) => w.podAffinityTerm),
    ]
    for (const term of terms) {
      merge(term.labelSelector, term.matchLabelKeys, 'In')
      merge(term.labelSelector, term.mismatchLabelKeys, 'NotIn')
    }
  }
}
