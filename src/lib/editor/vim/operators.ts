/** What `d c y > < g~ gu gU` do to a stretch of the buffer. */
import { indentRow } from './indent.ts'
import { startInsert } from './insert.ts'
import { keepDeleted, keepYanked } from './registers.ts'
import { lineAt, say, type Pos, type Register, type Vim } from './state.ts'
import {
  firstNonBlank,
  indentOf,
  moveTo,
  removeBetween,
  setRow,
  shiftRow,
  spliceRows,
  textBetween,
} from './text.ts'

export interface Range {
  readonly kind: 'char' | 'line' | 'block'
  readonly from: Pos
  /** Behind the last character; the last row for lines; the last column's far side for blocks. */
  readonly to: Pos
  /** A block up to each row's end. */
  readonly toEnd?: boolean
  /** Made by a motion whose deletions always go to register 1. */
  readonly big?: boolean
}

interface Order {
  readonly register?: string | undefined
  readonly count?: number | undefined
  readonly visual?: boolean
}

type Operator = (vim: Vim, range: Range, order: Order) => void

const remove: Operator = (vim, range, order) => {
  keepDeleted(vim, order.register, contents(vim, range), range.big ?? false)
  const count = vim.lines.length
  if (range.kind === 'line') {
    spliceRows(vim, range.from.row, range.to.row - range.from.row + 1, [])
    moveTo(
      vim,
      range.from.row,
      firstNonBlank(lineAt(vim, Math.min(range.from.row, vim.lines.length - 1))),
    )
    if (
      vim.lines.length === 1 &&
      vim.lines[0] === '' &&
      range.to.row - range.from.row + 1 === count
    )
      return say(vim, '--No lines in buffer--')
  } else if (range.kind === 'block') {
    eachSlice(vim, range, (row, line, from, to) =>
      setRow(vim, row, line.slice(0, from) + line.slice(to)),
    )
    moveTo(vim, range.from.row, range.from.col)
  } else {
    removeBetween(vim, range.from, range.to)
    moveTo(vim, range.from.row, range.from.col)
  }
  reportLines(vim, vim.lines.length - count)
}

const yank: Operator = (vim, range, order) => {
  const text = contents(vim, range)
  keepYanked(vim, order.register, text)
  vim.marks = { ...vim.marks, '[': range.from, ']': range.to }
  const before: Pos = { row: vim.row, col: vim.col }
  // Lines yanked upwards move the cursor, lines below leave it where it is.
  if (order.visual) moveTo(vim, range.from.row, range.from.col)
  else if (range.kind === 'line')
    moveTo(
      vim,
      range.from.row,
      before.row === range.from.row ? before.col : Math.min(before.col, vim.want),
    )
  else moveTo(vim, range.from.row, range.from.col)
  const count = text.lines.length
  if (range.kind === 'block') say(vim, count > 2 ? `block of ${count} lines yanked` : '')
  else if (count > 2) say(vim, `${count} lines yanked`)
}

const change: Operator = (vim, range, order) => {
  if (range.kind === 'line') {
    keepDeleted(vim, order.register, contents(vim, range), false)
    const indent =
      vim.settings.autoindent && !vim.settings.paste ? indentOf(lineAt(vim, range.from.row)) : ''
    spliceRows(vim, range.from.row, range.to.row - range.from.row + 1, [indent])
    startInsert(vim, { row: range.from.row, col: indent.length })
    return
  }
  if (range.kind === 'block') {
    const rows = rowsOf(range).filter(row => lineAt(vim, row).length >= range.from.col)
    remove(vim, range, order)
    startInsert(vim, range.from, { rows: rows.slice(1), col: range.from.col, append: false })
    return
  }
  keepDeleted(vim, order.register, contents(vim, range), range.big ?? false)
  removeBetween(vim, range.from, range.to)
  startInsert(vim, range.from)
}

