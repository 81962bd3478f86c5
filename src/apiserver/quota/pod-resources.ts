/** What a pod asks for as a whole: containers together, init containers one after another, sidecars beside both. */
import type { Container, Pod } from '../../kinds/generated/api-types.ts'
import type { Quantity } from '../../lib/quantity.ts'
import { parseQuantity } from '../../lib/quantity.ts'

export type Amounts = { [resource: string]: string }

/** component-helpers/resource/helpers.go, PodRequests and PodLimits. */
export function podResources(pod: Pod): { requests: Amounts; limits: Amounts } {
  return { requests: total(pod, 'requests'), limits: total(pod, 'limits') }
}

function total(pod: Pod, side: 'requests' | 'limits'): Amounts {
  const sums = new Map<string, Quantity>()
  for (const c of pod.spec.containers ?? []) addTo(sums, c, side)
  const sidecars = new Map<string, Quantity>()
  const peaks = new Map<string, Quantity>()
  for (const c of pod.spec.initContainers ?? []) {
    if (c.restartPolicy === 'Always') {
      addTo(sums, c, side)
      addTo(sidecars, c, side)
      raise(peaks, sidecars)
    } else {
      const alone = new Map(sidecars)
      addTo(alone, c, side)
      raise(peaks, alone)
    }
  }
  raise(sums, peaks)
  const whole = pod.spec.resources?.[side]
  for (const [name, value] of Object.entries(whole ?? {})) sums.set(name, parseQuantity(value))
  for (const [name, value] of Object.entries(pod.spec.overhead ?? {})) {
    const have = sums.get(name)
    if (have !== undefined) sums.set(name, have.add(parseQuantity(value)))
    else if (side === 'requests') sums.set(name, parseQuantity(value))
  }
  return Object.fromEntries([...sums].map(([name, value]) => [name, value.toString()]))
}

function addTo(sums: Map<string, Quantity>, container: Container, side: 'requests' | 'limits'): void {
  const amounts = container.resources?.[side]
  for (const name in amounts) {
    const value = parseQuantity(amounts[name]!)
    const have = sums.get(name)
    sums.set(name, have === undefined ? value : have.add(value))
  }
}

function raise(into: Map<string, Quantity>, from: ReadonlyMap<string, Quantity>): void {
  for (const [name, value] of from) {
    const have = into.get(name)
    if (have === undefined || have.compare(value) < 0) into.set(name, value)
  }
}
