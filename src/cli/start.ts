/** kubedrill start: the terminal. Without one, lines are read from standard input and run as they come. */
import { createInterface } from 'node:readline'
import { DEFAULT_SEED, loadLab } from '../lab/scenario/load.ts'
import { openSession, type Session } from '../lab/session.ts'
import type { Transcript } from '../lab/transcript.ts'
import type { Sink } from '../ui/session.ts'
import { Complaint, parseFlags, wholeNumber } from './complaint.ts'
import { journalFile, openJournal, readJournal } from './terminal/journal.ts'
import { createTerminalSession } from './terminal/session.ts'

const USAGE = 'kubedrill [start [LAB]] [--seed N] [--fresh] [--editor PROGRAM]'
const DEFAULT_LAB = 'critical-space'

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(args, {
    seed: { type: 'string' }, fresh: { type: 'boolean' }, editor: { type: 'string' },
  }, USAGE)
  if (positionals.length > 1) throw new Complaint(`start takes one lab, not ${positionals.length}`, `Usage: ${USAGE}`, 2)
  const { stdin, stdout } = process
  const onScreen = stdin.isTTY === true && stdout.isTTY === true
  const folder = loadLab(positionals[0] ?? DEFAULT_LAB)
  const { id } = folder
  const file = journalFile(process.env, id)
  const saved = onScreen && values.fresh !== true ? readJournal(file, __VERSION__) : undefined
  const seed = values.seed === undefined ? saved?.seed ?? DEFAULT_SEED : wholeNumber('--seed', values.seed)
  const head = { kubedrill: __VERSION__, lab: id, seed }
  const lab = folder.at(seed)
  if (!onScreen) return runLines(await openSession({ lab: folder, seed }))

  const goesOn = saved !== undefined && saved.seed === seed && saved.transcript.length > 0
  stdout.write(greeting(lab.scenario.title, goesOn ? saved : undefined))
  // The keyboard is heard from here on; what is typed now is not shown twice.
  stdin.setRawMode(true)
  const session = await openSession({ lab: folder, seed })
  for (const entry of goesOn ? saved.transcript : []) await session.perform(entry)
  const terminal = createTerminalSession({
    session, lab, columns: stdout.columns, rows: stdout.rows, journal: openJournal(file, head, goesOn),
    standing: { hints: goesOn ? saved.hints ?? 0 : 0, solution: goesOn && saved.solution === true },
    restart: async () => ({ session: await openSession({ lab: folder, seed }), journal: openJournal(file, head, false) }),
  })
  // The prompt stands before the rest is loaded, which then draws over it.
  stdout.write(terminal.prompt())
  const { openTerminal } = await import('../ui/index.ts')
  await openTerminal(terminal, {
    stdin, stdout, env: process.env, ...(values.editor === undefined ? {} : { editor: values.editor }),
  })
  stdout.write(`Your session is kept: kubedrill start ${id} goes on with it.\n`)
  return 0
}

/** Lines from a pipe: a command may go over several of them. */
async function runLines(session: Session): Promise<number> {
  const sink: Sink['write'] = (stream, text) => void (stream === 'out' ? process.stdout : process.stderr).write(text)
  let status = 0
  let open = ''
  const run = async (line: string): Promise<void> => {
    const answer = await session.perform({ run: line }, sink)
    if ('exit' in answer) status = answer.exit
  }
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    const text = open + line
    if (session.machine.shell.needsMore(text)) {
      open = `${text}\n`
      continue
    }
    open = ''
    await run(text)
    if (session.ended) return status
  }
  if (open !== '') await run(open)
  return status
}

function greeting(title: string, saved: Transcript | undefined): string {
  const lines = saved?.transcript.filter((entry) => 'run' in entry).length ?? 0
  const goesOn = saved === undefined ? 'Type "tasks" for the story, "check" when you are done, "help" for more.'
    : `Going on where you were, after ${lines} ${lines === 1 ? 'line' : 'lines'}. "reset yes" begins anew.`
  return `${title}\n${goesOn}\n\n`
}

declare const __VERSION__: string
