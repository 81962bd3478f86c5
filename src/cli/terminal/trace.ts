/** `trace`: the way of a request, hop by hop, and where it ends; on a copy, so that nothing is changed by looking. */
import { themeFrom } from '../../ui/theme.ts'
import type { Word } from './words.ts'

interface Step {
  readonly hop: string
  readonly because: string
  readonly object?: string
  readonly namespace?: string
  readonly field?: string
  readonly failed?: boolean
}

export const traceWord: Word = {
  name: 'trace',
  summary: 'follows a request hop by hop: trace curl http://…',
  async run({ session }, args, say) {
    const line = lineFrom(args, session.machine.shell.history)
    if (line === undefined)
      return say(
        'trace takes a curl line or an address: trace curl http://pay-service.critical-space:8282/\n',
      )
    const copy = await session.fork()
    const { hops, outcome } = (await copy.trace(line)) as { hops: readonly Step[]; outcome: string }
    const theme = themeFrom(process.env)
    say(`${theme.paint('strong', line)}\n`)
    for (const [at, step] of hops.entries()) {
      const sign = step.failed ? theme.paint('bad', '✘') : theme.paint('good', '│')
      const where =
        step.object === undefined
          ? ''
          : ` ${theme.paint('muted', `${step.namespace ? `${step.namespace}/` : ''}${step.object}${step.field ? ` ${step.field}` : ''}`)}`
      say(`${at === 0 ? '┌' : '├'} ${sign} ${step.hop.padEnd(HOP_WIDTH)} ${step.because}${where}\n`)
    }
    say(`└ ${firstRow(outcome)}\n`)
  },
}

/** What was asked for, or the last curl that was typed. */
function lineFrom(args: readonly string[], history: readonly string[]): string | undefined {
  if (args.length === 0) return history.findLast(line => /^\s*curl\s/.test(line))
  return args[0] === 'curl' ? args.join(' ') : `curl ${args.join(' ')}`
}

function firstRow(outcome: string): string {
  const row = outcome.split('\n').find(each => each.trim() !== '') ?? '(an empty answer)'
  return row.length > OUTCOME_MAX ? `${row.slice(0, OUTCOME_MAX)}…` : row
}

const HOP_WIDTH = 12
const OUTCOME_MAX = 100
