/** Visual mode: motions and text objects change the selection, operators use it. */
import type { Key } from '../key.ts'
import { after } from '../width.ts'
import { ACTIONS, joinRows } from './actions.ts'
import { openCommandLine } from './command-line.ts'
import { startInsert } from './insert.ts'
import { MOTIONS, plain } from './motions.ts'
import { textObject } from './objects.ts'
import { APPLY, contents, rowsOf, type Range } from './operators.ts'
import { parse } from './parse.ts'
import { putLines } from './put.ts'
import { fetch } from './registers.ts'
import { go } from './normal.ts'
import { lineAt, type Command, type Mode, type Vim } from './state.ts'
import { firstNonBlank, insertAt, isBefore, moveTo, onePast, setRow, spliceRows } from './text.ts'

export function pressVisual(vim: Vim, key: Key): void {
  if (key === '<Esc>' || key === '<C-c>') {
    if (vim.pending.length === 0) leaveVisual(vim)
    vim.pending = []
    return
  }
  const pending = [...vim.pending, key === '<Del>' ? 'x' : key]
  const parsed = parse(pending, true)
  vim.pending = parsed === 'more' ? pending : []
  if (typeof parsed !== 'string') run(vim, parsed)
}

/** Back to normal mode; the selection stays known to `gv` and `'<`. */
export function leaveVisual(vim: Vim): void {
  const range = selection(vim)
  vim.lastVisual = {
    mode: vim.mode,
    anchor: vim.anchor,
    row: vim.row,
    col: vim.col,
    want: vim.want,
  }
  const last =
    range.kind === 'line'
      ? { row: range.to.row, col: lineAt(vim, range.to.row).length }
      : { row: range.to.row, col: Math.max(0, range.to.col - 1) }
  vim.marks = { ...vim.marks, '<': range.from, '>': last }
  vim.mode = 'normal'
  moveTo(vim, vim.row, vim.col)
}

/** What is selected. */
export function selection(vim: Vim): Range {
  const here = { row: vim.row, col: vim.col }
  const [from, to] = isBefore(here, vim.anchor) ? [here, vim.anchor] : [vim.anchor, here]
  if (vim.mode === 'visual line') return { kind: 'line', from, to }
  if (vim.mode === 'visual block') {
    const left = Math.min(vim.col, vim.anchor.col)
    const right = Math.max(vim.col, vim.anchor.col)
    return {
      kind: 'block',
      from: { row: from.row, col: left },
      to: { row: to.row, col: right + 1 },
      toEnd: vim.want === Infinity,
    }
  }
  const beyond = to.col >= lineAt(vim, to.row).length && to.row + 1 < vim.lines.length
  return { kind: 'char', from, to: beyond ? { row: to.row + 1, col: 0 } : onePast(vim, to) }
}

function run(vim: Vim, command: Command): void {
  const mode = MODES[command.name]
  if (mode) return switchTo(vim, mode)
  if (/^[ia]./.test(command.name)) return selectObject(vim, command)
  const operator = OPERATORS[command.name]
  if (operator !== undefined) return operate(vim, command, operator)
  const own = COMMANDS[command.name]
  if (own) return own(vim, command)
  const motion = MOTIONS[command.name]
  if (!motion) {
    if (/^(?:z.|<C-.>|m|gv|\/|\?)$/.test(command.name)) ACTIONS[command.name]?.(vim, command)
    return
  }
  const target = motion(vim, command.count ?? 1, command)
  if (target) go(vim, target)
  else vim.failed = true
}

function switchTo(vim: Vim, mode: Mode): void {
  if (vim.mode === mode) leaveVisual(vim)
  else vim.mode = mode
}

function operate(vim: Vim, command: Command, operator: string): void {
  const whole = /^[XDSYRC]$/.test(command.name) && vim.mode !== 'visual line'
  const block = vim.mode === 'visual block'
  if (whole && !block) vim.mode = 'visual line'
  const selected = selection(vim)
  const range: Range =
    whole && block && /^[DCX]$/.test(command.name)
      ? { ...selected, toEnd: command.name !== 'X' }
      : selected
  leaveVisual(vim)
  vim.repeatable = operator !== 'y'
  APPLY[operator]?.(vim, range, { register: command.register, count: command.count, visual: true })
}

function selectObject(vim: Vim, command: Command): void {
  const extent = textObject(vim, command.name, command.count ?? 1)
  if (!extent || extent.empty) {
    vim.failed = true
    return
  }
  const fresh = vim.anchor.row === vim.row && vim.anchor.col === vim.col
  if (fresh || /[^wWp]$/.test(command.name)) vim.anchor = extent.from
  if (extent.linewise && /p$/.test(command.name)) vim.mode = 'visual line'
  moveTo(vim, extent.to.row, extent.linewise ? Math.max(0, extent.to.col) : extent.to.col)
}

const swapEnds = (vim: Vim): void => {
  const { anchor } = vim
  vim.anchor = { row: vim.row, col: vim.col }
  moveTo(vim, anchor.row, anchor.col)
}

