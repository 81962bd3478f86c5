/** The resources of containers and of a whole pod: which count for its quality of service, and their sums. */
import type { Container, PodSpec, ResourceRequirements } from '../generated/api-types.ts'
import { Quantity, parseQuantity } from '../../lib/quantity.ts'

type ResourceList = { readonly [name: string]: string | number }

export const isHugePage = (name: string): boolean => name.startsWith('hugepages-')
export const isPodLevelResource = (name: string): boolean => name === 'cpu' || name === 'memory' || isHugePage(name)

/** A sidecar: an init container that goes on running. */
export const isSidecar = (container: Container): boolean => container.restartPolicy === 'Always'

/** pkg/apis/core/v1/helper/qos/qos.go, ComputePodQOS. */
export function qosClassOf(spec: PodSpec): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const sources: ResourceRequirements[] = spec.resources !== undefined
    ? [spec.resources]
    : [...(spec.containers ?? []), ...(spec.initContainers ?? [])].map((c) => c.resources ?? {})
  const requests = new Map<string, bigint>()
  const limits = new Map<string, bigint>()
  let guaranteed = true
  for (const { requests: asked, limits: allowed } of sources) {
    addQos(requests, asked)
    const limited = addQos(limits, allowed)
    if (!limited.includes('cpu') || !limited.includes('memory')) guaranteed = false
  }
  if (requests.size === 0 && limits.size === 0) return 'BestEffort'
  if (guaranteed) for (const [name, nano] of requests) if (limits.get(name) !== nano) guaranteed = false
  return guaranteed && requests.size === limits.size ? 'Guaranteed' : 'Burstable'
}

function addQos(sums: Map<string, bigint>, list: ResourceList | undefined): string[] {
  const found: string[] = []
  for (const [name, text] of Object.entries(list ?? {})) {
    if (name !== 'cpu' && name !== 'memory') continue
    const { nano } = parseQuantity(text)
    if (nano <= 0n) continue
    found.push(name)
    sums.set(name, (sums.get(name) ?? 0n) + nano)
  }
  return found
}

/** What all containers together ask for or may use (component-helpers/resource, AggregateContainerRequests). */
export function aggregateContainers(spec: PodSpec, which: 'requests' | 'limits'): Map<string, Quantity> {
  const sum = new Map<string, Quantity>()
  const initial = new Map<string, Quantity>()
  const sidecars = new Map<string, Quantity>()
  for (const container of spec.containers ?? []) add(sum, quantitiesOf(container, which))
  for (const container of spec.initContainers ?? []) {
    const own = quantitiesOf(container, which)
    if (isSidecar(container)) {
      add(sum, own)
      add(sidecars, own)
      max(initial, sidecars)
    } else {
      const with_ = new Map(own)
      add(with_, sidecars)
      max(initial, with_)
    }
  }
  max(sum, initial)
  return sum
}

const quantitiesOf = (container: Container, which: 'requests' | 'limits'): Map<string, Quantity> =>
  new Map(Object.entries(container.resources?.[which] ?? {}).map(([name, text]) => [name, parseQuantity(text)]))

function add(into: Map<string, Quantity>, from: ReadonlyMap<string, Quantity>): void {
  for (const [name, q] of from) into.set(name, (into.get(name) ?? new Quantity(0n, q.format)).add(q))
}

function max(into: Map<string, Quantity>, from: ReadonlyMap<string, Quantity>): void {
  for (const [name, q] of from) {
    const have = into.get(name)
    if (have === undefined || have.compare(q) < 0) into.set(name, q)
  }
}
