/** Which part of the buffer the screen shows. */
import { width } from '../width.ts'
import { lineAt, textRows, type Vim } from './state.ts'
import { firstNonBlank, moveTo } from './text.ts'

/** Ctrl-D and Ctrl-U: text and cursor move together. */
export function scroll(vim: Vim, by: number): void {
  vim.top = Math.max(0, Math.min(vim.top + by, Math.max(0, vim.lines.length - textRows(vim))))
  const row = Math.max(0, Math.min(vim.row + by, vim.lines.length - 1))
  moveTo(vim, row, firstNonBlank(lineAt(vim, row)))
  follow(vim)
}

/** Scrolls to a top row; the cursor stays in sight. */
export function scrollTo(vim: Vim, top: number, cursor: 'keep' | 'top' | 'bottom'): void {
  vim.top = Math.max(0, Math.min(top, vim.lines.length - 1))
  const around = margin(vim)
  const first = vim.top === 0 ? 0 : vim.top + around
  const last = Math.min(
    vim.lines.length - 1,
    vim.top + textRows(vim) - 1 - (vim.top + textRows(vim) >= vim.lines.length ? 0 : around),
  )
  if (cursor === 'keep') {
    const row = Math.max(first, Math.min(vim.row, last))
    if (row !== vim.row) moveTo(vim, row, vim.want, true)
    return
  }
  const row = cursor === 'top' ? Math.max(first, vim.row > last ? last : first) : last
  moveTo(vim, row, firstNonBlank(lineAt(vim, row)))
}

/** Brings the cursor back in sight, with some rows around it. */
export function follow(vim: Vim): void {
  const height = textRows(vim)
  const around = margin(vim)
  if (vim.row - around < vim.top) {
    const gap = vim.top - (vim.row - around)
    vim.top = gap > height / 2 ? centred(vim) : Math.max(0, vim.row - around)
    return
  }
  let used = 0
  const below = Math.min(vim.row + around, vim.lines.length - 1)
  if (below - vim.top > height * 1.5) {
    vim.top = centred(vim)
    return
  }
  for (let row = vim.top; row <= below; row++) used += rowHeight(vim, row)
  while (used > height && vim.top < vim.row) used -= rowHeight(vim, vim.top++)
}

/** Rows kept in sight above and below the cursor. */
export function margin(vim: Vim): number {
  return Math.min(vim.settings.scrolloff, Math.floor((textRows(vim) - 1) / 2))
}

/** Screen rows that a line takes. */
export function rowHeight(vim: Vim, row: number): number {
  if (!vim.settings.wrap) return 1
  const columns = Math.max(1, vim.columns - gutter(vim))
  return Math.max(1, Math.ceil(shownLength(vim, lineAt(vim, row)) / columns))
}

/** Columns that line numbers take. */
export function gutter(vim: Vim): number {
  return vim.settings.number || vim.settings.relativenumber
    ? Math.max(3, String(vim.lines.length).length) + 1
    : 0
}

function shownLength(vim: Vim, line: string): number {
  if (!line.includes('\t')) return width(line) + (vim.settings.list ? 1 : 0)
  let columns = 0
  for (const part of line.split(/(\t)/)) {
    columns += part === '\t' ? vim.settings.tabstop - (columns % vim.settings.tabstop) : width(part)
  }
  return columns
}

function centred(vim: Vim): number {
  return Math.max(0, Math.min(vim.row - Math.floor(textRows(vim) / 2), vim.lines.length - 1))
}
