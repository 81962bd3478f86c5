/** What a pod's row sums up: how many containers are ready, why it is not running, how often it restarted. */
import type { ContainerStatus, Pod } from '../generated/api-types.ts'

export interface PodSummary {
  ready: number
  readonly total: number
  reason: string
  restarts: number
  /** When the container that restarted last had ended; '' when none has. */
  lastRestart: string
}

/** Upstream: `pkg/printers/internalversion/printers.go`, printPod. */
export function podSummary(pod: Pod): PodSummary {
  const { spec, status, metadata } = pod
  const sidecars = new Set(
    (spec.initContainers ?? []).filter((c) => c.restartPolicy === 'Always').map((c) => c.name),
  )
  const summary: PodSummary = {
    ready: 0, restarts: 0, lastRestart: '',
    total: spec.containers.length + sidecars.size,
    reason: status?.reason || (status?.phase ?? ''),
  }
  const conditions = status?.conditions ?? []
  const gated = (c: { type: string; reason?: string }): boolean =>
    c.type === 'PodScheduled' && c.reason === 'SchedulingGated'
  if (conditions.some(gated)) summary.reason = 'SchedulingGated'

  const initialized = conditions.some((c) => c.type === 'Initialized' && c.status === 'True')
  if (!sumInitContainers(pod, sidecars, summary) || initialized) sumContainers(pod, sidecars, summary)

  if (metadata.deletionTimestamp !== undefined) {
    if (status?.reason === 'NodeLost') summary.reason = 'Unknown'
    else if (status?.phase !== 'Succeeded' && status?.phase !== 'Failed') {
      summary.reason = 'Terminating'
    }
  }
  return summary
}

/** Whether the pod is still initializing. */
function sumInitContainers(
  { spec, status }: Pod, sidecars: ReadonlySet<string>, summary: PodSummary,
): boolean {
  for (const [index, container] of (status?.initContainerStatuses ?? []).entries()) {
    countRestarts(container, summary)
    const { terminated, waiting } = container.state ?? {}
    if (terminated?.exitCode === 0) continue
    if (sidecars.has(container.name) && container.started) {
      if (container.ready) summary.ready++
      continue
    }
    if (terminated) summary.reason = `Init:${endReason(terminated)}`
    else if (waiting?.reason && waiting.reason !== 'PodInitializing') {
      summary.reason = `Init:${waiting.reason}`
    } else summary.reason = `Init:${index}/${(spec.initContainers ?? []).length}`
    return true
  }
  return false
}

function sumContainers({ status }: Pod, sidecars: ReadonlySet<string>, summary: PodSummary): void {
  summary.restarts = 0
  summary.lastRestart = ''
  for (const container of status?.initContainerStatuses ?? []) {
    if (sidecars.has(container.name)) countRestarts(container, summary)
  }
  let running = false
  for (const container of [...(status?.containerStatuses ?? [])].reverse()) {
    countRestarts(container, summary)
    const { terminated, waiting } = container.state ?? {}
    if (waiting?.reason) summary.reason = waiting.reason
    else if (terminated) summary.reason = endReason(terminated)
    else if (container.ready && container.state?.running) {
      running = true
      summary.ready++
    }
  }
  if (summary.reason === 'Completed' && running) {
    const ready = status?.conditions?.some((c) => c.type === 'Ready' && c.status === 'True')
    summary.reason = ready ? 'Running' : 'NotReady'
  }
}

function countRestarts(container: ContainerStatus, summary: PodSummary): void {
  summary.restarts += container.restartCount
  const ended = container.lastState?.terminated?.finishedAt ?? ''
  if (ended > summary.lastRestart) summary.lastRestart = ended
}

const endReason = (end: { reason?: string; signal?: number; exitCode: number }): string =>
  end.reason || (end.signal ? `Signal:${end.signal}` : `ExitCode:${end.exitCode}`)
