/** check50's JSON: a result a check, in CS50's terms. */
import type { Format } from './format.ts'
import { checksOf } from './format.ts'

export const check50: Format = {
  name: 'check50',
  extension: 'json',
  one: ({ lab, grade, error }) => `${JSON.stringify({
    slug: `kubedrill/${lab}`,
    version: '3.3.0',
    ...(error === undefined ? {} : { error: { type: 'submission', value: error } }),
    results: checksOf(grade).map(({ task, check }, i) => ({
      name: `${task.id}_${i + 1}`,
      description: check.title,
      passed: check.pass,
      log: [check.saw],
      cause: check.pass ? null : { rationale: `expected ${check.expected}`, help: null, expected: check.expected, actual: check.saw },
      data: { points: check.points },
      dependency: null,
    })),
  }, null, 2)}\n`,
}
