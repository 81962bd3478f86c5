/** How kubectl reaches API servers: handed down by whoever wires the shell. */
import type { ApiRequest, ApiResponse, UserInfo } from '../apiserver/request.ts'
import type { Kinds } from '../kinds/registry.ts'
import type { Reader } from '../kinds/kind.ts'
import type { Io, Running } from '../lib/process.ts'

/** Where to, and as whom: what a kubeconfig context comes down to. */
export interface Target {
  /** "https://192.168.56.10:6443" */
  readonly server: string
  readonly certificateAuthority?: string
  readonly insecure?: boolean
  /** PEM. */
  readonly clientCertificate?: string
  readonly clientKey?: string
  readonly token?: string
  readonly username?: string
  readonly password?: string
}

/** An API server that answers. */
export interface Connection {
  /** Undefined: the credentials are not known to the server. */
  readonly user: UserInfo | undefined
  readonly kinds: Kinds
  /** For describe, which looks at many objects. */
  readonly reader: Reader
  handle(request: ApiRequest): ApiResponse
}

/** Why nobody answers: "dial tcp 127.0.0.1:1: connect: connection refused". */
export interface Unreachable {
  readonly because: string
}

/** Streams into and out of containers; each is a program that kubectl runs in its place. */
export interface Containers {
  /** Runs a command in a running container. */
  exec(at: ContainerPlace, command: readonly string[], io: Io, tty: boolean): Running
  /** Joins the container's main process. */
  attach(at: ContainerPlace, io: Io, tty: boolean): Running
  /** What the container wrote since it started, with the time of each line; undefined when there is no such log. */
  log(at: ContainerPlace, previous: boolean): readonly LogLine[] | undefined
}

export interface ContainerPlace {
  readonly namespace: string
  readonly pod: string
  readonly container: string
}

export interface LogLine {
  readonly atMs: number
  readonly text: string
}

export interface Cluster {
  /** Virtual milliseconds since the epoch. */
  now(): number
  /** A number in [0, 1), for names of temporary files. */
  random(): number
  connect(target: Target): Connection | Unreachable
  readonly containers?: Containers
  /** Lets a port of the learner's machine lead into a pod; answers how to end it, or why it cannot be. */
  readonly forward?: (
    port: number, to: { readonly namespace: string; readonly pod: string }, remote: number, onConnection: () => void,
  ) => (() => void) | string
}
