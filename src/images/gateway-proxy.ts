/** The lab's Gateway data plane: one proxy that carries the listeners of every accepted Gateway. */
import type { Image } from './image.ts'

export const gatewayProxy: Image = {
  names: ['lab/gateway'],
  sizeBytes: 52_000_000,
  entrypoint: ['/gateway'],
  tools: 'scratch',
  start: ({ argv }) => argv[0] !== '/gateway' ? undefined : { logs: ['gateway controller started'], listens: [] },
}
