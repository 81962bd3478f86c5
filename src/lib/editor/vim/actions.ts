/** The commands of normal mode that are neither motion nor operator. */
import { after } from '../width.ts'
import { openCommandLine } from './command-line.ts'
import { quit, writeFile } from './files.ts'
import { openLine, startInsert } from './insert.ts'
import { swapCase } from './operators.ts'
import { plain } from './motions.ts'
import { put } from './put.ts'
import { margin, scroll, scrollTo } from './scroll.ts'
import { fail, lineAt, say, textRows, type Command, type Mode, type Vim } from './state.ts'
import { substituteAgain } from './substitute.ts'
import { firstNonBlank, moveTo, setRow, spliceRows } from './text.ts'
import { redo, undo } from './undo.ts'
import { changeNumber } from './number.ts'

type Action = (vim: Vim, command: Command) => void

const visual =
  (mode: Mode): Action =>
  vim => {
    vim.mode = mode
    vim.anchor = { row: vim.row, col: vim.col }
  }

const repeatable =
  (yes: boolean, action: Action): Action =>
  (vim, command) => {
    vim.repeatable = yes
    action(vim, command)
  }

const replaceCharacter: Action = (vim, { argument, count = 1 }) => {
  const character = plain(argument)
  const line = lineAt(vim, vim.row)
  let end = vim.col
  for (let turn = 0; turn < count; turn++) {
    if (end >= line.length) return
    end = after(line, end)
  }
  if (character === undefined) return
  if (character === '\r') {
    spliceRows(vim, vim.row, 1, [line.slice(0, vim.col), line.slice(end).trimStart()])
    return moveTo(vim, vim.row + 1, 0)
  }
  setRow(vim, vim.row, line.slice(0, vim.col) + character.repeat(count) + line.slice(end))
  moveTo(vim, vim.row, vim.col + character.length * (count - 1))
}

/** `J` joins with one blank, `gJ` as it is. */
export function joinRows(vim: Vim, row: number, count: number, spaced: boolean): void {
  if (row + 1 >= vim.lines.length) return
  const last = Math.min(row + count, vim.lines.length) - 1
  let joined = lineAt(vim, row)
  let cursor = joined.length
  for (let next = row + 1; next <= last; next++) {
    const rest = spaced ? lineAt(vim, next).trimStart() : lineAt(vim, next)
    cursor = joined.length
    const gap =
      spaced && rest !== '' && !rest.startsWith(')') && !/[ \t]$/.test(joined) && joined !== ''
        ? ' '
        : ''
    joined += gap + rest
  }
  spliceRows(vim, row, last - row + 1, [joined])
  moveTo(vim, row, cursor)
}

const toggleCase: Action = (vim, { count = 1 }) => {
  const line = lineAt(vim, vim.row)
  const end = Math.min(line.length, vim.col + count)
  setRow(
    vim,
    vim.row,
    line.slice(0, vim.col) + swapCase(line.slice(vim.col, end)) + line.slice(end),
  )
  moveTo(vim, vim.row, end)
}

const insertAtCursor =
  (where: (vim: Vim) => number): Action =>
  (vim, { count = 1 }) =>
    startInsert(vim, { row: vim.row, col: where(vim) }, undefined, count)

const replaceMode: Action = (vim, { count = 1 }) => {
  startInsert(vim, vim, undefined, count)
  vim.mode = 'replace'
}

const reselect: Action = vim => {
  const last = vim.lastVisual
  if (!last) return
  vim.mode = last.mode
  vim.anchor = last.anchor
  moveTo(vim, last.row, last.col)
  vim.want = last.want
}

