/** The TLS handshake: which certificate a server shows for the name that the client asks for. */
import { gatewayCertificate } from './gateway/certificate.ts'
import type { Presented } from './certificates.ts'
import { certificateFor } from './ingress-nginx/config.ts'
import type { NetworkContext, Step, Target } from './packet.ts'

export type Handshake =
  | { readonly presented: Presented; readonly protocols: readonly string[]; readonly steps: readonly Step[] }
  | { readonly failed: 'not-tls' | 'reset'; readonly steps: readonly Step[] }

export function handshake(target: Target, serverName: string | undefined, net: NetworkContext): Handshake {
  const { listener, container, port } = target
  if (listener.serves === 'apiserver' && net.apiServer !== undefined) {
    return { presented: net.apiServer.presented(), protocols: ['h2', 'http/1.1'], steps: [{ hop: 'tls', because: 'the API server shows its own certificate' }] }
  }
  if (listener.serves === 'gateway') return gatewayCertificate(target, serverName, net)
  if (listener.tls !== true || listener.serves !== 'ingress-nginx') {
    const steps: Step[] = [{ hop: 'tls', because: `port ${port} of pod ${container.pod.metadata.name} does not speak TLS`, failed: true }]
    return { failed: 'not-tls', steps }
  }
  const { presented, because, object, namespace } = certificateFor(container, serverName, net)
  const blame = { ...(object === undefined ? {} : { object }), ...(namespace === undefined ? {} : { namespace }) }
  return { presented, protocols: ['h2', 'http/1.1'], steps: [{ hop: 'tls', because, ...blame }] }
}
