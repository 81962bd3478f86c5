/** The network of one world: what programs and controllers ask of it, and the record of what packets met. */
import { Pod } from '../kinds/core/pod.ts'
import type { Pod as PodObject } from '../kinds/generated/api-types.ts'
import type { Reader } from '../kinds/kind.ts'
import type { HttpRequest } from '../lib/http.ts'
import type { Place } from '../lib/process.ts'
import type { Random } from '../lib/random.ts'
import { connect, type Connected } from './connect.ts'
import { createDerivedContainers } from './derived-containers.ts'
import type { Question } from './dns/message.ts'
import type { Asked, Resolved, ResolverFiles } from './dns/resolve.ts'
import { ask, peerOf, resolve } from './dns/resolve.ts'
import { NODE_RESOLV_CONF, podHosts, podResolvConf } from './dns/resolv-conf.ts'
import type { Arrival, Exchanged } from './exchange.ts'
import { exchange } from './exchange.ts'
import { handshake, type Handshake } from './handshake.ts'
import { nodeAddress } from './indexes.ts'
import type { ApiEndpoint, Containers, NetworkContext, Peer, Step, Target } from './packet.ts'

export interface Network {
  /** Who a place is on the network; undefined when its pod is gone. */
  peerAt(place: Place): Peer | undefined
  /** Somebody on the internet, e.g. an ACME server. */
  readonly outside: Peer
  resolve(from: Peer, name: string, files?: ResolverFiles): Resolved
  ask(from: Peer, server: string, question: Question, protocol?: 'UDP' | 'TCP'): Asked
  connect(from: Peer, address: string, port: number, protocol?: 'TCP' | 'UDP'): Connected
  handshake(target: Target, serverName: string | undefined): Handshake
  exchange(target: Target, request: HttpRequest, arrival: Arrival): Exchanged
  /** What resolver and hosts files stand at a place, unless somebody changed them there. */
  filesAt(peer: Peer): ResolverFiles
  /** Replaces the names that the outside world knows. */
  setPublicDns(names: Readonly<Record<string, string>>): void
  readonly publicDns: ReadonlyMap<string, string>
  /** Records every hop from now on; the returned function ends it and gives the steps. */
  record(): () => readonly Step[]
  readonly context: NetworkContext
  /** Opens a port of the learner's loopback to a pod's; gives what closes it, or says in Go's words why it cannot be opened. */
  forward(port: number, to: { readonly namespace: string; readonly pod: string }, remote: number, onConnection: () => void): (() => void) | string
}

export interface NetworkParts {
  readonly cluster: Reader
  readonly random: Random
  /** Which containers run; worked out from the pods' status when nobody says. */
  readonly containers?: Containers
  readonly apiServer?: ApiEndpoint
  /** Where servers write their log lines. */
  log?(pod: PodObject, container: string, line: string): void
}

/** Documentation address (RFC 5737): whoever asks from outside the cluster. */
const OUTSIDE: Peer = { address: '203.0.113.10' }

export function createNetwork(parts: NetworkParts): Network {
  const publicDns = new Map<string, string>()
  const context: NetworkContext = {
    cluster: parts.cluster,
    get now() {
      return parts.cluster.now
    },
    random: parts.random,
    containers: parts.containers ?? createDerivedContainers(parts.cluster, (pod, container, line) => parts.log?.(pod, container, line)),
    publicDns,
    forwards: new Map(),
    memory: new Map(),
    ...(parts.apiServer === undefined ? {} : { apiServer: parts.apiServer }),
  }
  let recording: Step[] | undefined
  const noted = <T extends { readonly steps: readonly Step[] }>(result: T): T => {
    recording?.push(...result.steps)
    return result
  }
  const filesAt = (peer: Peer): ResolverFiles => peer.pod === undefined
    ? { hosts: nodeHosts(peer), resolvConf: NODE_RESOLV_CONF }
    : { hosts: podHosts(peer.pod), resolvConf: podResolvConf(peer.pod) }
  return {
    context, publicDns, filesAt,
    outside: OUTSIDE,
    peerAt(place) {
      if ('node' in place) return { address: nodeAddress(parts.cluster, place.node) ?? '127.0.0.1', node: place.node }
      const pod = parts.cluster.get(Pod, place.namespace, place.pod)
      return pod === undefined ? undefined : peerOf(pod)
    },
    resolve: (from, name, files) => noted(resolve(from, name, files ?? filesAt(from), context)),
    ask: (from, server, question, protocol) => noted(ask(from, server, question, context, protocol)),
    connect: (from, address, port, protocol = 'TCP') => noted(connect({ from, address, port, protocol }, context)),
    handshake: (target, serverName) => noted(handshake(target, serverName, context)),
    exchange: (target, request, arrival) => noted(exchange(target, request, arrival, context)),
    setPublicDns(names) {
      publicDns.clear()
      for (const [name, address] of Object.entries(names)) publicDns.set(name.toLowerCase(), address)
    },
    forward(port, to, remote, onConnection) {
      if (context.forwards.has(port)) {
        return `Unable to listen on port ${port}: Listeners failed to create with the following errors: ` +
          `[unable to create listener: Error listen tcp4 127.0.0.1:${port}: bind: address already in use ` +
          `unable to create listener: Error listen tcp6 [::1]:${port}: bind: address already in use]`
      }
      context.forwards.set(port, { ...to, remote, onConnection })
      return () => void context.forwards.delete(port)
    },
    record() {
      const steps: Step[] = []
      recording = steps
      return () => {
        if (recording === steps) recording = undefined
        return steps
      }
    },
  }
}

const nodeHosts = (peer: Peer): string =>
  `127.0.0.1 localhost\n127.0.1.1 ${peer.node ?? 'localhost'}\n\n# The following lines are desirable for IPv6 capable hosts\n::1     ip6-localhost ip6-loopback\n`

