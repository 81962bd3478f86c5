/** Gives each pod an address out of its node's range. */
import type { Node } from '../../kinds/generated/api-types.ts'

/** Addresses 172.17.n.0 and .1 are the network's and the bridge's own. */
const FIRST = 2
const RESERVED_AT_END = 1

export interface Addresses {
  /** Undefined when the node's range is used up. */
  take(node: Node, all: readonly Node[]): string | undefined
  release(address: string): void
  /** The next pod of the node whose range this is gets it. */
  startAt(address: string): void
}

declare module '../controller.ts' {
  interface Parts {
    readonly addresses: Addresses
  }
}

/** Like a CNI plugin's host-local allocation: the next free one after the last, round and round. */
export function createAddresses(): Addresses {
  /** Address to the range it was taken from. */
  const used = new Map<string, string>()
  const last = new Map<string, number>()
  /** How many addresses of a range are used, so that a full one is not searched. */
  const counts = new Map<string, number>()
  const takeFrom = (range: string): string | undefined => {
    const { base, size } = rangeOf(range)
    const end = size - RESERVED_AT_END
    const count = counts.get(range) ?? 0
    if (count >= end - FIRST) return undefined
    const start = last.get(range) ?? FIRST - 1
    for (let step = 1; step <= end; step++) {
      const offset = FIRST + ((start - FIRST + step + (end - FIRST)) % (end - FIRST))
      const address = textOf(base + offset)
      if (used.has(address)) continue
      used.set(address, range)
      counts.set(range, count + 1)
      last.set(range, offset)
      return address
    }
    return undefined
  }
  /** Ranges that nodes took over beyond their own. */
  const borrowed = new Map<string, string[]>()
  return {
    take(node, all) {
      const { name } = node.metadata
      const own = node.spec.podCIDR === undefined ? [] : [node.spec.podCIDR]
      for (const range of [...own, ...(borrowed.get(name) ?? [])]) {
        const address = takeFrom(range)
        if (address !== undefined) return address
      }
      const taken = new Set([...all.map((n) => n.spec.podCIDR), ...[...borrowed.values()].flat()])
      const free = blocks().find((range) => !taken.has(range))
      if (free === undefined) return undefined
      borrowed.set(name, [...(borrowed.get(name) ?? []), free])
      return takeFrom(free)
    },
    release(address) {
      const range = used.get(address)
      if (range === undefined) return
      used.delete(address)
      counts.set(range, counts.get(range)! - 1)
    },
    startAt(address) {
      const range = address.replace(/\d+$/, '0/24')
      last.set(range, Number(address.split('.')[3]) - 1)
    },
  }
}

/** The blocks of the cluster's pod range, from the top: a node that is full takes another one. */
const blocks = (): string[] => Array.from({ length: 256 }, (_, i) => `172.17.${255 - i}.0/24`)

function rangeOf(range: string): { base: number; size: number } {
  const [address, bits] = range.split('/') as [string, string]
  const base = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  return { base, size: 2 ** (32 - Number(bits)) }
}

const textOf = (value: number): string => [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.')
