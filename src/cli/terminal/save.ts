/** `save`: the session as a file on the learner's own disk: a transcript to hand in, a report to read, a cast to watch. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { openSession } from '../../lab/session.ts'
import type { Entry } from '../../lab/transcript.ts'
import { uncoloured } from '../../ui/theme.ts'
import type { Word, WordContext } from './words.ts'

export const save: Word = {
  name: 'save',
  summary: 'writes the session to your disk: save [FILE.json | FILE.md | FILE.cast]',
  async run(context, args, say) {
    const file = path.resolve(args[0] ?? `${context.lab.scenario.id}.transcript.json`)
    const form = FORMS[path.extname(file)] ?? transcript
    try {
      writeFileSync(file, await form(context))
      say(`Saved to ${file}\n`)
    } catch (error) {
      say(`save: ${(error as Error).message}\n`)
    }
  },
}

/** A line with what it printed and when it began, in seconds of the world's time. */
interface Played {
  readonly prompt: string
  readonly line: string
  readonly output: string
  readonly startS: number
  readonly endS: number
}

async function transcript({ session, lab, standing }: WordContext): Promise<string> {
  const saved = {
    kubedrill: __VERSION__,
    lab: lab.scenario.id,
    seed: session.options.seed,
    ...(standing.hints > 0 ? { hints: standing.hints } : {}),
    ...(standing.solution ? { solution: true } : {}),
    transcript: session.transcript,
  }
  return `${JSON.stringify(saved)}\n`
}

/** Markdown for the teacher: the tasks with their points, then every line with what it printed. */
async function report(context: WordContext): Promise<string> {
  const {
    lab: { scenario },
    standing,
  } = context
  const grade = standing.grade ?? (await context.session.grade(standing.hints))
  const tasks = grade.tasks.map(
    (task, at) =>
      `| ${task.points >= task.max ? '✔' : '✘'} | ${oneLine(scenario.tasks[at]?.text ?? task.id)} | ${task.points}/${task.max} |`,
  )
  const played = await play(context)
  const lines = played.map(
    ({ prompt, line, output }) => `\`\`\`console\n${prompt}${line}\n${output.trimEnd()}\n\`\`\``,
  )
  return `${[
    `# ${scenario.title}`,
    '',
    `Lab \`${scenario.id}\`, seed ${context.session.options.seed}. Score **${grade.score} of ${grade.max}**,` +
      ` ${standing.hints} of ${scenario.hints.length} hints${standing.solution ? ', the solution was looked at' : ''}.`,
    '',
    '| | task | points |',
    '|---|---|---|',
    ...tasks,
    '',
    `## What was typed`,
    '',
    ...lines.flatMap(line => [line, '']),
  ]
    .join('\n')
    .trimEnd()}\n`
}

/** asciinema's second format: a head, then what appeared at which second. */
async function cast(context: WordContext): Promise<string> {
  const played = await play(context)
  const startS = played[0]?.startS ?? 0
  const events = played.flatMap(
    ({ prompt, line, output, startS: from, endS }): (readonly [number, 'o', string])[] => [
      [from - startS, 'o', `${prompt}${terminalText(`${line}\n`)}`],
      [endS - startS, 'o', terminalText(output)],
    ],
  )
  const head = {
    version: 2,
    width: context.columns,
    height: CAST_ROWS,
    title: context.lab.scenario.title,
  }
  return `${[head, ...events].map(each => JSON.stringify(each)).join('\n')}\n`
}

/** Plays the session again, on a copy, to get what it printed. */
async function play({ session }: WordContext): Promise<Played[]> {
  const copy = await openSession(session.options)
  const played: Played[] = []
  for (const entry of session.transcript) {
    const prompt = uncoloured(copy.prompt())
    const startS = copy.world.now / 1000
    let output = ''
    await copy.perform(entry, (_, text) => {
      output += text
    })
    if ('run' in entry)
      played.push({ prompt, line: lineOf(entry), output, startS, endS: copy.world.now / 1000 })
  }
  return played
}

function lineOf(entry: Extract<Entry, { run: string }>): string {
  return entry.run.trimEnd()
}

function terminalText(text: string): string {
  return text.replaceAll('\n', '\r\n')
}

function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, ' ')
}

const FORMS: Readonly<Record<string, (context: WordContext) => Promise<string>>> = {
  '.md': report,
  '.cast': cast,
}
const CAST_ROWS = 24

declare const __VERSION__: string
