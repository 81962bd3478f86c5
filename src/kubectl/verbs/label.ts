/** kubectl label. */
import { goQuote } from '../../lib/go-quote.ts'
import { sameValue } from '../../lib/same-value.ts'
import { labelValueComplaint } from '../label-names.ts'
import type { Verb } from '../verb.ts'
import { type PairsVerb, runPairs } from './metadata-pairs.ts'

const pairs: PairsVerb = {
  noun: 'label', field: 'labels', tellsMissing: true,
  complaint: (key, value) => {
    const complaint = labelValueComplaint(value)
    return complaint === undefined ? undefined : `invalid label value: ${goQuote(`${key}=${value}`)}: ${complaint}`
  },
  overwriteError: taken => {
    const texts = taken.map(([key, value]) => `'${key}' already has a value (${value}), and --overwrite is false`)
    return texts.length === 1 ? texts[0]! : `[${texts.join(', ')}]`
  },
  operation: (before, after, overwrite) => {
    if (sameValue(before, after)) return 'not labeled'
    return !overwrite && Object.keys(after).length < Object.keys(before).length ? 'unlabeled' : 'labeled'
  },
}

export const label: Verb = { path: 'label', run: session => runPairs(session, pairs) }
