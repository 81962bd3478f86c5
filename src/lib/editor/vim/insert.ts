/** Insert and replace mode: what typed keys do to the text. */
import { after, before } from '../width.ts'
import type { Key } from '../key.ts'
import { indentAfter } from './indent.ts'
import { fetch } from './registers.ts'
import { lineAt, type Insertion, type Pos, type Vim } from './state.ts'
import {
  blanks,
  firstNonBlank,
  indentOf,
  insertAt,
  moveTo,
  screenColumn,
  setRow,
  shiftRow,
  shiftWidth,
  spliceRows,
} from './text.ts'
import { wordBack } from './words.ts'

/** Enters insert mode at a place. */
export function startInsert(
  vim: Vim,
  at: Pos,
  block?: Insertion['block'],
  count = 1,
  opens?: 'o' | 'O',
): void {
  vim.mode = 'insert'
  vim.message = { text: '', kind: 'plain' }
  moveTo(vim, at.row, at.col)
  vim.insertion = {
    count,
    keys: [],
    covered: [],
    start: { row: vim.row, col: vim.col },
    ...(block ? { block } : {}),
    ...(opens ? { opens } : {}),
  }
}

/** `o` and `O`: a new line with the indentation that belongs there. */
export function openLine(vim: Vim, key: 'o' | 'O', count: number): void {
  const indent =
    key === 'o' || vim.row > 0 ? indentAfter(vim, key === 'o' ? vim.row : vim.row - 1) : ''
  const shown =
    key === 'O' && vim.settings.autoindent && !vim.settings.paste
      ? indentOf(lineAt(vim, vim.row))
      : indent
  const row = key === 'o' ? vim.row + 1 : vim.row
  spliceRows(vim, row, 0, [shown])
  startInsert(vim, { row, col: shown.length }, undefined, count, key)
}

export function pressInsert(vim: Vim, key: Key): void {
  if (vim.pending.length > 0) return afterControl(vim, key)
  if (key === '<Esc>' || key === '<C-c>' || key === '<C-[>') return leave(vim, key === '<C-c>')
  if (key === '<C-r>' || key === '<C-v>') {
    vim.pending = [key]
    return
  }
  if (vim.insertion) vim.insertion = { ...vim.insertion, keys: [...vim.insertion.keys, key] }
  typeKey(vim, key)
}

/** One key of an insertion, typed or repeated. */
function typeKey(vim: Vim, key: Key): void {
  const move = MOVES[key]
  if (move) {
    move(vim)
    if (vim.insertion)
      vim.insertion = {
        ...vim.insertion,
        count: 1,
        keys: [],
        start: { row: vim.row, col: vim.col },
      }
    return
  }
  const edit = EDITS[key]
  if (edit) return edit(vim)
  if (key.length > 2 && key.startsWith('<')) return
  typeText(vim, key)
}

function typeText(vim: Vim, text: string): void {
  const line = lineAt(vim, vim.row)
  const end = vim.mode === 'replace' ? after(line, vim.col) : vim.col
  if (vim.insertion && vim.mode === 'replace') {
    vim.insertion = {
      ...vim.insertion,
      covered: [...vim.insertion.covered, line.slice(vim.col, end)],
    }
  }
  setRow(vim, vim.row, line.slice(0, vim.col) + text + line.slice(end))
  moveTo(vim, vim.row, vim.col + text.length)
}

const newLine = (vim: Vim): void => {
  const line = lineAt(vim, vim.row)
  const head = line.slice(0, vim.col)
  const rest = line.slice(vim.col)
  setRow(
    vim,
    vim.row,
    head.trim() === '' && vim.settings.autoindent && rest.trim() === '' ? '' : head,
  )
  const indent =
    head.trim() === ''
      ? vim.settings.autoindent && !vim.settings.paste
        ? head
        : ''
      : indentAfter(vim, vim.row)
  spliceRows(vim, vim.row + 1, 0, [indent + (indent === '' ? rest : rest.trimStart())])
  moveTo(vim, vim.row + 1, indent.length)
}

