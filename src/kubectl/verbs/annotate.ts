/** kubectl annotate. */
import type { Verb } from '../verb.ts'
import { type PairsVerb, runPairs } from './metadata-pairs.ts'

const pairs: PairsVerb = {
  noun: 'annotation', field: 'annotations', tellsMissing: false,
  complaint: () => undefined,
  overwriteError: taken => {
    const texts = taken.map(([key, value]) => `'${key}' already has a value (${value})`)
    return `--overwrite is false but found the following declared annotation(s): ${texts.join('; ')}`
  },
  operation: () => 'annotated',
}

export const annotate: Verb = { path: 'annotate', run: session => runPairs(session, pairs) }
