/** The rows an Ex command is about: `%`, `.,$`, `'<,'>`, `/from/,+3`. */
import { findNext } from './search.ts'
import type { Vim } from './state.ts'

export interface Rows {
  readonly from: number
  readonly to: number
  /** How many addresses were given. */
  readonly given: number
  /** What stands behind them. */
  readonly rest: string
}

/** A text instead of rows is the error to show. */
export function parseRows(vim: Vim, text: string): Rows | string {
  const source = { text: text.replace(/^[:\s]+/, '') }
  if (source.text.startsWith('%'))
    return { from: 0, to: vim.lines.length - 1, given: 2, rest: source.text.slice(1).trimStart() }
  const rows: number[] = []
  let current = vim.row
  for (;;) {
    const row = address(vim, source, current)
    if (typeof row === 'string') return row
    if (row !== undefined) rows.push(row)
    const separator = /^\s*([,;])/.exec(source.text)
    if (!separator) break
    if (row === undefined) rows.push(current)
    if (separator[1] === ';') current = rows.at(-1) ?? current
    source.text = source.text.slice(separator[0].length)
    if (!/^\s*[\d.$'/?+\\-]/.test(source.text)) {
      rows.push(current)
      break
    }
  }
  const [from = vim.row, to = from] = rows.slice(-2)
  if (from < -1 || Math.max(from, to) >= vim.lines.length || to < -1) return 'E16: Invalid range'
  if (from > to) return { from: to, to: from, given: rows.length, rest: source.text.trimStart() }
  return { from, to, given: rows.length, rest: source.text.trimStart() }
}

/** One address as a row, counted from 0; line 0 is row -1. */
export function address(
  vim: Vim,
  source: { text: string },
  current: number,
): number | string | undefined {
  source.text = source.text.trimStart()
  const start = /^(\d+|\.|\$|'.|\/(?:\\.|[^/])*\/?|\?(?:\\.|[^?])*\??)/.exec(source.text)?.[0]
  let row: number | undefined
  if (start !== undefined) {
    source.text = source.text.slice(start.length)
    if (/^\d/.test(start)) row = Number(start) - 1
    else if (start === '.') row = current
    else if (start === '$') row = vim.lines.length - 1
    else if (start.startsWith("'")) {
      const mark = vim.marks[start[1] === "'" ? '`' : (start[1] ?? '')]
      if (!mark) return 'E20: Mark not set'
      row = mark.row
    } else {
      const pattern = start.slice(1).replace(/[/?]$/, '') || vim.pattern
      const found = findNext(
        vim,
        pattern,
        start.startsWith('/'),
        { row: current, col: start.startsWith('/') ? Infinity : 0 },
        true,
      )
      if (!found) return `E486: Pattern not found: ${pattern}`
      row = found.row
    }
  }
  for (
    let step = /^\s*([+-])(\d*)/.exec(source.text);
    step;
    step = /^\s*([+-])(\d*)/.exec(source.text)
  ) {
    const by = step[2] === '' ? 1 : Number(step[2])
    row = (row ?? current) + (step[1] === '+' ? by : -by)
    source.text = source.text.slice(step[0].length)
  }
  return row
}
