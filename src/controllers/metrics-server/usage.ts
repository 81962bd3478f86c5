/** What a container uses: little when it idles, as much as it was told to when it burns. */
import type { Container, Pod } from '../../kinds/generated/api-types.ts'
import type { Usage } from '../../kinds/metrics/metrics.ts'
import { fnv32a } from '../../lib/fnv.ts'
import { parseQuantity } from '../../lib/quantity.ts'

const MEBIBYTE = 1024 * 1024
/** Idle containers differ a little, always in the same way. */
const IDLE_CPU_MAX = 4
const IDLE_MEMORY_MIN = 3
const IDLE_MEMORY_SPREAD = 12

export function usageOf(pod: Pod, container: Container): Usage {
  const hash = fnv32a(`${pod.metadata.name}/${container.name}`)
  const words = [...(container.command ?? []), ...(container.args ?? [])]
  const burning = numberAfter(words, ['--cpu', '-c', '-cpus']) * 1000
  const taken = bytesAfter(words, ['--vm-bytes', '-mem-total'])
  const cpu = burning > 0 ? burning : 1 + (hash % IDLE_CPU_MAX)
  const memory = (IDLE_MEMORY_MIN + ((hash >>> 8) % IDLE_MEMORY_SPREAD)) * MEBIBYTE + taken
  const { cpu: cpuLimit, memory: memoryLimit } = container.resources?.limits ?? {}
  const most = (value: number, limit: number | undefined): number => (limit === undefined ? value : Math.min(value, limit))
  return {
    cpu: `${most(cpu, cpuLimit === undefined ? undefined : parseQuantity(cpuLimit).milliValue())}m`,
    memory: `${Math.round(most(memory, memoryLimit === undefined ? undefined : parseQuantity(memoryLimit).value()) / 1024)}Ki`,
  }
}

function wordAfter(words: readonly string[], flags: readonly string[]): string | undefined {
  const at = words.findIndex((w) => flags.includes(w))
  return at >= 0 ? words[at + 1] : words.map((w) => flags.map((f) => (w.startsWith(`${f}=`) ? w.slice(f.length + 1) : undefined)).find((v) => v !== undefined))
    .find((v) => v !== undefined)
}

const numberAfter = (words: readonly string[], flags: readonly string[]): number => Number(wordAfter(words, flags) ?? 0) || 0

function bytesAfter(words: readonly string[], flags: readonly string[]): number {
  const match = /^(\d+)([KMG]?)/i.exec(wordAfter(words, flags) ?? '')
  return match === null ? 0 : Number(match[1]) * ({ k: 1024, m: MEBIBYTE, g: 1024 * MEBIBYTE }[match[2]!.toLowerCase()] ?? 1)
}
