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
 * `copy` makes a fresh copy of the learner's world; checks that change theirs get one of their own.
 * Hints that were looked at cost points, never below zero.
 */
export async function grade(scenario: Scenario, copy: () => Promise<Trial>, hintsUsed = 0): Promise<Grade> {
  const shared = await copy()
  const tasks: TaskResult[] = []
  for (const task of scenario.tasks) tasks.push(await gradeTask(task, shared, copy))
  const earned = tasks.reduce((sum, task) => sum + task.points, 0)
  const cost = scenario.hints.slice(0, hintsUsed).reduce((sum, hint) => sum + hint.cost, 0)
  return { score: Math.max(0, earned - cost), max: maxScoreOf(scenario), tasks }
}

/**
 * Whether a world earns full marks; stops at the first check that fails. The world is used up by it;
 * `another` makes one more of the same for each check that changes its own.
 */
export async function isSolved(scenario: Scenario, world: Trial, another: () => Promise<Trial>): Promise<boolean> {
  const specs = scenario.tasks.flatMap((task) => task.checks)
  for (const spec of [...specs.filter((s) => !changesWorld(s)), ...specs.filter(changesWorld)]) {
    const check = checks.find((c) => c.type === spec.type)!
    if (!(await check.run(spec.spec, changesWorld(spec) ? await another() : world)).pass) return false
  }
  return true
}

const changesWorld = (spec: CheckSpec): boolean => spec.type === 'survives' || spec.type === 'command'

async function gradeTask(task: Task, shared: Trial, copy: () => Promise<Trial>): Promise<TaskResult> {
  const results: CheckResult[] = []
  for (const spec of task.checks) results.push(await runCheck(spec, shared, copy))
  const broken = results.some((r) => r.guard && !r.pass)
  const points = broken ? 0 : results.reduce((sum, r) => sum + (r.pass ? r.points : 0), 0)
  return { id: task.id, points, max: pointsOf(task), checks: results }
}

async function runCheck(spec: CheckSpec, shared: Trial, copy: () => Promise<Trial>): Promise<CheckResult> {
  const check = checks.find((c) => c.type === spec.type)!
  const trial = changesWorld(spec) ? await copy() : shared
  const verdict = await check.run(spec.spec, trial)
  return { title: spec.title ?? check.title(spec.spec), points: spec.points, guard: spec.guard, ...verdict }
}
