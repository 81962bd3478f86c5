/** All result formats, one line each. */
import type { Format } from './format.ts'
import { json } from './json.ts'
import { text } from './text.ts'

export const formats: readonly Format[] = [
  text,
  json,
]
