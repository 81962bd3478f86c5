/** A grade as JSON, one line a submission. */
import type { Format } from './format.ts'

export const json: Format = {
  name: 'json',
  one: ({ lab, submission, grade, error }) =>
    `${JSON.stringify({ lab, submission, ...grade, ...(error === undefined ? {} : { error }) })}\n`,
}
