/** A packet on its way, and what a hop may do with it: pass it on, answer it, or fail it, each with its reason. */
import type { Listener } from '../images/image.ts'
import type { Pod } from '../kinds/generated/api-types.ts'
import type { Reader } from '../kinds/kind.ts'
import type { HttpRequest, HttpResponse } from '../lib/http.ts'
import type { Random } from '../lib/random.ts'
import type { Presented } from './certificates.ts'

/** Who sends: a pod, a node of the cluster, or somebody outside. */
export interface Peer {
  readonly address: string
  readonly node?: string
  readonly pod?: Pod
}

export interface Packet {
  readonly from: Peer
  readonly address: string
  readonly port: number
  readonly protocol: 'TCP' | 'UDP'
  /** The node on which the packet arrived from outside the pod network, for NodePorts. */
  readonly through?: string
}

/** One line of the explanation that `trace` prints. */
export interface Step {
  readonly hop: string
  readonly because: string
  /** The object that decided, as kubectl names it: "service/pay-service". */
  readonly object?: string
  readonly namespace?: string
  /** The field of that object which is responsible. */
  readonly field?: string
  readonly failed?: boolean
}

export type FailureKind = 'NXDOMAIN' | 'refused' | 'timeout' | 'reset' | 'unreachable' | 'tls'

/** The process that took the connection. */
export interface Target {
  readonly listener: Listener
  readonly address: string
  readonly port: number
  readonly container: RunningContainer
}

interface Blame {
  readonly object?: string
  readonly namespace?: string
  readonly field?: string
}

export type Hopped =
  | ({ readonly forward: Packet; readonly because: string } & Blame)
  | ({ readonly reply: Target; readonly because: string } & Blame)
  | ({ readonly fail: FailureKind; readonly because: string } & Blame)

/** Undefined: this hop has nothing to do with the packet. */
export type Hop = (packet: Packet, net: NetworkContext) => Hopped | undefined

/** A container as the network sees it. */
export interface RunningContainer {
  readonly pod: Pod
  readonly name: string
  readonly image: string
  readonly argv: readonly string[]
  readonly env: ReadonlyMap<string, string>
  readonly listens: readonly Listener[]
  /** A file of the container, mounts included. */
  readFile(path: string): string | undefined
  log(line: string): void
}

/** What the container runtime tells: which containers of a pod run now. */
export interface Containers {
  running(pod: Pod): readonly RunningContainer[]
}

/** The API server as the network reaches it: no pod of this cluster, but a listener on its control plane. */
export interface ApiEndpoint {
  presented(): Presented
  answer(request: HttpRequest): HttpResponse
}

export interface ForwardedPort {
  readonly namespace: string
  readonly pod: string
  readonly remote: number
  /** Called for each connection that comes. */
  onConnection(): void
}

export interface NetworkContext {
  readonly cluster: Reader
  readonly now: number
  readonly random: Random
  readonly containers: Containers
  /** Names that the world outside the cluster knows. */
  readonly publicDns: ReadonlyMap<string, string>
  /** Ports of the learner's loopback that lead into pods. */
  readonly forwards: Map<number, ForwardedPort>
  /** What data planes remember between packets: whose turn it is, who sticks to whom. */
  readonly memory: Map<string, unknown>
  readonly apiServer?: ApiEndpoint
}
