/** What each control key does to the line, under the names readline gives them. */
import { after, before } from '../../lib/editor/width.ts'
import type { Key } from '../../lib/editor/key.ts'
import { remember, splice, type Did, type LineState } from './state.ts'

/** Changes the line; says what it did when the next key must know it. */
type LineCommand = (line: LineState, history: readonly string[], did: Did) => Did | void

const beginningOfLine: LineCommand = line => {
  line.cursor = rowStart(line)
}
const endOfLine: LineCommand = line => {
  line.cursor = rowEnd(line)
}
const backwardChar: LineCommand = line => {
  line.cursor = before(line.text, line.cursor)
}
const forwardChar: LineCommand = line => {
  line.cursor = after(line.text, line.cursor)
}
const backwardWord: LineCommand = line => {
  line.cursor = wordBefore(line.text, line.cursor)
}
const forwardWord: LineCommand = line => {
  line.cursor = wordAfter(line.text, line.cursor)
}
const backwardDelete: LineCommand = line =>
  remove(line, before(line.text, line.cursor), line.cursor)
const deleteChar: LineCommand = line => remove(line, line.cursor, after(line.text, line.cursor))

const killLine: LineCommand = (line, _, did) => {
  const end = rowEnd(line)
  return kill(line, line.cursor, end === line.cursor ? after(line.text, end) : end, did, 'after')
}
const killToStart: LineCommand = (line, _, did) =>
  kill(line, rowStart(line), line.cursor, did, 'before')
const killWord: LineCommand = (line, _, did) =>
  kill(line, line.cursor, wordAfter(line.text, line.cursor), did, 'after')
const backwardKillWord: LineCommand = (line, _, did) =>
  kill(line, wordBefore(line.text, line.cursor), line.cursor, did, 'before')
const wordRubout: LineCommand = (line, _, did) => {
  const start = line.text.slice(0, line.cursor).search(/\S+\s*$/)
  return kill(line, start < 0 ? 0 : start, line.cursor, did, 'before')
}

const yank: LineCommand = line => {
  const text = line.kills.at(-1)
  if (text === undefined) return
  put(line, line.cursor, line.cursor, text, 0)
  return 'yank'
}
const yankPop: LineCommand = (line, _, did) => {
  if (did !== 'yank' || !line.yanked) return
  const turn = (line.yanked.turn + 1) % line.kills.length
  put(line, line.yanked.from, line.yanked.to, line.kills.at(-1 - turn) ?? '', turn)
  return 'yank'
}
const yankLastArgument: LineCommand = (line, history, did) => {
  const again = did === 'argument' && line.yanked
  const turn = again ? again.turn + 1 : 0
  const entry = history[history.length - 1 - turn]
  if (entry === undefined) return did
  put(
    line,
    again ? again.from : line.cursor,
    again ? again.to : line.cursor,
    lastArgument(entry),
    turn,
  )
  return 'argument'
}

const undo: LineCommand = line => {
  const last = line.undos.pop()
  if (last) Object.assign(line, last)
}
const transposeChars: LineCommand = line => {
  const at = line.cursor === line.text.length ? before(line.text, line.cursor) : line.cursor
  const start = before(line.text, at)
  if (start === at) return
  remember(line)
  const end = after(line.text, at)
  splice(line, start, end, line.text.slice(at, end) + line.text.slice(start, at))
}
const transposeWords: LineCommand = line => {
  const end = wordAfter(line.text, line.cursor)
  const second = wordBefore(line.text, end)
  const first = wordBefore(line.text, second)
  const firstEnd = wordAfter(line.text, first)
  if (firstEnd > second || first === second) return
  remember(line)
  const between = line.text.slice(firstEnd, second)
  splice(
    line,
    first,
    end,
    line.text.slice(second, end) + between + line.text.slice(first, firstEnd),
  )
}

const upcaseWord = changeWord(word => word.toUpperCase())
const downcaseWord = changeWord(word => word.toLowerCase())
const capitalizeWord = changeWord(word =>
  word.toLowerCase().replace(/[a-z0-9]/i, letter => letter.toUpperCase()),
)

const previous: LineCommand = (line, history) => {
  if (rowStart(line) > 0 && line.recalled === undefined) moveRow(line, -1)
  else recall(line, history, -1)
}
const next: LineCommand = (line, history) => {
  if (rowEnd(line) < line.text.length) moveRow(line, 1)
  else recall(line, history, 1)
}
const oldest: LineCommand = (line, history) => recall(line, history, -history.length)
const newest: LineCommand = (line, history) => recall(line, history, history.length)
const openLine: LineCommand = line => {
  remember(line)
  splice(line, line.cursor, line.cursor, '\n')
}

