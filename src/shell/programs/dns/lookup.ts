/** What dig, nslookup and host share: asking servers in turn, and the complaints of BIND's tools. */
import type { DnsAnswer, RecordType } from '../../../network/dns/message.ts'
import { plainName } from '../../../network/dns/message.ts'
import type { ResolverConfig } from '../../../network/dns/resolv-conf.ts'
import { parseResolvConf } from '../../../network/dns/resolv-conf.ts'
import type { Io } from '../../../lib/process.ts'
import type { NetworkPrograms, Work } from '../network-context.ts'
import { resolverFiles, selfOf, wait } from '../network-context.ts'

export interface Found {
  readonly answer: DnsAnswer
  readonly server: string
}

export interface Unanswered {
  readonly because: 'timeout' | 'refused'
  readonly server: string
}

const TRIES = 3
const TIMEOUT_MS = 5_000

export const configAt = (io: Io, context: NetworkPrograms): ResolverConfig => parseResolvConf(resolverFiles(io, context).resolvConf)

/** Asks each server; a silent one is tried again, each time with BIND's line about it. */
export function* lookup(
  name: string, type: RecordType, servers: readonly string[], context: NetworkPrograms, complain: (line: string) => void,
  options: { tries?: number; timeoutMs?: number; tcp?: boolean; port?: number } = {},
): Work<Found | Unanswered> {
  let last: Unanswered = { because: 'timeout', server: servers[0] ?? '127.0.0.1' }
  for (const server of servers.length === 0 ? ['127.0.0.1'] : servers) {
    for (let n = 0; n < (options.tries ?? TRIES); n++) {
      const asked = options.port !== undefined && options.port !== 53
        ? { failed: 'refused' as const, steps: [] }
        : context.network.ask(selfOf(context), server, { name: plainName(name), type }, options.tcp === true ? 'TCP' : 'UDP')
      if ('answer' in asked) return { answer: asked.answer, server }
      last = { because: asked.failed, server }
      if (asked.failed === 'timeout') yield* wait(options.timeoutMs ?? TIMEOUT_MS)
      complain(`;; communications error to ${server}#${options.port ?? 53}: ${asked.failed === 'timeout' ? 'timed out' : 'connection refused'}`)
    }
  }
  return last
}

const TYPES: readonly RecordType[] = ['A', 'AAAA', 'CNAME', 'SRV', 'PTR', 'SOA', 'NS', 'TXT', 'MX', 'ANY']

export const recordType = (text: string): RecordType | undefined => TYPES.find((t) => t === text.toUpperCase())

export const reverseName = (address: string): string => `${address.split('.').reverse().join('.')}.in-addr.arpa`

/** The address of a server that was given by name or number. */
export function serverAddress(text: string, io: Io, context: NetworkPrograms): string | undefined {
  const resolved = context.network.resolve(selfOf(context), text, resolverFiles(io, context))
  return 'addresses' in resolved ? resolved.addresses[0] : undefined
}
