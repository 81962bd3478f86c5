/** Everything that is known of a grade, one JSON object a line. */
import type { Format } from './format.ts'

export const json: Format = {
  name: 'json',
  extension: 'json',
  one: ({ lab, submission, grade, error }) =>
    `${JSON.stringify({ lab, submission, ...grade, ...(error === undefined ? {} : { error }) })}\n`,
}
