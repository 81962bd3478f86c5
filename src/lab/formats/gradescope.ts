/** Gradescope's results.json. */
import type { Format } from './format.ts'
import { checksOf, evidence } from './format.ts'

export const gradescope: Format = {
  name: 'gradescope',
  extension: 'json',
  one: ({ lab, grade, error, tookMs }) => document({
    score: grade?.score ?? 0,
    execution_time: Math.round(tookMs / 1000),
    output: error ?? `${grade!.score} of ${grade!.max} points`,
    output_format: 'text',
    test_output_format: 'text',
    test_name_format: 'text',
    visibility: 'visible',
    stdout_visibility: 'hidden',
    extra_data: { lab },
    tests: checksOf(grade).map(({ task, check }, i) => ({
      score: check.pass ? check.points : 0,
      max_score: check.points,
      status: check.pass ? 'passed' : 'failed',
      name: check.title,
      number: String(i + 1),
      output: check.pass ? check.saw : evidence(check),
      tags: [task.id],
      visibility: 'visible',
    })),
  }),
}

const document = (value: object): string => `${JSON.stringify(value, null, 2)}\n`
