/** Finds pods of lower priority whose removal would make room. */
import { PodDisruptionBudget } from '../../kinds/policy/pod-disruption-budget.ts'
import type { Pod, PodDisruptionBudget as Budget } from '../../kinds/generated/api-types.ts'
import { matchesSelector } from '../../apiserver/selectors.ts'
import type { Cycle, Rejection } from './plugin.ts'
import { firstRejection, prepare } from './find-node.ts'
import type { NodeInfo } from './node-info.ts'

export type Preemption =
  | { readonly node: string; readonly victims: readonly Pod[] }
  | { readonly node: undefined; readonly message: string }

interface Candidate {
  readonly node: NodeInfo
  readonly victims: readonly Pod[]
  readonly violations: number
}

const priorityOf = (pod: Pod): number => pod.spec.priority ?? 0

/** pkg/scheduler/framework/preemption/preemption.go */
export function preempt(cycle: Cycle, rejections: ReadonlyMap<string, Rejection>): Preemption {
  const { pod, nodes, reader } = cycle
  if (pod.spec.preemptionPolicy === 'Never') return { node: undefined, message: 'not eligible due to preemptionPolicy=Never.' }
  const nominated = nodes.find((n) => n.node.metadata.name === pod.status?.nominatedNodeName)
  if (nominated !== undefined && [...nominated.pods.values()].some((p) => p.metadata.deletionTimestamp !== undefined && priorityOf(p) < priorityOf(pod))) {
    return { node: undefined, message: 'not eligible due to a terminating pod on the nominated node.' }
  }
  const reasons = new Map<string, number>()
  const because = (reason: string): void => void reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  const budgets = reader.list(PodDisruptionBudget)
  const candidates: Candidate[] = []
  for (const node of nodes) {
    if (rejections.get(node.node.metadata.name)?.unresolvable !== false) because('Preemption is not helpful for scheduling')
    else {
      const candidate = victimsOn(cycle, node, budgets)
      if (typeof candidate === 'string') because(candidate)
      else candidates.push(candidate)
    }
  }
  const chosen = candidates.sort(compare)[0]
  if (chosen !== undefined) return { node: chosen.node.node.metadata.name, victims: chosen.victims }
  return { node: undefined, message: unfit(nodes.length, reasons) }
}

/** FitError of pkg/scheduler/framework/types.go: how often each reason was given, sorted as text. */
export function unfit(count: number, reasons: ReadonlyMap<string, number>): string {
  const told = [...reasons].map(([reason, times]) => `${times} ${reason}`).sort()
  return `0/${count} nodes are available:${told.length === 0 ? '' : ` ${told.join(', ')}.`}`
}

/** selectVictimsOnNode: takes all lower pods away, then puts back as many as fit, the most important first. */
function victimsOn(cycle: Cycle, node: NodeInfo, budgets: readonly Budget[]): Candidate | string {
  const { pod } = cycle
  const lower = [...node.pods.values()].filter((p) => priorityOf(p) < priorityOf(pod))
  if (lower.length === 0) return 'No preemption victims found for incoming pod'
  const fits = (pods: Iterable<Pod>): boolean => {
    const trial = node.with(pods)
    const prepared = prepare({ ...cycle, nodes: cycle.nodes.map((n) => (n === node ? trial : n)) })
    return typeof prepared !== 'string' && firstRejection(prepared, trial) === undefined
  }
  const kept = new Set([...node.pods.values()].filter((p) => !lower.includes(p)))
  if (!fits(kept)) return firstReason(cycle, node, kept)
  const violates = violating(lower, budgets)
  const started = (p: Pod): number => Date.parse(p.status?.startTime ?? p.metadata.creationTimestamp!)
  const important = [...lower].sort((a, b) => priorityOf(b) - priorityOf(a) || started(a) - started(b))
  const victims: Pod[] = []
  let violations = 0
  for (const candidate of [...important.filter((p) => violates.has(p)), ...important.filter((p) => !violates.has(p))]) {
    kept.add(candidate)
    if (fits(kept)) continue
    kept.delete(candidate)
    victims.push(candidate)
    if (violates.has(candidate)) violations++
  }
  return { node, victims, violations }
}

function firstReason(cycle: Cycle, node: NodeInfo, kept: Iterable<Pod>): string {
  const trial = node.with(kept)
  const prepared = prepare({ ...cycle, nodes: cycle.nodes.map((n) => (n === node ? trial : n)) })
  return typeof prepared === 'string' ? prepared : firstRejection(prepared, trial)!.reasons[0]!
}

function violating(pods: readonly Pod[], budgets: readonly Budget[]): Set<Pod> {
  const left = new Map<Budget, number>(budgets.map((b) => [b, b.status?.disruptionsAllowed ?? 0]))
  return new Set(pods.filter((pod) => {
    let violates = false
    for (const budget of budgets) {
      if (budget.metadata.namespace !== pod.metadata.namespace || !matchesSelector(budget.spec?.selector, pod.metadata.labels)) continue
      left.set(budget, left.get(budget)! - 1)
      if (left.get(budget)! < 0) violates = true
    }
    return violates
  }))
}

/** pickOneNodeForPreemption */
function compare(a: Candidate, b: Candidate): number {
  const highest = (c: Candidate): number => Math.max(...c.victims.map(priorityOf), -(2 ** 31))
  const sum = (c: Candidate): number => c.victims.reduce((total, p) => total + priorityOf(p) + 2 ** 31, 0)
  return a.violations - b.violations || highest(a) - highest(b) || sum(a) - sum(b) || a.victims.length - b.victims.length ||
    (a.node.node.metadata.name < b.node.node.metadata.name ? -1 : 1)
}
