/** What a container image is to the simulation: how its program starts, listens, answers, logs and ends. */
import type { HttpRequest, HttpResponse } from '../lib/http.ts'

export interface Image {
  /** Repository names as people write them: "nginx", "registry.k8s.io/pause". */
  readonly names: readonly string[]
  /** Which tags the registry has; absent: any that looks like the tag of a release. */
  tagged?(tag: string): boolean
  readonly sizeBytes: number
  readonly entrypoint?: readonly string[]
  readonly command?: readonly string[]
  readonly workingDir?: string
  /** Numeric user that its processes run as; root when absent. */
  readonly user?: number
  readonly env?: Readonly<Record<string, string>>
  /** Which family of tools stands in the image; a scratch image has neither shell nor tools. */
  readonly tools: Tools
  /** Programs that the image has beyond its family's, by name. */
  readonly programs?: readonly string[]
  readonly files?: Readonly<Record<string, string>>
  /** What the image's own programs do; undefined: the command is another one, which the shell's programs run. */
  start?(start: Start): Started | undefined
}

export type Tools = 'scratch' | 'busybox' | 'debian' | 'network'

/** What a program finds when its container starts. */
export interface Start {
  /** Entrypoint and arguments after the pod's overrides. */
  readonly argv: readonly string[]
  /** The image as the pod names it. */
  readonly image: string
  readonly env: ReadonlyMap<string, string>
  readonly ports: readonly { readonly containerPort: number; readonly name?: string; readonly protocol?: string }[]
  readonly hostname: string
  readonly memoryLimitBytes?: number
  readonly now: number
  /** A file of the container, mounts included; undefined when there is none. */
  readFile(path: string): string | undefined
}

/** How a start went: the first lines of the log, the open ports, and the end if it comes to one. */
export interface Started {
  readonly logs: readonly string[]
  readonly listens: readonly Listener[]
  readonly exit?: { readonly code: number; readonly afterMs: number; readonly reason?: 'OOMKilled' }
}

export interface Listener {
  readonly port: number
  readonly protocol: 'TCP' | 'UDP'
  /** An HTTP server answers by itself; a named role is one of the network's data planes; null takes any bytes. */
  readonly serves: HttpServer | Role | null
  readonly tls?: boolean
}

type Role = 'dns' | 'ingress-nginx' | 'gateway' | 'apiserver'

/** The container as it is when a request arrives. */
export interface Served {
  readonly pod: string
  readonly namespace: string
  readonly labels: Readonly<Record<string, string>>
  readonly nodeName: string
  readonly podIP: string
  readonly port: number
  readonly tls: boolean
  /** Address of the peer. */
  readonly from: string
  readonly now: number
  readonly argv: readonly string[]
  readonly image: string
  readonly env: ReadonlyMap<string, string>
  readFile(path: string): string | undefined
}

/** An HTTP server's answer, and the line it leaves in its log. */
export interface Answer {
  readonly response: HttpResponse
  readonly log?: string
}

export type HttpServer = (request: HttpRequest, served: Served) => Answer
