/** What a container is doing and how it last ended, in descriptions. */
import { type Row, row } from '../../lib/rows.ts'
import type { ContainerState, ContainerStatus } from '../generated/api-types.ts'
import { rfc1123 } from './time.ts'

/** Upstream: `describe.go`, describeContainerState. */
export function stateRows({ state, lastState, ready, restartCount }: ContainerStatus): Row[] {
  return [
    ...oneStateRows('State', state),
    ...(lastState?.terminated ? oneStateRows('Last State', lastState) : []),
    row(2, 'Ready:', ready ? 'True' : 'False'),
    row(2, 'Restart Count:', String(restartCount)),
  ]
}

function oneStateRows(title: string, state: ContainerState | undefined): Row[] {
  if (state?.running) {
    return [
      row(2, `${title}:`, 'Running'),
      row(3, 'Started:', rfc1123(state.running.startedAt)),
    ]
  }
  const end = state?.terminated
  if (!end || state?.waiting) {
    const reason = state?.waiting?.reason
    return [row(2, `${title}:`, 'Waiting'), ...(reason ? [row(3, 'Reason:', reason)] : [])]
  }
  return [
    row(2, `${title}:`, 'Terminated'),
    ...(end.reason ? [row(3, 'Reason:', end.reason)] : []),
    ...(end.message ? [row(3, 'Message:', end.message)] : []),
    row(3, 'Exit Code:', String(end.exitCode)),
    ...(end.signal ? [row(3, 'Signal:', String(end.signal))] : []),
    row(3, 'Started:', rfc1123(end.startedAt)),
    row(3, 'Finished:', rfc1123(end.finishedAt)),
  ]
}
