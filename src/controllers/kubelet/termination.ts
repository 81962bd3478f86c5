/** Ends the containers of a pod: hooks first, then the signal, then the end. */
import { containersOf, isRunning } from './pod-state.ts'
import type { ContainerState } from './pod-state.ts'
import { runToEnd } from './probes.ts'
import type { Sync } from './sync.ts'

/** From the signal until a container is gone. */
const STOP_MS = 150

/** True when nothing runs any more. pkg/kubelet/kuberuntime/kuberuntime_container.go, killContainer */
export function terminate(sync: Sync): boolean {
  const { pod, state, now } = sync
  const running = containersOf(pod).flatMap(({ container }) => {
    const own = state.containers.get(container.name)
    return own !== undefined && isRunning(own) ? [{ container, own }] : []
  })
  if (state.terminatingMs === undefined) {
    state.terminatingMs = now
    for (const { container, own } of running) {
      sync.tell(own.role, container.name, 'Normal', 'Killing', `Stopping container ${container.name}`)
      own.stoppingUntilMs = now + Math.min(STOP_MS + hookMs(sync, own), graceMs(sync))
    }
  }
  let left = 0
  for (const { own } of running) {
    const until = own.stoppingUntilMs ?? now
    own.run!.step(now)
    if (isRunning(own) && now >= until && !own.signalled) {
      own.signalled = true
      own.run!.terminate(now)
    }
    const end = state.terminatingMs + graceMs(sync)
    if (isRunning(own) && now >= end) own.run!.stop(now)
    if (!isRunning(own)) continue
    left++
    sync.wake(own.signalled ? Math.min(own.run!.wakeMs ?? end, end) : until)
  }
  for (const own of state.containers.values()) {
    if (isRunning(own)) continue
    own.ready = false
    own.started = false
  }
  // one last look, so that an end that just happened is noticed with a pod that had nothing to stop, too
  if (left === 0 && running.length === 0 && now < state.terminatingMs + STOP_MS && pod.metadata.deletionTimestamp !== undefined) {
    sync.wake(state.terminatingMs + STOP_MS)
    return false
  }
  return left === 0
}

const graceMs = ({ pod }: Sync): number =>
  (pod.metadata.deletionGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 30) * 1000

function hookMs(sync: Sync, own: ContainerState): number {
  const { preStop } = own.run!.container.lifecycle ?? {}
  if (preStop?.sleep !== undefined) return preStop.sleep.seconds * 1000
  if (preStop?.exec === undefined) return 0
  const { ms, status, output } = runToEnd(own.run!, preStop.exec.command ?? [], sync.world.parts.runtime, graceMs(sync))
  if (status !== 0 && ms <= graceMs(sync)) sync.tell(own.role, own.run!.container.name, 'Warning', 'FailedPreStopHook', `PreStopHook failed: ${output}`)
  return ms
}
