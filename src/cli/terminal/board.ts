/** The task board: what the lab asks for and how far the learner is. */
import type { Grade } from '../../lab/grade.ts'
import type { Lab } from '../../lab/scenario/scenario.ts'
import { maxScoreOf, pointsOf } from '../../lab/scenario/scenario.ts'
import type { Board, TaskStatus } from '../../ui/session.ts'

/** Where the learner stands beside the state of the world. */
export interface Standing {
  readonly hints: number
  /** The solution was looked at: the lab is given up. */
  readonly solution: boolean
  /** The last answer of `check`. */
  readonly grade?: Grade
}

export function boardOf(lab: Lab, { hints, grade }: Standing): Board {
  const { scenario } = lab
  return {
    lab: scenario.id,
    title: scenario.title,
    story: scenario.story,
    tasks: scenario.tasks.map(task => {
      const result = grade?.tasks.find(each => each.id === task.id)
      const earned = result?.points ?? 0
      return {
        id: task.id,
        text: task.text,
        points: pointsOf(task),
        earned,
        status: statusOf(result === undefined, earned, pointsOf(task)),
      }
    }),
    score: grade?.score ?? 0,
    max: maxScoreOf(scenario),
    hintsUsed: hints,
    hintsLeft: scenario.hints.length - hints,
  }
}

function statusOf(unknown: boolean, earned: number, points: number): TaskStatus {
  if (unknown) return 'open'
  return earned >= points ? 'passed' : earned > 0 ? 'partial' : 'failed'
}
