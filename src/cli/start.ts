/** kubedrill start: the terminal. Without one, lines are read from standard input and run as they come. */
import { createInterface } from 'node:readline'
import { DEFAULT_SEED, loadLab } from '../lab/scenario/load.ts'
import type { Lab, Scenario } from '../lab/scenario/scenario.ts'
import { openSession, type Session } from '../lab/session.ts'
import type { Transcript } from '../lab/transcript.ts'
import type { Sink } from '../ui/session.ts'
import { themeFrom } from '../ui/theme.ts'
import { markdown } from '../ui/view/markdown.ts'
import { Complaint, parseFlags, wholeNumber } from './complaint.ts'
import {
  claimJournal,
  forgetfulJournal,
  journalFile,
  openJournal,
  readJournal,
} from './terminal/journal.ts'
import { openPlain } from './terminal/plain.ts'
import { readPreferences, writePreferences } from './terminal/preferences.ts'
import { createTerminalSession } from './terminal/session.ts'
import { WORDS, type WordContext } from './terminal/words.ts'

const USAGE = 'kubedrill [start [LAB]] [--seed N] [--fresh] [--plain] [--editor PROGRAM]'
const DEFAULT_LAB = 'critical-space'

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(
    args,
    {
      seed: { type: 'string' },
      fresh: { type: 'boolean' },
      plain: { type: 'boolean' },
      editor: { type: 'string' },
    },
    USAGE,
  )
  if (positionals.length > 1)
    throw new Complaint(`start takes one lab, not ${positionals.length}`, `Usage: ${USAGE}`, 2)
  const { stdin, stdout } = process
  const onScreen = stdin.isTTY === true && stdout.isTTY === true
  const plain = values.plain === true || process.env['TERM'] === 'dumb'
  const folder = loadLab(positionals[0] ?? DEFAULT_LAB)
  const { id } = folder
  const claim = onScreen ? claimOrExplain(journalFile(process.env, id)) : undefined
  const file = claim?.file ?? ''
  const saved = onScreen && values.fresh !== true ? readJournal(file, __VERSION__) : undefined
  const seed =
    values.seed === undefined ? (saved?.seed ?? DEFAULT_SEED) : wholeNumber('--seed', values.seed)
  const head = { kubedrill: __VERSION__, lab: id, seed }
  const lab = folder.at(seed)
  if (!onScreen) return runLines(lab, () => openSession({ lab: folder, seed }))

  const goesOn = saved !== undefined && saved.seed === seed && saved.transcript.length > 0
  stdout.write(
    greeting(
      lab.scenario,
      goesOn ? saved : undefined,
      plain ? Math.min(stdout.columns, PANEL_COLUMNS - 1) : stdout.columns,
    ),
  )
  // The keyboard is heard from here on; what is typed now is not shown twice.
  if (!plain) stdin.setRawMode(true)
  // The prompt stands before the world is made, which is a fifth of a second; what is typed meanwhile waits.
  if (!goesOn && !plain) stdout.write(FIRST_PROMPT)
  const session = await openSession({ lab: folder, seed })
  for (const entry of goesOn ? saved.transcript : []) await session.perform(entry)
  const terminal = createTerminalSession({
    session,
    lab,
    columns: stdout.columns,
    rows: stdout.rows,
    journal: claim ? openJournal(file, head, goesOn) : forgetfulJournal(),
    standing: {
      hints: goesOn ? (saved.hints ?? 0) : 0,
      solution: goesOn && saved.solution === true,
    },
    restart: async () => ({
      session: await openSession({ lab: folder, seed }),
      journal: claim ? openJournal(file, head, false) : forgetfulJournal(),
    }),
  })
  process.on('exit', () => claim?.release())
  if (plain) {
    await openPlain(terminal, { stdin, stdout, editor: values.editor ?? process.env['EDITOR'] })
    return 0
  }
  if (goesOn) stdout.write(terminal.prompt())
  const { openTerminal } = await import('../ui/index.ts')
  await openTerminal(terminal, {
    stdin,
    stdout,
    env: process.env,
    ...readPreferences(process.env),
    onPanel: choice => writePreferences(process.env, choice),
    ...(values.editor === undefined ? {} : { editor: values.editor }),
  })
  if (claim) stdout.write(`Your session is kept: kubedrill start ${id} goes on with it.\n`)
  return 0
}

/** Undefined when the state folder cannot be written: then nothing is kept, which is no reason not to practise. */
function claimOrExplain(file: string): ReturnType<typeof claimJournal> | undefined {
  try {
    return claimJournal(file, process.pid)
  } catch (error) {
    process.stderr.write(`kubedrill: progress cannot be kept: ${(error as Error).message}\n`)
    return undefined
  }
}

/** Lines from a pipe: a command may go over several of them; the terminal's own words are understood here too. */
async function runLines(lab: Lab, open: () => Promise<Session>): Promise<number> {
  const sink: Sink['write'] = (stream, text) =>
    void (stream === 'out' ? process.stdout : process.stderr).write(text)
  const context: WordContext & { session: Session } = {
    lab,
    session: await open(),
    journal: forgetfulJournal(),
    standing: { hints: 0, solution: false },
    columns: PIPE_COLUMNS,
    undone: [],
    jumped: () => {},
    async reset() {
      context.session = await open()
    },
  }
  let status = 0
  let begun = ''
  /** False when the learner leaves. */
  const run = async (line: string): Promise<boolean> => {
    const [name, ...args] = line.trim().split(/\s+/)
    const word = WORDS.find(each => each.name === name)
    if (word) return (await word.run(context, args, text => sink('out', text))) !== 'quit'
    const answer = await context.session.perform({ run: line }, sink)
    if ('exit' in answer) status = answer.exit
    return !context.session.ended
  }
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    const text = begun + line
    begun = context.session.machine.shell.needsMore(text) ? `${text}\n` : ''
    if (begun === '' && !(await run(text))) return status
  }
  if (begun !== '') await run(begun)
  return status
}

/** Where the panel has no room beside the prompt, the story is told above it. */
function greeting(scenario: Scenario, saved: Transcript | undefined, columns: number): string {
  const theme = themeFrom(process.env)
  const title = theme.paint('title', scenario.title)
  if (saved !== undefined) {
    const lines = saved.transcript.filter(entry => 'run' in entry).length
    return `${title}\nGoing on where you were, after ${lines} ${lines === 1 ? 'line' : 'lines'}. "reset" begins anew.\n\n`
  }
  const tasks = scenario.tasks
    .map(task => `- ${task.text.trim().replace(/\s*\n\s*/g, ' ')}`)
    .join('\n')
  const told =
    columns >= PANEL_COLUMNS
      ? []
      : [...markdown(`${scenario.story.trim()}\n\n${tasks}`, columns, theme), '']
  return `${[title, '', ...told, 'Type "check" when you are done, "hint" when you are stuck, "help" for more.', ''].join('\n')}\n`
}

const PANEL_COLUMNS = 100
const PIPE_COLUMNS = 80
/** What PS1 comes to in the home folder of a new session. */
const FIRST_PROMPT = 'controlplane ~ ➜  '

declare const __VERSION__: string