/** Key by key; every entry can be read as a line of `bind -p`. */
export const COMMANDS: Readonly<Record<Key, LineCommand>> = {
  '<C-a>': beginningOfLine,
  '<Home>': beginningOfLine,
  '<C-e>': endOfLine,
  '<End>': endOfLine,
  '<C-b>': backwardChar,
  '<Left>': backwardChar,
  '<C-f>': forwardChar,
  '<Right>': forwardChar,
  '<M-b>': backwardWord,
  '<C-Left>': backwardWord,
  '<M-Left>': backwardWord,
  '<M-f>': forwardWord,
  '<C-Right>': forwardWord,
  '<M-Right>': forwardWord,
  '<BS>': backwardDelete,
  '<C-h>': backwardDelete,
  '<Del>': deleteChar,
  '<C-d>': deleteChar,
  '<C-k>': killLine,
  '<C-u>': killToStart,
  '<C-w>': wordRubout,
  '<M-d>': killWord,
  '<M-BS>': backwardKillWord,
  '<M-C-h>': backwardKillWord,
  '<C-y>': yank,
  '<M-y>': yankPop,
  '<M-.>': yankLastArgument,
  '<M-_>': yankLastArgument,
  '<C-_>': undo,
  '<C-/>': undo,
  '<C-t>': transposeChars,
  '<M-t>': transposeWords,
  '<M-u>': upcaseWord,
  '<M-l>': downcaseWord,
  '<M-c>': capitalizeWord,
  '<Up>': previous,
  '<C-p>': previous,
  '<Down>': next,
  '<C-n>': next,
  '<M-lt>': oldest,
  '<M-gt>': newest,
  '<M-CR>': openLine,
}

function rowStart(line: LineState): number {
  return line.text.lastIndexOf('\n', line.cursor - 1) + 1
}

function rowEnd(line: LineState): number {
  const end = line.text.indexOf('\n', line.cursor)
  return end < 0 ? line.text.length : end
}

function wordBefore(text: string, at: number): number {
  const found = /[\p{L}\p{N}]+[^\p{L}\p{N}]*$/u.exec(text.slice(0, at))
  return found ? found.index : 0
}

function wordAfter(text: string, at: number): number {
  const found = /^[^\p{L}\p{N}]*[\p{L}\p{N}]+/u.exec(text.slice(at))
  return found ? at + found[0].length : text.length
}

function remove(line: LineState, from: number, to: number): void {
  if (from === to) return
  remember(line)
  splice(line, from, to, '')
}

function kill(line: LineState, from: number, to: number, did: Did, side: 'before' | 'after'): Did {
  if (from === to) return did
  const text = line.text.slice(from, to)
  remember(line)
  splice(line, from, to, '')
  const last = did === 'kill' ? (line.kills.pop() ?? '') : ''
  line.kills.push(side === 'after' ? last + text : text + last)
  if (line.kills.length > KILLS_MAX) line.kills.shift()
  return 'kill'
}

function put(line: LineState, from: number, to: number, text: string, turn: number): void {
  remember(line)
  splice(line, from, to, text)
  line.yanked = { from, to: from + text.length, turn }
}

/** The last word of a line as the shell splits it, quotes included. */
function lastArgument(entry: string): string {
  return (
    entry
      .trim()
      .match(/(?:"(?:\\.|[^"])*"|'[^']*'|\\.|[^\s"'\\])+/g)
      ?.at(-1) ?? ''
  )
}

function changeWord(change: (word: string) => string): LineCommand {
  return line => {
    const end = wordAfter(line.text, line.cursor)
    remember(line)
    splice(line, line.cursor, end, change(line.text.slice(line.cursor, end)))
  }
}

function moveRow(line: LineState, step: 1 | -1): void {
  const start = rowStart(line)
  const column = line.cursor - start
  const target = step < 0 ? line.text.lastIndexOf('\n', start - 2) + 1 : rowEnd(line) + 1
  const end = line.text.indexOf('\n', target)
  line.cursor = Math.min(target + column, end < 0 ? line.text.length : end)
}

function recall(line: LineState, history: readonly string[], step: number): void {
  const from = line.recalled ?? history.length
  const to = Math.max(0, Math.min(history.length, from + step))
  if (to === from) return
  if (line.recalled === undefined) line.draft = line.text
  line.recalled = to === history.length ? undefined : to
  line.text = to === history.length ? line.draft : (history[to] ?? '')
  line.cursor = line.text.length
  line.undos = []
}

const KILLS_MAX = 60
