/** The lab's Gateway implementation: its controller, and a proxy for each Gateway on the ports of its listeners. */
import type { Image } from './image.ts'

export const gatewayProxy: Image = {
  names: ['lab/gateway'],
  sizeBytes: 52_000_000,
  entrypoint: ['/gateway'],
  tools: 'scratch',
  start: ({ argv, ports }) => argv[0] !== '/gateway' ? undefined : {
    logs: [argv[1] === 'proxy' ? 'proxy started' : 'controller started'],
    listens: argv[1] === 'proxy' ? ports.map((p) => ({ port: p.containerPort, protocol: 'TCP', serves: 'gateway' })) : [],
  },
}
