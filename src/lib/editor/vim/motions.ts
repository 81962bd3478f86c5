/** Where each motion goes. Undefined means it cannot, and the command it belongs to does nothing. */
import { after, before } from '../width.ts'
import type { Key } from '../key.ts'
import { matchingBracket, paragraph } from './blocks.ts'
import { findCharacter, repeatSearch, searchWord } from './search.ts'
import { fail, lineAt, textRows, type Command, type Pos, type Vim } from './state.ts'
import { firstNonBlank } from './text.ts'
import { wordBack, wordEnd, wordEndBack, wordStart } from './words.ts'

export interface Target extends Pos {
  /** Whole lines when an operator uses it. */
  readonly linewise?: true
  /** The character it lands on belongs to it. */
  readonly inclusive?: true
  /** The column to keep from now on, when it isn't the one it lands on. */
  readonly want?: number
  /** Leaves a mark to jump back to. */
  readonly jump?: true
}

type Motion = (vim: Vim, count: number, command: Command) => Target | undefined

const left: Motion = (vim, count) => {
  if (vim.col === 0) return undefined
  let col = vim.col
  while (count-- > 0) col = before(lineAt(vim, vim.row), col)
  return { row: vim.row, col }
}
const right: Motion = (vim, count, command) => {
  const line = lineAt(vim, vim.row)
  const last = command.operator ? line.length : before(line, line.length)
  if (vim.col >= last && !(command.operator && line !== ''))
    return vim.mode === 'normal' && !command.operator ? undefined : { row: vim.row, col: vim.col }
  let col = vim.col
  while (count-- > 0) col = after(line, col)
  return { row: vim.row, col }
}
const vertical =
  (step: number): Motion =>
  (vim, count) => {
    const row = Math.max(0, Math.min(vim.row + step * count, vim.lines.length - 1))
    return row === vim.row ? undefined : { row, col: vim.want, linewise: true, want: vim.want }
  }
const lineStart =
  (step: number): Motion =>
  (vim, count) => {
    const row = vim.row + step * count
    return row < 0 || row >= vim.lines.length
      ? undefined
      : { row, col: firstNonBlank(lineAt(vim, row)), linewise: true }
  }
const toLine = (row: number, vim: Vim): Target => {
  const held = Math.max(0, Math.min(row, vim.lines.length - 1))
  return { row: held, col: firstNonBlank(lineAt(vim, held)), linewise: true, jump: true }
}
const words =
  (go: (vim: Vim, at: Pos) => Pos, inclusive: boolean): Motion =>
  (vim, count) => {
    let at: Pos = { row: vim.row, col: vim.col }
    while (count-- > 0) at = go(vim, at)
    if (at.row === vim.row && at.col === vim.col) return undefined
    return inclusive ? { ...at, inclusive: true } : at
  }
const forwardWords =
  (big: boolean): Motion =>
  (vim, count, command) => {
    const start: Pos = { row: vim.row, col: vim.col }
    let at = start
    for (let turn = 0; turn < count; turn++) at = wordStart(vim.lines, at, big)
    if (command.operator) {
      // The last word of a line is taken without the break behind it.
      const home = lineAt(vim, at.row).search(/\S|$/)
      if (at.row > start.row && at.col <= home)
        return { row: at.row - 1, col: lineAt(vim, at.row - 1).length }
      return at
    }
    const line = lineAt(vim, at.row)
    const held = { row: at.row, col: Math.min(at.col, before(line, line.length)) }
    return held.row === start.row && held.col === start.col ? undefined : held
  }
const character =
  (key: string): Motion =>
  (vim, count, command) => {
    const wanted = plain(command.argument)
    if (wanted === undefined) return undefined
    vim.find = { key, character: wanted }
    const found = findCharacter(vim, key, wanted, count, false)
    return found && (key === 'f' || key === 't' ? { ...found, inclusive: true } : found)
  }
const again =
  (same: boolean): Motion =>
  (vim, count) => {
    if (!vim.find) return undefined
    const key = same ? vim.find.key : (SWAPPED[vim.find.key] ?? 'f')
    const found = findCharacter(vim, key, vim.find.character, count, true)
    return found && (key === 'f' || key === 't' ? { ...found, inclusive: true } : found)
  }
const search =
  (same: boolean): Motion =>
  (vim, count) =>
    jump(repeatSearch(vim, count, same))
const underCursor =
  (forward: boolean, whole: boolean): Motion =>
  (vim, count) =>
    jump(searchWord(vim, count, forward, whole))
const screenRow =
  (where: 'top' | 'middle' | 'bottom'): Motion =>
  (vim, count) => {
    const bottom = Math.min(vim.top + textRows(vim), vim.lines.length) - 1
    const row =
      where === 'top'
        ? Math.min(bottom, vim.top + count - 1)
        : where === 'bottom'
          ? Math.max(vim.top, bottom - count + 1)
          : Math.floor((vim.top + bottom) / 2)
    return toLine(row, vim)
  }
const mark =
  (linewise: boolean): Motion =>
  (vim, _, command) => {
    const name = command.argument === "'" ? '`' : (command.argument ?? '')
    const at = vim.marks[name]
    if (!at || at.row >= vim.lines.length) {
      fail(vim, 'E20: Mark not set')
      return undefined
    }
    return linewise ? toLine(at.row, vim) : { ...at, jump: true }
  }

