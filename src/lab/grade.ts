/** Judges a session: every check of every task on a copy of its world. */
import { checks } from './checks/index.ts'
import type { Trial } from './checks/check.ts'
import type { CheckSpec, Scenario, Task } from './scenario/scenario.ts'
import { maxScoreOf, pointsOf } from './scenario/scenario.ts'

export interface CheckResult {
  readonly title: string
  readonly pass: boolean
  readonly points: number
  readonly guard: boolean
  readonly expected: string
  readonly saw: string
}

export interface TaskResult {
  readonly id: string
  readonly points: number
  readonly max: number
  readonly checks: readonly CheckResult[]
}

export interface Grade {
  readonly score: number
  readonly max: number
  readonly tasks: readonly TaskResult[]
}

/**
 * Uses `world` up: a check that changes things gets `another` one of the same, but for the last, after which nobody looks.
 * Hints that were looked at cost points, never below zero.
 */
export async function grade(
  scenario: Scenario, world: Trial, another: () => Promise<Trial>, hintsUsed = 0,
): Promise<Grade> {
  const results = new Map<CheckSpec, CheckResult>()
  for await (const [spec, result] of tried(scenario, world, another)) results.set(spec, result)
  const tasks = scenario.tasks.map((task) => judge(task, task.checks.map((spec) => results.get(spec)!)))
  const earned = tasks.reduce((sum, task) => sum + task.points, 0)
  const cost = scenario.hints.slice(0, hintsUsed).reduce((sum, hint) => sum + hint.cost, 0)
  return { score: Math.max(0, earned - cost), max: maxScoreOf(scenario), tasks }
}

/** Whether a world earns full marks; stops at the first check that fails. */
export async function isSolved(scenario: Scenario, world: Trial, another: () => Promise<Trial>): Promise<boolean> {
  for await (const [, result] of tried(scenario, world, another)) if (!result.pass) return false
  return true
}

/** Every check with its result; those that change their world come last. */
async function* tried(
  scenario: Scenario, world: Trial, another: () => Promise<Trial>,
): AsyncGenerator<readonly [CheckSpec, CheckResult]> {
  const specs = scenario.tasks.flatMap((task) => task.checks)
  const order = [...specs.filter((s) => !changesWorld(s)), ...specs.filter(changesWorld)]
  for (const spec of order) {
    const check = checks.find((c) => c.type === spec.type)!
    const trial = changesWorld(spec) && spec !== order.at(-1) ? await another() : world
    const verdict = await check.run(spec.spec, trial)
    yield [spec, { title: spec.title ?? check.title(spec.spec), points: spec.points, guard: spec.guard, ...verdict }]
  }
}

const changesWorld = (spec: CheckSpec): boolean => spec.type === 'survives' || spec.type === 'command'

function judge(task: Task, results: readonly CheckResult[]): TaskResult {
  const broken = results.some((r) => r.guard && !r.pass)
  const points = broken ? 0 : results.reduce((sum, r) => sum + (r.pass ? r.points : 0), 0)
  return { id: task.id, points, max: pointsOf(task), checks: results }
}
