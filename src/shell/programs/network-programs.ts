/** The programs that speak to the network or handle certificates, one line each. */
import type { Program } from '../../lib/process.ts'
import { cert } from './cert.ts'
import { cmctl } from './cmctl.ts'
import { curl } from './curl/curl.ts'
import { dig } from './dns/dig.ts'
import { getent, host } from './dns/host.ts'
import { nslookup } from './dns/nslookup.ts'
import { nc } from './nc.ts'
import type { NetworkPrograms } from './network-context.ts'
import { openssl } from './openssl/openssl.ts'
import { ping } from './ping.ts'
import { wget } from './wget.ts'

export type { NetworkPrograms } from './network-context.ts'

const programs: Readonly<Record<string, (context: NetworkPrograms) => Program>> = {
  cert,
  cmctl,
  curl,
  dig,
  getent,
  host,
  nc,
  netcat: nc,
  nslookup,
  openssl,
  ping,
  wget,
}

/** For one machine or container; hand the map to its shell. */
export const createNetworkPrograms = (context: NetworkPrograms): Map<string, Program> =>
  new Map(Object.entries(programs).map(([name, make]) => [name, make(context)]))
