/** Cutting and joining in a buffer of lines. */
import { after, before } from '../width.ts'
import { isInsert, isVisual, lineAt, type Pos, type Settings, type Vim } from './state.ts'

/** Puts the cursor there, held inside the text. */
export function moveTo(vim: Vim, row: number, col: number, keepWant = false): void {
  vim.row = Math.max(0, Math.min(row, vim.lines.length - 1))
  vim.col = clampCol(vim, vim.row, col)
  if (!keepWant) vim.want = vim.col
}

/** In normal mode the cursor stands on a character, elsewhere it may stand behind the last one. */
function clampCol(vim: Vim, row: number, col: number): number {
  const line = lineAt(vim, row)
  const last = isInsert(vim.mode) || isVisual(vim.mode) ? line.length : before(line, line.length)
  return Math.max(0, Math.min(col, last))
}

export function firstNonBlank(line: string): number {
  const at = line.search(/\S/)
  return at < 0 ? Math.max(0, line.length - 1) : at
}

export function indentOf(line: string): string {
  return /^\s*/.exec(line)?.[0] ?? ''
}

/** Replaces whole rows. */
export function spliceRows(vim: Vim, from: number, count: number, rows: readonly string[]): void {
  const lines = [...vim.lines.slice(0, from), ...rows, ...vim.lines.slice(from + count)]
  vim.lines = lines.length === 0 ? [''] : lines
}

export function setRow(vim: Vim, row: number, text: string): void {
  if (lineAt(vim, row) !== text) spliceRows(vim, row, 1, [text])
}

/** The text from one place up to another, which is not part of it. */
export function textBetween(vim: Vim, from: Pos, to: Pos): string[] {
  if (from.row === to.row) return [lineAt(vim, from.row).slice(from.col, to.col)]
  return [
    lineAt(vim, from.row).slice(from.col),
    ...vim.lines.slice(from.row + 1, to.row),
    lineAt(vim, to.row).slice(0, to.col),
  ]
}

export function removeBetween(vim: Vim, from: Pos, to: Pos): void {
  const joined = lineAt(vim, from.row).slice(0, from.col) + lineAt(vim, to.row).slice(to.col)
  spliceRows(vim, from.row, to.row - from.row + 1, [joined])
}

/** Puts text in; returns the place behind it. */
export function insertAt(vim: Vim, at: Pos, text: readonly string[]): Pos {
  const line = lineAt(vim, at.row)
  const head = line.slice(0, at.col)
  const tail = line.slice(at.col)
  if (text.length === 1) {
    setRow(vim, at.row, head + (text[0] ?? '') + tail)
    return { row: at.row, col: at.col + (text[0] ?? '').length }
  }
  const last = text.at(-1) ?? ''
  spliceRows(vim, at.row, 1, [head + (text[0] ?? ''), ...text.slice(1, -1), last + tail])
  return { row: at.row + text.length - 1, col: last.length }
}

export function isBefore(a: Pos, b: Pos): boolean {
  return a.row < b.row || (a.row === b.row && a.col < b.col)
}

/** The place one character on, for making an inclusive end exclusive. */
export function onePast(vim: Vim, pos: Pos): Pos {
  return { row: pos.row, col: after(lineAt(vim, pos.row), pos.col) }
}

/** The screen column of an offset, tabs at their stops. */
export function screenColumn(line: string, col: number, tabstop: number): number {
  let column = 0
  for (const character of line.slice(0, col))
    column += character === '\t' ? tabstop - (column % tabstop) : 1
  return column
}

/** Blanks of a width, as the settings want them. */
export function blanks(columns: number, settings: Settings): string {
  if (settings.expandtab) return ' '.repeat(columns)
  return (
    '\t'.repeat(Math.floor(columns / settings.tabstop)) + ' '.repeat(columns % settings.tabstop)
  )
}

export function shiftWidth(settings: Settings): number {
  return settings.shiftwidth === 0 ? settings.tabstop : settings.shiftwidth
}

/** Moves a row right (or left, when negative) by so many shift widths. */
export function shiftRow(line: string, times: number, settings: Settings): string {
  if (line.trim() === '' && times > 0) return line
  const indent = indentOf(line)
  const columns = screenColumn(indent, indent.length, settings.tabstop)
  return (
    blanks(Math.max(0, columns + times * shiftWidth(settings)), settings) +
    line.slice(indent.length)
  )
}