const tab = (vim: Vim): void => {
  const { settings } = vim
  if (!settings.expandtab || settings.paste) return typeText(vim, '\t')
  const width =
    settings.softtabstop > 0
      ? settings.softtabstop
      : settings.softtabstop < 0
        ? shiftWidth(settings)
        : settings.tabstop
  const column = screenColumn(lineAt(vim, vim.row), vim.col, settings.tabstop)
  typeText(vim, ' '.repeat(width - (column % width)))
}

const backspace = (vim: Vim): void => {
  const line = lineAt(vim, vim.row)
  if (vim.mode === 'replace') return restore(vim, line)
  if (vim.col === 0) {
    if (vim.row === 0) return
    const above = lineAt(vim, vim.row - 1)
    spliceRows(vim, vim.row - 1, 2, [above + line])
    return moveTo(vim, vim.row - 1, above.length)
  }
  const head = line.slice(0, vim.col)
  const step = vim.settings.softtabstop < 0 ? shiftWidth(vim.settings) : vim.settings.softtabstop
  const soft =
    vim.settings.expandtab && step > 0 && /^ +$/.test(head) ? ((head.length - 1) % step) + 1 : 0
  const from = soft > 0 ? vim.col - soft : before(line, vim.col)
  setRow(vim, vim.row, line.slice(0, from) + line.slice(vim.col))
  moveTo(vim, vim.row, from)
}

function restore(vim: Vim, line: string): void {
  const covered = vim.insertion?.covered.at(-1)
  if (vim.col === 0) return
  const from = before(line, vim.col)
  if (covered !== undefined && vim.insertion) {
    vim.insertion = { ...vim.insertion, covered: vim.insertion.covered.slice(0, -1) }
    setRow(vim, vim.row, line.slice(0, from) + covered + line.slice(vim.col))
  }
  moveTo(vim, vim.row, from)
}

const removeBack =
  (from: (vim: Vim) => number) =>
  (vim: Vim): void => {
    if (vim.col === 0) return backspace(vim)
    const line = lineAt(vim, vim.row)
    const start = from(vim)
    setRow(vim, vim.row, line.slice(0, start) + line.slice(vim.col))
    moveTo(vim, vim.row, start)
  }

const shiftLine =
  (step: 1 | -1) =>
  (vim: Vim): void => {
    const line = lineAt(vim, vim.row)
    const shifted = shiftRow(line === '' ? '' : line, step, vim.settings)
    const wanted =
      line.trim() === '' && step > 0
        ? blanks(
            screenColumn(line, line.length, vim.settings.tabstop) + shiftWidth(vim.settings),
            vim.settings,
          )
        : shifted
    setRow(vim, vim.row, wanted)
    moveTo(vim, vim.row, vim.col + wanted.length - line.length)
  }

const copyFrom =
  (step: 1 | -1) =>
  (vim: Vim): void => {
    const character = lineAt(vim, vim.row + step)[vim.col]
    if (character !== undefined) typeText(vim, character)
  }

const EDITS: Readonly<Record<Key, (vim: Vim) => void>> = {
  '<CR>': newLine,
  '<C-j>': newLine,
  '<C-m>': newLine,
  '<Tab>': tab,
  '<C-i>': tab,
  '<BS>': backspace,
  '<C-h>': backspace,
  '<C-w>': removeBack(vim =>
    Math.max(
      firstNonBlankBefore(vim),
      wordBack([lineAt(vim, vim.row)], { row: 0, col: vim.col }, false).col,
    ),
  ),
  '<C-u>': removeBack(vim => (vim.col > firstNonBlankBefore(vim) ? firstNonBlankBefore(vim) : 0)),
  '<C-t>': shiftLine(1),
  '<C-d>': shiftLine(-1),
  '<C-y>': copyFrom(-1),
  '<C-e>': copyFrom(1),
  '<Del>': vim => {
    const line = lineAt(vim, vim.row)
    if (vim.col < line.length)
      setRow(vim, vim.row, line.slice(0, vim.col) + line.slice(after(line, vim.col)))
    else if (vim.row + 1 < vim.lines.length)
      spliceRows(vim, vim.row, 2, [line + lineAt(vim, vim.row + 1)])
  },
}

