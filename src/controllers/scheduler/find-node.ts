/** Finds the best node for a pod, or says why there is none. */
import type { Filter, Cycle, Rejection } from './plugin.ts'
import { filters } from './filters/index.ts'
import type { NodeInfo } from './node-info.ts'
import { scores } from './scores/index.ts'

export type Found =
  | { readonly node: NodeInfo; readonly next: number }
  | { readonly node: undefined; readonly blocked: string }
  | { readonly node: undefined; readonly blocked: undefined; readonly rejections: ReadonlyMap<string, Rejection & { filter: string }> }

type Prepared = { readonly name: string; readonly test: (node: NodeInfo) => Rejection | undefined }[]

/** From this many nodes on, not all are looked at. */
const SAMPLE_FROM = 100

/** pkg/scheduler/schedule_one.go, numFeasibleNodesToFind */
function sampleSize(count: number): number {
  if (count < SAMPLE_FROM) return count
  return Math.max(SAMPLE_FROM, Math.floor((count * Math.max(5, 50 - Math.floor(count / 125))) / 100))
}

export function prepare(cycle: Cycle, list: readonly Filter[] = filters): Prepared | string {
  const prepared: Prepared = []
  for (const filter of list) {
    const test = filter.prepare(cycle)
    if (typeof test === 'string') return test
    if (test !== undefined) prepared.push({ name: filter.name, test })
  }
  return prepared
}

export function firstRejection(prepared: Prepared, node: NodeInfo): (Rejection & { filter: string }) | undefined {
  for (const { name, test } of prepared) {
    const rejection = test(node)
    if (rejection !== undefined) return { ...rejection, filter: name }
  }
  return undefined
}

/** `start`: where the last search stopped, so that in a big cluster all nodes get their turn. */
export function findNode(cycle: Cycle, start: number, taken?: (node: NodeInfo) => NodeInfo): Found {
  const prepared = prepare(cycle)
  if (typeof prepared === 'string') return { node: undefined, blocked: prepared }
  const { nodes } = cycle
  const enough = sampleSize(nodes.length)
  const from = enough < nodes.length ? start % nodes.length : 0
  const feasible: NodeInfo[] = []
  const rejections = new Map<string, Rejection & { filter: string }>()
  let seen = 0
  for (; seen < nodes.length && feasible.length < enough; seen++) {
    const node = nodes[(from + seen) % nodes.length]!
    const rejection = firstRejection(prepared, taken === undefined ? node : taken(node))
    if (rejection === undefined) feasible.push(node)
    else rejections.set(node.node.metadata.name, rejection)
  }
  if (feasible.length === 0) return { node: undefined, blocked: undefined, rejections }
  return { node: feasible.length === 1 ? feasible[0]! : best(cycle, feasible), next: from + seen }
}

/** The node with the most points; among equals the one with fewest pods, then the first by name. */
function best(cycle: Cycle, feasible: readonly NodeInfo[]): NodeInfo {
  const totals = new Array<number>(feasible.length).fill(0)
  for (const score of scores) {
    const points = score.points(cycle, feasible)
    if (points !== undefined) for (let i = 0; i < points.length; i++) totals[i]! += points[i]! * score.weight
  }
  let at = 0
  for (let i = 1; i < feasible.length; i++) {
    if (totals[i]! > totals[at]! || (totals[i] === totals[at] && feasible[i]!.pods.size < feasible[at]!.pods.size)) at = i
  }
  return feasible[at]!
}
