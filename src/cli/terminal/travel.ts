/** Time travel: undo, redo, goto, timeline, and what changed between two lines. */
import { openSession, type Session } from '../../lab/session.ts'
import { type Entry, keptEntries } from '../../lab/transcript.ts'
import { changesBetween } from './changes.ts'
import type { Word, WordContext } from './words.ts'

const undo: Word = {
  name: 'undo',
  summary: 'takes the last line back, or the last N',
  async run(context, args, say) {
    const count = wholeCount(args[0] ?? '1')
    if (count === undefined) return say(`undo takes a number of lines, not ${args[0]}\n`)
    const lines = typedLines(context.session.transcript)
    if (lines.length === 0) return say('There is nothing to undo.\n')
    const taken = lines.slice(-count)
    await takeBack(context, taken.length)
    say(taken.map(line => `undone: ${line}\n`).join(''))
  },
}

const redo: Word = {
  name: 'redo',
  summary: 'does again what was undone last',
  async run(context, _, say) {
    if (context.undone.length === 0) return say('There is nothing to redo.\n')
    say((await doAgain(context)).map(line => `redone: ${line}\n`).join(''))
  },
}

const timeline: Word = {
  name: 'timeline',
  summary: 'numbers the lines typed so far, for goto and diff',
  async run(context, _, say) {
    const lines = typedLines(context.session.transcript)
    const ahead = context.undone.flatMap(typedLines)
    if (lines.length + ahead.length === 0) return say('Nothing has been typed yet.\n')
    for (const [at, line] of lines.entries())
      say(`${String(at + 1).padStart(4)}  ${firstRow(line)}\n`)
    for (const [at, line] of ahead.entries())
      say(`${String(lines.length + at + 1).padStart(4)}  ${firstRow(line)}  (undone)\n`)
  },
}

const goTo: Word = {
  name: 'goto',
  summary: 'goes to the moment after line N; 0 is the start',
  async run(context, args, say) {
    const wanted = wholeCount(args[0] ?? '', 0)
    const all =
      typedLines(context.session.transcript).length + context.undone.flatMap(typedLines).length
    if (wanted === undefined || wanted > all)
      return say(`goto takes a line from 0 to ${all}; "timeline" shows them\n`)
    const now = typedLines(context.session.transcript).length
    if (wanted < now) await takeBack(context, now - wanted)
    while (typedLines(context.session.transcript).length < wanted) await doAgain(context)
    say(
      wanted === 0
        ? 'This is the start.\n'
        : `This is the moment after line ${typedLines(context.session.transcript).length}.\n`,
    )
  },
}

const diff: Word = {
  name: 'changes',
  summary: 'shows what lines A..B changed in the cluster (changes 3..7)',
  async run({ session }, args, say) {
    const lines = typedLines(session.transcript)
    const [, first, last] = /^(\d+)(?:\.\.(\d+))?$/.exec(args[0] ?? `${lines.length}`) ?? []
    const from = Number(first ?? 0)
    const to = Number(last ?? first ?? 0)
    if (from < 1 || to < from || to > lines.length)
      return say(`changes takes lines from 1 to ${lines.length}, such as 1..${lines.length}\n`)
    const before = await sessionAt(session, from - 1)
    const after = await sessionAt(session, to)
    const changes = changesBetween(before.dump(), after.dump())
    say(
      changes.length === 0
        ? 'Nothing changed in the cluster.\n'
        : changes.map(change => `${change}\n`).join(''),
    )
  },
}

export const travelWords: readonly Word[] = [undo, redo, timeline, goTo, diff]

async function takeBack(context: WordContext, lines: number): Promise<void> {
  const { transcript } = context.session
  const taken = transcript.slice(keptEntries(transcript, lines))
  context.journal.append({ undo: lines })
  await context.session.undo(lines)
  context.undone = [taken, ...context.undone]
  context.jumped()
}

async function doAgain(context: WordContext): Promise<string[]> {
  const [entries = [], ...rest] = context.undone
  for (const entry of entries) {
    context.journal.append(entry)
    await context.session.perform(entry)
  }
  context.undone = rest
  context.jumped()
  return typedLines(entries)
}

/** A copy of the session as it was after so many lines. */
async function sessionAt(session: Session, lines: number): Promise<Session> {
  const copy = await openSession(session.options)
  const all = typedLines(session.transcript).length
  for (const entry of session.transcript.slice(0, keptEntries(session.transcript, all - lines)))
    await copy.perform(entry)
  return copy
}

function typedLines(entries: readonly Entry[]): string[] {
  return entries.flatMap(entry => ('run' in entry ? [entry.run] : []))
}

function firstRow(line: string): string {
  return line.includes('\n') ? `${line.slice(0, line.indexOf('\n'))} …` : line
}

function wholeCount(text: string, least = 1): number | undefined {
  return /^\d+$/.test(text) && Number(text) >= least ? Number(text) : undefined
}