const shift =
  (step: 1 | -1): Operator =>
  (vim, range, order) => {
    const times = order.count ?? 1
    for (const row of rowsOf(range)) {
      const line = lineAt(vim, row)
      if (range.kind === 'block' && step > 0) {
        if (line.length > range.from.col)
          setRow(
            vim,
            row,
            line.slice(0, range.from.col) +
              ' '.repeat(times * (vim.settings.shiftwidth || vim.settings.tabstop)) +
              line.slice(range.from.col),
          )
      } else setRow(vim, row, shiftRow(line, step * times, vim.settings))
    }
    if (range.kind === 'block') moveTo(vim, range.from.row, range.from.col)
    else moveTo(vim, range.from.row, firstNonBlank(lineAt(vim, range.from.row)))
    const count = range.to.row - range.from.row + 1
    if (count > 2)
      say(
        vim,
        `${count} lines ${step > 0 ? '>' : '<'}ed ${times} ${times === 1 ? 'time' : 'times'}`,
      )
  }

const reindent: Operator = (vim, range) => {
  for (const row of rowsOf(range)) setRow(vim, row, indentRow(vim, row))
  moveTo(vim, range.from.row, firstNonBlank(lineAt(vim, range.from.row)))
  const count = range.to.row - range.from.row + 1
  if (count > 2) say(vim, `${count} lines indented `)
}

const letters =
  (turn: (text: string) => string): Operator =>
  (vim, range, order) => {
    if (range.kind === 'line')
      for (const row of rowsOf(range)) setRow(vim, row, turn(lineAt(vim, row)))
    else if (range.kind === 'block') {
      eachSlice(vim, range, (row, line, from, to) =>
        setRow(vim, row, line.slice(0, from) + turn(line.slice(from, to)) + line.slice(to)),
      )
    } else {
      for (const row of rowsOf(range)) {
        const line = lineAt(vim, row)
        const from = row === range.from.row ? range.from.col : 0
        const to = row === range.to.row ? range.to.col : line.length
        setRow(vim, row, line.slice(0, from) + turn(line.slice(from, to)) + line.slice(to))
      }
    }
    if (range.kind === 'line' && !order.visual)
      moveTo(
        vim,
        range.from.row,
        Math.min(vim.col, range.from.row === vim.row ? vim.col : vim.want),
      )
    else moveTo(vim, range.from.row, range.from.col)
  }

export const swapCase = (text: string): string =>
  text.replace(/\p{L}/gu, letter =>
    letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
  )

export const APPLY: Readonly<Record<string, Operator>> = {
  d: remove,
  y: yank,
  c: change,
  '>': shift(1),
  '<': shift(-1),
  '=': reindent,
  'g~': letters(swapCase),
  gu: letters(text => text.toLowerCase()),
  gU: letters(text => text.toUpperCase()),
  'g?': letters(text =>
    text.replace(/[a-z]/gi, letter => {
      const base = letter <= 'Z' ? 65 : 97
      return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base)
    }),
  ),
}

export function contents(vim: Vim, range: Range): Register {
  if (range.kind === 'line')
    return { kind: 'line', lines: vim.lines.slice(range.from.row, range.to.row + 1) }
  if (range.kind === 'char') return { kind: 'char', lines: textBetween(vim, range.from, range.to) }
  const lines: string[] = []
  eachSlice(vim, range, (_, line, from, to) => lines.push(line.slice(from, to)))
  return { kind: 'block', lines }
}

export function rowsOf(range: Range): number[] {
  return Array.from({ length: range.to.row - range.from.row + 1 }, (_, at) => range.from.row + at)
}

/** Hands out what a block covers of each row. */
function eachSlice(
  vim: Vim,
  range: Range,
  visit: (row: number, line: string, from: number, to: number) => void,
): void {
  for (const row of rowsOf(range)) {
    const line = lineAt(vim, row)
    const to = range.toEnd ? line.length : Math.min(line.length, range.to.col)
    visit(
      row,
      line,
      Math.min(range.from.col, line.length),
      Math.max(to, Math.min(range.from.col, line.length)),
    )
  }
}

/** Vim speaks of line counts only above two. */
function reportLines(vim: Vim, difference: number): void {
  if (difference > 2) say(vim, `${difference} more lines`)
  else if (difference < -2) say(vim, `${-difference} fewer lines`)
}