const setMark: Action = (vim, { argument = '' }) => {
  const name = argument === "'" ? '`' : argument
  if (/^[a-zA-Z`[\]<>]$/.test(name))
    vim.marks = { ...vim.marks, [name]: { row: vim.row, col: vim.col } }
}

const record: Action = (vim, { argument = '' }) => {
  if (/^[a-zA-Z0-9"]$/.test(argument)) {
    vim.recording = { register: argument, keys: [] }
    vim.message = { text: '', kind: 'plain' }
  }
}

const fileInfo: Action = vim => {
  const total = vim.lines.length
  const modified = vim.lines === vim.saved ? '' : ' [Modified]'
  say(
    vim,
    `"${vim.path || '[No Name]'}"${modified} line ${vim.row + 1} of ${total} --${Math.floor(((vim.row + 1) * 100) / total)}%-- col ${vim.col + 1}`,
  )
}

const commandLine =
  (prompt: ':' | '/' | '?'): Action =>
  (vim, command) => {
    const range =
      prompt === ':' && command.count !== undefined
        ? command.count === 1
          ? '.'
          : `.,.+${command.count - 1}`
        : ''
    vim.repeatable = prompt !== ':'
    openCommandLine(vim, prompt, range, command.operator === undefined ? undefined : command)
  }

/** Commands that stand for an operator with its motion. */
export const SHORTHANDS: Readonly<Record<string, { operator: string; name: string }>> = {
  x: { operator: 'd', name: 'l' },
  X: { operator: 'd', name: 'h' },
  D: { operator: 'd', name: '$' },
  C: { operator: 'c', name: '$' },
  s: { operator: 'c', name: 'l' },
  S: { operator: 'c', name: 'line' },
  Y: { operator: 'y', name: 'line' },
}

export const ACTIONS: Readonly<Record<string, Action>> = {
  i: insertAtCursor(vim => vim.col),
  a: insertAtCursor(vim => after(lineAt(vim, vim.row), vim.col)),
  I: insertAtCursor(vim => Math.max(0, lineAt(vim, vim.row).search(/\S|$/))),
  A: insertAtCursor(vim => lineAt(vim, vim.row).length),
  gI: insertAtCursor(() => 0),
  gi: (vim, command) => {
    moveTo(vim, vim.marks['^']?.row ?? vim.row, 0)
    startInsert(vim, vim.marks['^'] ?? vim, undefined, command.count)
  },
  o: (vim, { count = 1 }) => openLine(vim, 'o', count),
  O: (vim, { count = 1 }) => openLine(vim, 'O', count),
  R: replaceMode,
  r: replaceCharacter,
  '~': toggleCase,
  J: (vim, { count = 2 }) => joinRows(vim, vim.row, Math.max(2, count), true),
  gJ: (vim, { count = 2 }) => joinRows(vim, vim.row, Math.max(2, count), false),
  p: (vim, command) => put(vim, command, true),
  P: (vim, command) => put(vim, command, false),
  gp: (vim, command) => put(vim, command, true, true),
  gP: (vim, command) => put(vim, command, false, true),
  u: repeatable(false, (vim, { count = 1 }) => undo(vim, count)),
  '<C-r>': repeatable(false, (vim, { count = 1 }) => redo(vim, count)),
  v: visual('visual'),
  V: visual('visual line'),
  '<C-v>': visual('visual block'),
  '<C-q>': visual('visual block'),
  gv: reselect,
  ':': commandLine(':'),
  '/': commandLine('/'),
  '?': commandLine('?'),
  '&': vim => substituteAgain(vim, ''),
  'g&': vim => substituteAgain(vim, '%'),
  m: setMark,
  q: record,
  '<C-g>': fileInfo,
  '<C-a>': (vim, { count = 1 }) => changeNumber(vim, count),
  '<C-x>': (vim, { count = 1 }) => changeNumber(vim, -count),
  ZZ: vim => {
    if (vim.lines === vim.saved || writeFile(vim, {})) quit(vim, true)
  },
  ZQ: vim => quit(vim, true),
  '<C-d>': (vim, { count }) => scroll(vim, count ?? Math.floor(textRows(vim) / 2)),
  '<C-u>': (vim, { count }) => scroll(vim, -(count ?? Math.floor(textRows(vim) / 2))),
  '<C-f>': (vim, { count = 1 }) => scrollTo(vim, vim.top + count * (textRows(vim) - 2), 'top'),
  '<C-b>': (vim, { count = 1 }) => scrollTo(vim, vim.top - count * (textRows(vim) - 2), 'bottom'),
  '<C-e>': (vim, { count = 1 }) => scrollTo(vim, vim.top + count, 'keep'),
  '<C-y>': (vim, { count = 1 }) => scrollTo(vim, vim.top - count, 'keep'),
  zt: vim => scrollTo(vim, vim.row - margin(vim), 'keep'),
  'z<CR>': vim => {
    scrollTo(vim, vim.row, 'keep')
    moveTo(vim, vim.row, firstNonBlank(lineAt(vim, vim.row)))
  },
  zz: vim => scrollTo(vim, vim.row - Math.floor(textRows(vim) / 2), 'keep'),
  'z.': vim => scrollTo(vim, vim.row - Math.floor(textRows(vim) / 2), 'keep'),
  zb: vim => scrollTo(vim, vim.row - textRows(vim) + 1 + margin(vim), 'keep'),
  '<C-l>': vim => {
    vim.message = { text: '', kind: 'plain' }
  },
  K: vim => fail(vim, 'E149: Sorry, no help here'),
  U: vim => undo(vim, 1),
}