const end: Motion = (vim, count) => {
  const row = vim.row + count - 1
  if (row >= vim.lines.length) return undefined
  return {
    row,
    col: before(lineAt(vim, row), lineAt(vim, row).length),
    inclusive: true,
    want: Infinity,
  }
}
const match: Motion = (vim, _, command) => {
  if (command.count === undefined) {
    const at = matchingBracket(vim)
    return at && { ...at, inclusive: true, jump: true }
  }
  return command.count > 100
    ? undefined
    : toLine(Math.ceil((command.count * vim.lines.length) / 100) - 1, vim)
}
const paragraphs =
  (step: 1 | -1): Motion =>
  (vim, count) => {
    const at = paragraph(vim, step, count)
    return at && { ...at, jump: true }
  }

/** Motion by motion; a key that is not here is no motion. */
export const MOTIONS: Readonly<Record<string, Motion>> = {
  h: left,
  '<Left>': left,
  '<BS>': leftAcross,
  '<C-h>': leftAcross,
  l: right,
  '<Right>': right,
  ' ': rightAcross,
  j: vertical(1),
  '<Down>': vertical(1),
  '<C-j>': vertical(1),
  '<C-n>': vertical(1),
  gj: vertical(1),
  k: vertical(-1),
  '<Up>': vertical(-1),
  '<C-p>': vertical(-1),
  gk: vertical(-1),
  '+': lineStart(1),
  '<CR>': lineStart(1),
  '-': lineStart(-1),
  _: (vim, count) => lineStart(1)(vim, count - 1, { name: '_' }),
  0: vim => ({ row: vim.row, col: 0 }),
  '<Home>': vim => ({ row: vim.row, col: 0 }),
  '^': vim => ({ row: vim.row, col: firstNonBlank(lineAt(vim, vim.row)) }),
  $: end,
  '<End>': end,
  g_: (vim, count) => {
    const row = Math.min(vim.row + count - 1, vim.lines.length - 1)
    return { row, col: Math.max(0, lineAt(vim, row).trimEnd().length - 1), inclusive: true }
  },
  '|': (vim, count) => ({ row: vim.row, col: Math.min(count, lineAt(vim, vim.row).length) - 1 }),
  w: forwardWords(false),
  W: forwardWords(true),
  '<S-Right>': forwardWords(false),
  '<C-Right>': forwardWords(true),
  b: words((vim, at) => wordBack(vim.lines, at, false), false),
  '<S-Left>': words((vim, at) => wordBack(vim.lines, at, false), false),
  B: words((vim, at) => wordBack(vim.lines, at, true), false),
  '<C-Left>': words((vim, at) => wordBack(vim.lines, at, true), false),
  e: words((vim, at) => wordEnd(vim.lines, at, false), true),
  E: words((vim, at) => wordEnd(vim.lines, at, true), true),
  ge: words((vim, at) => wordEndBack(vim.lines, at, false), true),
  gE: words((vim, at) => wordEndBack(vim.lines, at, true), true),
  gg: (vim, count) => toLine(count - 1, vim),
  '<C-Home>': (vim, count) => toLine(count - 1, vim),
  G: (vim, _, command) =>
    toLine(command.count === undefined ? vim.lines.length - 1 : command.count - 1, vim),
  H: screenRow('top'),
  M: screenRow('middle'),
  L: screenRow('bottom'),
  f: character('f'),
  F: character('F'),
  t: character('t'),
  T: character('T'),
  ';': again(true),
  ',': again(false),
  '%': match,
  '{': paragraphs(-1),
  '}': paragraphs(1),
  n: search(true),
  N: search(false),
  '*': underCursor(true, true),
  '#': underCursor(false, true),
  'g*': underCursor(true, false),
  'g#': underCursor(false, false),
  "'": mark(true),
  '`': mark(false),
}

/** The character a key types where vim waits for one. */
export function plain(key: Key | undefined): string | undefined {
  if (key === '<CR>') return '\r'
  if (key === '<Tab>') return '\t'
  return key === undefined || /^<.{2,}>$/.test(key) ? undefined : key
}

function leftAcross(vim: Vim, count: number, command: Command): Target | undefined {
  let { row, col } = vim
  while (count-- > 0) {
    if (col > 0) col = before(lineAt(vim, row), col)
    else if (row > 0) {
      const above = lineAt(vim, --row)
      col = command.operator ? above.length : before(above, above.length)
    } else break
  }
  return row === vim.row && col === vim.col ? undefined : { row, col }
}

function rightAcross(vim: Vim, count: number, command: Command): Target | undefined {
  let { row, col } = vim
  while (count-- > 0) {
    const next = after(lineAt(vim, row), col)
    if (next < lineAt(vim, row).length || (command.operator && count === 0)) col = next
    else if (row + 1 < vim.lines.length) [row, col] = [row + 1, 0]
    else break
  }
  return row === vim.row && col === vim.col ? undefined : { row, col }
}

function jump(at: Pos | undefined): Target | undefined {
  return at && { row: at.row, col: at.col, jump: true }
}

const SWAPPED: Readonly<Record<string, string>> = { f: 'F', F: 'f', t: 'T', T: 't' }
