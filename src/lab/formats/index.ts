/** All result formats, one line each. */
import { check50 } from './check50.ts'
import { classroom50 } from './classroom50.ts'
import { csv } from './csv.ts'
import type { Format } from './format.ts'
import { gradescope } from './gradescope.ts'
import { html } from './html.ts'
import { json } from './json.ts'
import { junit } from './junit.ts'
import { prairielearn } from './prairielearn.ts'
import { text } from './text.ts'
import { vpl } from './vpl.ts'

export const formats: readonly Format[] = [
  text,
  json,
  junit,
  gradescope,
  classroom50,
  prairielearn,
  vpl,
  check50,
  csv,
  html,
]
