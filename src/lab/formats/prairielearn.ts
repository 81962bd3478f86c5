/** PrairieLearn's results.json; at most 1 MB, so long evidence is cut. */
import type { Format } from './format.ts'
import { checksOf, evidence } from './format.ts'

const MESSAGE_MAX = 4_000

export const prairielearn: Format = {
  name: 'prairielearn',
  extension: 'json',
  one: ({ grade, error }) => `${JSON.stringify({
    score: grade === undefined || grade.max === 0 ? 0 : grade.score / grade.max,
    gradable: grade !== undefined,
    message: error ?? '',
    output: '',
    format_errors: error === undefined ? [] : [error],
    images: [],
    tests: checksOf(grade).map(({ task, check }) => ({
      name: check.title, description: task.id, points: check.pass ? check.points : 0, max_points: check.points,
      message: (check.pass ? '' : evidence(check)).slice(0, MESSAGE_MAX), output: '', images: [],
    })),
  }, null, 2)}\n`,
}
