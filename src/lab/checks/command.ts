/** Runs a command on the learner's machine or in a pod and judges what it prints. */
import type { Shape } from '../scenario/shape.ts'
import type { Check } from './check.ts'
import { placeOf, placeShape } from './place.ts'
import type { TextRule } from './text.ts'
import { fits, quote, ruleInWords, textShape } from './text.ts'

interface CommandSpec {
  readonly run: string
  readonly from?: string
  readonly exit?: number
  readonly stdout?: TextRule
}

const shape: Shape = {
  type: 'object', additionalProperties: false, required: ['run'],
  description: 'A shell line and what it must print.',
  properties: {
    run: { type: 'string' },
    from: placeShape,
    exit: { type: 'integer', description: 'Exit status, 0 when absent.' },
    stdout: textShape,
  },
}

export const command: Check<CommandSpec> = {
  type: 'command',
  shape,
  title: (spec) => `${spec.run} → ${inWords(spec)}`,
  async run(spec, trial) {
    const expected = inWords(spec)
    try {
      const result = await trial.run(spec.run, placeOf(spec.from, trial.cluster))
      const pass = result.exit === (spec.exit ?? 0) && (spec.stdout === undefined || fits(result.stdout, spec.stdout))
      return { pass, expected, saw: `${spec.run}: exit status ${result.exit}, ${quote(result.stdout + result.stderr)}` }
    } catch (error) {
      return { pass: false, expected, saw: (error as Error).message }
    }
  },
}

const inWords = ({ exit = 0, stdout }: CommandSpec): string =>
  `exit status ${exit}${stdout === undefined ? '' : ` and output that ${ruleInWords(stdout)}`}`
