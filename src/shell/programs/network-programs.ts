/** The programs that speak to the network, one line each. */
import type { Program } from '../../lib/process.ts'
import { curl } from './curl/curl.ts'
import type { NetworkPrograms } from './network-context.ts'

export type { NetworkPrograms } from './network-context.ts'

const programs: Readonly<Record<string, (context: NetworkPrograms) => Program>> = {
  curl,
}

/** For one machine or container; hand the map to its shell. */
export const createNetworkPrograms = (context: NetworkPrograms): Map<string, Program> =>
  new Map(Object.entries(programs).map(([name, make]) => [name, make(context)]))
