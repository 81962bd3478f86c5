/** kubedrill exec: shell lines without a screen, or a conversation in JSON lines. */
import { createInterface } from 'node:readline'
import type { RunResult } from '../lab/checks/check.ts'
import { DEFAULT_SEED, loadLab } from '../lab/scenario/load.ts'
import { openSession } from '../lab/session.ts'
import { Complaint, parseFlags, wholeNumber } from './complaint.ts'
import { converse } from './ndjson.ts'

const USAGE = 'kubedrill exec [LAB] [--seed N] [--addons A,B] [-c LINE]… | --ndjson'

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, {
    seed: { type: 'string' }, addons: { type: 'string' }, ndjson: { type: 'boolean' },
    command: { type: 'string', short: 'c', multiple: true },
  }, USAGE)
  if (positionals.length > 1) throw new Complaint(`exec takes one lab, not ${positionals.length}`, `Usage: ${USAGE}`, 2)
  const options = {
    ...(positionals[0] === undefined ? {} : { lab: loadLab(positionals[0]) }),
    seed: values.seed === undefined ? DEFAULT_SEED : wholeNumber('--seed', values.seed),
    addons: values.addons?.split(',').filter((name) => name !== '') ?? [],
  }
  if (values.ndjson) return converse(options)
  const session = await openSession(options)
  let status = 0
  for await (const line of values.command ?? linesOf(process.stdin)) {
    const answer = await session.perform({ run: line }, (stream, text) => {
      (stream === 'out' ? process.stdout : process.stderr).write(text)
    })
    status = (answer as RunResult).exit
    if (session.ended) break
  }
  return status
}

const linesOf = (input: NodeJS.ReadableStream): AsyncIterable<string> => createInterface({ input, crlfDelay: Infinity })
