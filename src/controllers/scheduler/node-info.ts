/** What the scheduler knows about each node: its object, its pods and what is left; kept up to date change by change. */
import type { Node, Pod } from '../../kinds/generated/api-types.ts'
import { controllerOf } from '../owned.ts'
import { isTerminal } from '../pods.ts'
import type { Amounts, Requests } from './requests.ts'
import { amountsOf, requestsOf } from './requests.ts'

export class NodeInfo {
  node: Node
  allocatable: Amounts
  readonly pods = new Map<string, Pod>()
  readonly used: Amounts = {}
  guessedCpu = 0
  guessedMemory = 0
  /** Host ports in use. */
  readonly ports: Requests['ports'][number][] = []
  /** How many pods each controller has here. */
  readonly byOwner = new Map<string, number>()
  /** Pods with affinity or anti-affinity terms. */
  readonly withAffinity = new Set<string>()

  constructor(node: Node) {
    this.node = node
    this.allocatable = amountsOf(node.status?.allocatable)
  }

  replace(node: Node): void {
    if (node.status?.allocatable !== this.node.status?.allocatable) this.allocatable = amountsOf(node.status?.allocatable)
    this.node = node
  }

  add(pod: Pod): void {
    this.count(pod, 1)
    this.pods.set(pod.metadata.uid!, pod)
    if (pod.spec.affinity?.podAffinity !== undefined || pod.spec.affinity?.podAntiAffinity !== undefined) this.withAffinity.add(pod.metadata.uid!)
    for (const port of requestsOf(pod).ports) this.ports.push(port)
  }

  remove(pod: Pod): void {
    if (!this.pods.delete(pod.metadata.uid!)) return
    this.withAffinity.delete(pod.metadata.uid!)
    this.count(pod, -1)
    for (const port of requestsOf(pod).ports) {
      const at = this.ports.findIndex((p) => p.port === port.port && p.protocol === port.protocol && p.ip === port.ip)
      if (at >= 0) this.ports.splice(at, 1)
    }
  }

  private count(pod: Pod, sign: 1 | -1): void {
    const { amounts, guessed } = requestsOf(pod)
    for (const resource in amounts) this.used[resource] = (this.used[resource] ?? 0) + sign * amounts[resource]!
    this.guessedCpu += sign * guessed.cpu
    this.guessedMemory += sign * guessed.memory
    const owner = controllerOf(pod)?.uid
    if (owner === undefined) return
    const left = (this.byOwner.get(owner) ?? 0) + sign
    if (left === 0) this.byOwner.delete(owner)
    else this.byOwner.set(owner, left)
  }

  /** The same node with other pods on it, to try something out. */
  with(pods: Iterable<Pod>): NodeInfo {
    const copy = new NodeInfo(this.node)
    for (const pod of pods) copy.add(pod)
    return copy
  }
}

export interface NodeInfos {
  /** Sorted by name. */
  readonly list: readonly NodeInfo[]
  get(name: string): NodeInfo | undefined
  seeNode(before: Node | undefined, after: Node | undefined): void
  seePod(before: Pod | undefined, after: Pod | undefined): void
}

export function createNodeInfos(): NodeInfos {
  const byName = new Map<string, NodeInfo>()
  let list: NodeInfo[] | undefined
  /** Pods bound to nodes that are not known (yet). */
  const strays = new Map<string, Map<string, Pod>>()
  return {
    get list() {
      return (list ??= [...byName.keys()].sort().map((name) => byName.get(name)!))
    },
    get: (name) => byName.get(name),
    seeNode(before, after) {
      if (after === undefined) {
        byName.delete(before!.metadata.name)
        list = undefined
        return
      }
      const info = byName.get(after.metadata.name)
      if (info !== undefined) return info.replace(after)
      const made = new NodeInfo(after)
      for (const pod of strays.get(after.metadata.name)?.values() ?? []) made.add(pod)
      strays.delete(after.metadata.name)
      byName.set(after.metadata.name, made)
      list = undefined
    },
    seePod(before, after) {
      const was = before?.spec.nodeName
      const is = after === undefined || isTerminal(after) ? undefined : after.spec.nodeName
      if (was !== undefined && was === is && before!.spec === after!.spec) {
        const info = byName.get(was)
        if (info?.pods.has(after!.metadata.uid!)) info.pods.set(after!.metadata.uid!, after!)
        return
      }
      if (was !== undefined) {
        byName.get(was)?.remove(before!)
        strays.get(was)?.delete(before!.metadata.uid!)
      }
      if (is === undefined) return
      const info = byName.get(is)
      if (info !== undefined) return info.add(after!)
      const waiting = strays.get(is)
      if (waiting === undefined) strays.set(is, new Map([[after!.metadata.uid!, after!]]))
      else waiting.set(after!.metadata.uid!, after!)
    },
  }
}
