/** port-forward: connections to a client's local port, carried to a port of the pod. */
import { StatusError } from '../../apiserver/errors.ts'
import type { Connection } from './streams.ts'

/** pkg/kubelet/server/portforward. Its streams are SPDY frames in a WebSocket. */
export async function forwardPorts(_connection: Connection): Promise<void> {
  throw new StatusError(400, 'BadRequest', 'unable to upgrade: unable to negotiate protocol', {})
}
