/** What a lab is: the parsed scenario.yaml and the files beside it. */

export interface Scenario {
  /** The folder's name. */
  readonly id: string
  /** The symptom, never the cause. */
  readonly title: string
  readonly domain: string
  readonly competencies: readonly string[]
  readonly exams: readonly ('cka' | 'ckad')[]
  readonly difficulty: 'easy' | 'medium' | 'hard'
  readonly minutes: number
  /** Markdown. */
  readonly story: string
  readonly cluster: ClusterSpec
  readonly tasks: readonly Task[]
  readonly hints: readonly Hint[]
  /** Markdown, shown when the lab is solved or given up. */
  readonly debrief: string
}

interface ClusterSpec {
  readonly addons: readonly string[]
  /** How long the cluster has been standing when the learner sits down, e.g. "17m". */
  readonly age?: string
  /** One node that takes all pods, or a control plane and a worker. */
  readonly nodes: 'single' | 'pair'
  /** The address of the first pod after the add-ons'. */
  readonly firstPodAddress?: string
}

export interface Task {
  readonly id: string
  /** Markdown. */
  readonly text: string
  readonly checks: readonly CheckSpec[]
}

/** One check: `{ <type>: <spec>, points?, keep? }`. */
export interface CheckSpec {
  readonly type: string
  readonly spec: unknown
  /** What it is worth; a guard is worth nothing. */
  readonly points: number
  /** A guard holds before the learner comes and must still hold: when it fails, its task is worth nothing. */
  readonly guard: boolean
  /** In words, for the learner. */
  readonly title?: string
}

interface Hint {
  readonly text: string
  /** Points taken off the score when it is looked at. */
  readonly cost: number
}

/** A scenario and what stands beside it in its folder. */
export interface Lab {
  readonly scenario: Scenario
  /** Manifests of the world at the start: file name to text. */
  readonly cluster: ReadonlyMap<string, string>
  /** The learner's home: path below it to text. */
  readonly files: ReadonlyMap<string, string>
}

export const pointsOf = (task: Task): number => task.checks.reduce((sum, check) => sum + check.points, 0)
export const maxScoreOf = (scenario: Scenario): number => scenario.tasks.reduce((sum, task) => sum + pointsOf(task), 0)