const replace = (vim: Vim, { argument }: Command): void => {
  const character = plain(argument)
  const range = selection(vim)
  leaveVisual(vim)
  if (character === undefined) return
  for (const row of rowsOf(
    range.kind === 'char' && range.to.col === 0 && range.to.row > range.from.row
      ? { ...range, to: { row: range.to.row - 1, col: Infinity } }
      : range,
  )) {
    const line = lineAt(vim, row)
    const from =
      range.kind === 'line' || (range.kind === 'char' && row > range.from.row) ? 0 : range.from.col
    const to =
      range.kind === 'line' || (range.kind === 'char' && row < range.to.row) || range.toEnd
        ? line.length
        : Math.min(line.length, range.to.col)
    if (to > from)
      setRow(vim, row, line.slice(0, from) + character.repeat(to - from) + line.slice(to))
  }
  moveTo(vim, range.from.row, range.from.col)
}

const putOver = (vim: Vim, command: Command): void => {
  const register = fetch(vim, command.register)
  const range = selection(vim)
  leaveVisual(vim)
  const text = contents(vim, range)
  const rowsBefore = vim.lines.length
  APPLY['d']?.(vim, range, { register: command.name === 'P' ? '_' : undefined })
  vim.message = { text: '', kind: 'plain' }
  if (!register) return
  if (register.kind === 'line') {
    if (range.kind === 'line') {
      const emptied = text.lines.length === rowsBefore
      putLines(vim, range.from.row, register, command.count)
      if (emptied) spliceRows(vim, vim.lines.length - 1, 1, [])
      return moveTo(vim, range.from.row, firstNonBlank(lineAt(vim, range.from.row)))
    }
    const line = lineAt(vim, range.from.row)
    spliceRows(vim, range.from.row, 1, [
      line.slice(0, range.from.col),
      ...register.lines,
      line.slice(range.from.col),
    ])
    return moveTo(vim, range.from.row + 1, 0)
  }
  if (range.kind === 'line') {
    const emptied = text.lines.length === rowsBefore
    spliceRows(vim, range.from.row, emptied ? 1 : 0, register.lines)
    return moveTo(vim, range.from.row, 0)
  }
  const end = insertAt(vim, range.from, register.lines)
  moveTo(
    vim,
    register.lines.length > 1 ? range.from.row : end.row,
    register.lines.length > 1 ? range.from.col : end.col - 1,
  )
}

/** `I` and `A` on a block: what is typed comes into every row. */
const insertDown =
  (append: boolean) =>
  (vim: Vim): void => {
    const range = selection(vim)
    const toEnd = vim.want === Infinity
    if (vim.mode !== 'visual block') {
      leaveVisual(vim)
      const at = append
        ? {
            row: range.to.row,
            col: range.kind === 'line' ? lineAt(vim, range.to.row).length : range.to.col,
          }
        : { row: range.from.row, col: 0 }
      return startInsert(vim, at)
    }
    leaveVisual(vim)
    const col = append ? (toEnd ? Infinity : range.to.col) : range.from.col
    const line = lineAt(vim, range.from.row)
    if (append && !toEnd && line.length < col) setRow(vim, range.from.row, line.padEnd(col))
    const rows = rowsOf(range).slice(1)
    startInsert(
      vim,
      { row: range.from.row, col: Math.min(col, lineAt(vim, range.from.row).length) },
      { rows, col, append, back: range.from.col },
    )
  }

const join =
  (spaced: boolean) =>
  (vim: Vim): void => {
    const range = selection(vim)
    leaveVisual(vim)
    joinRows(vim, range.from.row, Math.max(2, range.to.row - range.from.row + 1), spaced)
  }

const COMMANDS: Readonly<Record<string, (vim: Vim, command: Command) => void>> = {
  o: swapEnds,
  O: vim => {
    if (vim.mode !== 'visual block') return swapEnds(vim)
    const { col } = vim
    vim.col = vim.anchor.col
    vim.want = vim.col
    vim.anchor = { row: vim.anchor.row, col }
  },
  r: replace,
  p: putOver,
  P: putOver,
  I: insertDown(false),
  A: insertDown(true),
  J: join(true),
  gJ: join(false),
  ':': vim => openCommandLine(vim, ':', "'<,'>"),
  $: (vim, { count = 1 }) => {
    const row = Math.min(vim.row + count - 1, vim.lines.length - 1)
    moveTo(
      vim,
      row,
      vim.mode === 'visual block'
        ? Math.max(0, lineAt(vim, row).length - 1)
        : after(lineAt(vim, row), Math.max(0, lineAt(vim, row).length - 1)),
    )
    vim.want = Infinity
  },
}

const MODES: Readonly<Record<string, Mode>> = {
  v: 'visual',
  V: 'visual line',
  '<C-v>': 'visual block',
  '<C-q>': 'visual block',
}
const OPERATORS: Readonly<Record<string, string>> = {
  d: 'd',
  x: 'd',
  X: 'd',
  D: 'd',
  y: 'y',
  Y: 'y',
  c: 'c',
  s: 'c',
  C: 'c',
  S: 'c',
  R: 'c',
  '>': '>',
  '<': '<',
  '=': '=',
  '~': 'g~',
  u: 'gu',
  U: 'gU',
  'g~': 'g~',
  gu: 'gu',
  gU: 'gU',
  'g?': 'g?',
}
