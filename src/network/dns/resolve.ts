/** Names to addresses: one question to one server, and getaddrinfo's walk along hosts file and search list. */
import { isAddress } from '../address.ts'
import { connect } from '../connect.ts'
import type { NetworkContext, Peer, Step } from '../packet.ts'
import { corednsAnswer } from './coredns.ts'
import type { DnsAnswer, Question } from './message.ts'
import { plainName } from './message.ts'
import { PUBLIC_RESOLVERS, publicAnswer } from './public.ts'
import { candidates, hostsAddress, parseResolvConf } from './resolv-conf.ts'

export type Asked =
  | { readonly answer: DnsAnswer; readonly steps: readonly Step[] }
  | { readonly failed: 'timeout' | 'refused'; readonly steps: readonly Step[] }

/** A forwarder may ask a forwarder, but not for ever. */
const FORWARDS_MAX = 4

/** One question to one server. */
export function ask(from: Peer, server: string, question: Question, net: NetworkContext, protocol: 'UDP' | 'TCP' = 'UDP', depth = 0): Asked {
  if (PUBLIC_RESOLVERS.has(server)) return { answer: publicAnswer(question, net.publicDns, net.now), steps: [] }
  const connected = connect({ from, address: server, port: 53, protocol }, net)
  const { steps } = connected
  if ('failed' in connected) return { failed: connected.failed === 'refused' ? 'refused' : 'timeout', steps }
  const { container, listener } = connected.target
  if (listener.serves !== 'dns') return { failed: 'timeout', steps }
  const self: Peer = peerOf(container.pod)
  const answer = corednsAnswer(container, question, net, (upstream, q) => {
    if (depth >= FORWARDS_MAX) return undefined
    const asked = ask(self, upstream, q, net, 'UDP', depth + 1)
    return 'answer' in asked ? asked.answer : undefined
  })
  return { answer, steps }
}

export const peerOf = (pod: NonNullable<Peer['pod']>): Peer => ({
  address: pod.status?.podIP ?? '0.0.0.0', pod, ...(pod.spec?.nodeName === undefined ? {} : { node: pod.spec.nodeName }),
})

export interface ResolverFiles {
  readonly hosts: string
  readonly resolvConf: string
}

export type Resolved =
  | { readonly addresses: readonly string[]; readonly name: string; readonly ms: number; readonly steps: readonly Step[] }
  | { readonly failed: 'NXDOMAIN' | 'timeout' | 'refused'; readonly ms: number; readonly steps: readonly Step[] }

/** getaddrinfo for IPv4: a literal address, then the hosts file, then DNS. */
export function resolve(from: Peer, name: string, files: ResolverFiles, net: NetworkContext): Resolved {
  if (isAddress(name)) return { addresses: [name], name, ms: 0, steps: [] }
  if (name.toLowerCase() === 'localhost') return { addresses: ['127.0.0.1'], name, ms: 0, steps: [] }
  const listed = hostsAddress(files.hosts, plainName(name))
  if (listed !== undefined) {
    return { addresses: [listed], name, ms: 0, steps: [{ hop: 'dns', because: `/etc/hosts says ${name} is ${listed}` }] }
  }
  return search(from, name, files, net)
}

function search(from: Peer, name: string, files: ResolverFiles, net: NetworkContext): Resolved {
  const config = parseResolvConf(files.resolvConf)
  const steps: Step[] = []
  const tried: string[] = []
  for (const candidate of candidates(name, config)) {
    let outcome: 'timeout' | 'refused' | undefined
    for (const server of config.nameservers) {
      const asked = ask(from, server, { name: plainName(candidate), type: 'A' }, net)
      if ('failed' in asked) {
        outcome = asked.failed
        steps.push(...asked.steps)
        continue
      }
      outcome = undefined
      const addresses = asked.answer.answer.filter((r) => r.type === 'A').map((r) => r.data)
      if (addresses.length > 0) {
        steps.push({ hop: 'dns', because: `${server} says ${candidate} is ${addresses.join(', ')}` })
        return { addresses, name: candidate, ms: 0, steps }
      }
      tried.push(candidate)
      break
    }
    if (outcome !== undefined) {
      const ms = outcome === 'timeout' ? config.timeoutMs * config.attempts * config.nameservers.length : 0
      steps.push({ hop: 'dns', because: `the name server ${config.nameservers.join(', ')} does not answer`, failed: true })
      return { failed: outcome, ms, steps }
    }
  }
  const names = tried.length > 1 ? ` (tried ${tried.join(', ')})` : ''
  steps.push({ hop: 'dns', because: `${config.nameservers[0] ?? 'no name server'} knows no ${name}${names}`, failed: true })
  return { failed: 'NXDOMAIN', ms: 0, steps }
}
