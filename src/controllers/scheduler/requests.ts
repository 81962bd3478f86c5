/** What a pod asks of a node, in plain numbers: milli CPUs, bytes, counts. */
import type { Container, Pod, ResourceRequirements } from '../../kinds/generated/api-types.ts'
import { parseQuantity } from '../../lib/quantity.ts'

export type Amounts = { [resource: string]: number }

export interface Requests {
  /** What was asked for. */
  readonly amounts: Readonly<Amounts>
  /** The same for scoring, with a guess for containers that ask for nothing. */
  readonly guessed: { readonly cpu: number; readonly memory: number }
  readonly ports: readonly { readonly ip: string; readonly protocol: string; readonly port: number }[]
}

// pkg/scheduler/util/pod_resources.go
const GUESSED_CPU = 100
const GUESSED_MEMORY = 200 * 1024 * 1024

const amountOf = (resource: string, quantity: string | number): number =>
  resource === 'cpu' ? parseQuantity(quantity).milliValue() : parseQuantity(quantity).value()

export function amountsOf(list: { readonly [resource: string]: string | number } | undefined): Amounts {
  const amounts: Amounts = {}
  for (const resource in list) amounts[resource] = amountOf(resource, list[resource]!)
  return amounts
}

const known = new WeakMap<readonly Container[], Requests>()

/** Worked out once a pod: its list of containers stays the same object while only status and binding change. */
export function requestsOf(pod: Pod): Requests {
  const before = known.get(pod.spec.containers)
  if (before !== undefined) return before
  const requests: Requests = {
    amounts: podAmounts(pod, (r) => amountsOf(r?.requests)),
    guessed: guess(pod),
    ports: portsOf(pod),
  }
  known.set(pod.spec.containers, requests)
  return requests
}

/** staging/src/k8s.io/component-helpers/resource/helpers.go, PodRequests */
export function podAmounts(pod: Pod, of: (r: ResourceRequirements | undefined) => Amounts): Amounts {
  const total: Amounts = {}
  for (const container of pod.spec.containers) add(total, of(container.resources))
  const sidecars: Amounts = {}
  const most: Amounts = {}
  for (const container of pod.spec.initContainers ?? []) {
    const own = of(container.resources)
    if (container.restartPolicy === 'Always') {
      add(total, own)
      add(sidecars, own)
      raise(most, sidecars)
    } else {
      const both = { ...own }
      add(both, sidecars)
      raise(most, both)
    }
  }
  raise(total, most)
  if (pod.spec.resources !== undefined) Object.assign(total, of(pod.spec.resources))
  add(total, amountsOf(pod.spec.overhead))
  return total
}

function add(total: Amounts, more: Amounts): void {
  for (const resource in more) total[resource] = (total[resource] ?? 0) + more[resource]!
}

function raise(total: Amounts, to: Amounts): void {
  for (const resource in to) total[resource] = Math.max(total[resource] ?? 0, to[resource]!)
}

function guess(pod: Pod): { cpu: number; memory: number } {
  const guessed = podAmounts(pod, (r) => {
    const own = amountsOf(r?.requests)
    return { cpu: own['cpu'] ?? GUESSED_CPU, memory: own['memory'] ?? GUESSED_MEMORY }
  })
  return { cpu: guessed['cpu'] ?? 0, memory: guessed['memory'] ?? 0 }
}

function portsOf(pod: Pod): Requests['ports'] {
  const sidecars = (pod.spec.initContainers ?? []).filter((c) => c.restartPolicy === 'Always')
  return [...pod.spec.containers, ...sidecars].flatMap((container) => (container.ports ?? [])
    .filter((p) => (p.hostPort ?? 0) > 0)
    .map((p) => ({ ip: p.hostIP || '0.0.0.0', protocol: p.protocol ?? 'TCP', port: p.hostPort! })))
}