const MOVES: Readonly<Record<Key, (vim: Vim) => void>> = {
  '<Left>': vim => moveTo(vim, vim.row, before(lineAt(vim, vim.row), vim.col)),
  '<Right>': vim => moveTo(vim, vim.row, after(lineAt(vim, vim.row), vim.col)),
  '<Up>': vim => moveTo(vim, vim.row - 1, vim.want, true),
  '<Down>': vim => moveTo(vim, vim.row + 1, vim.want, true),
  '<Home>': vim => moveTo(vim, vim.row, 0),
  '<End>': vim => moveTo(vim, vim.row, lineAt(vim, vim.row).length),
  '<C-Left>': vim => {
    const at = wordBack(vim.lines, vim, false)
    moveTo(vim, at.row, at.col)
  },
  '<PageUp>': vim => moveTo(vim, vim.row - vim.rows + 3, vim.want, true),
  '<PageDown>': vim => moveTo(vim, vim.row + vim.rows - 3, vim.want, true),
}

function firstNonBlankBefore(vim: Vim): number {
  const head = lineAt(vim, vim.row).slice(0, vim.col)
  return head.trim() === '' ? 0 : firstNonBlank(head)
}

/** The key after Ctrl-R or Ctrl-V. */
function afterControl(vim: Vim, key: Key): void {
  const control = vim.pending[0]
  vim.pending = []
  if (control === '<C-v>')
    return typeText(
      vim,
      key === '<Tab>' ? '\t' : key === '<Esc>' ? '\x1b' : key.length > 1 ? '' : key,
    )
  const register = fetch(vim, key)
  if (!register) return
  const text = register.kind === 'line' ? [...register.lines, ''] : register.lines
  const end = insertAt(vim, vim, text)
  moveTo(vim, end.row, end.col)
}

function leave(vim: Vim, interrupted: boolean): void {
  const insertion = vim.insertion
  const inserted =
    insertion && insertion.start.row === vim.row
      ? lineAt(vim, vim.row).slice(insertion.start.col, vim.col)
      : undefined
  if (inserted !== undefined) vim.lastInserted = inserted
  if (insertion && !interrupted) {
    repeatInsertion(vim, insertion)
    if (insertion.block && inserted !== undefined) repeatDown(vim, insertion.block, inserted)
  }
  // Indentation that nothing was typed after goes away again.
  if (insertion?.opens && insertion.keys.length === 0 && lineAt(vim, vim.row).trim() === '') {
    setRow(vim, vim.row, '')
    vim.col = 0
  }
  vim.insertion = undefined
  const back =
    insertion?.block?.back !== undefined
      ? insertion.block.back
      : vim.col > 0
        ? before(lineAt(vim, vim.row), vim.col)
        : 0
  vim.marks = { ...vim.marks, '^': { row: vim.row, col: vim.col } }
  vim.mode = 'normal'
  moveTo(vim, vim.row, back)
}

function repeatInsertion(vim: Vim, insertion: Insertion): void {
  for (let turn = 1; turn < insertion.count; turn++) {
    if (insertion.opens) {
      spliceRows(vim, vim.row + 1, 0, [indentAfter(vim, vim.row)])
      moveTo(vim, vim.row + 1, lineAt(vim, vim.row + 1).length)
    }
    for (const key of insertion.keys) typeKey(vim, key)
  }
}

function repeatDown(vim: Vim, block: NonNullable<Insertion['block']>, text: string): void {
  for (const row of block.rows) {
    const line = lineAt(vim, row)
    const col = block.col === Infinity ? line.length : block.col
    const padded = block.append ? line.padEnd(col) : line
    if (padded.length >= col) setRow(vim, row, padded.slice(0, col) + text + padded.slice(col))
  }
}
