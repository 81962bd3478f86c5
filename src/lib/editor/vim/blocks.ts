/** Brackets and paragraphs: what belongs together over several lines. */
import { lineAt, type Pos, type Vim } from './state.ts'

const PAIRS = '()[]{}'

/** `%`: the partner of the first bracket from the cursor on. */
export function matchingBracket(vim: Vim): Pos | undefined {
  const line = lineAt(vim, vim.row)
  let col = vim.col
  while (col < line.length && !PAIRS.includes(line[col] ?? '')) col++
  if (col >= line.length) return undefined
  const at = PAIRS.indexOf(line[col] ?? '')
  const opens = at % 2 === 0
  return partner(
    vim,
    { row: vim.row, col },
    PAIRS[at] ?? '',
    PAIRS[opens ? at + 1 : at - 1] ?? '',
    opens ? 1 : -1,
  )
}

/** The pair of brackets around the cursor, `count` levels out. */
export function enclosing(
  vim: Vim,
  open: string,
  close: string,
  from: Pos,
  count: number,
): { from: Pos; to: Pos } | undefined {
  const here: Pos = { row: from.row, col: from.col }
  let start: Pos | undefined =
    lineAt(vim, from.row)[from.col] === open ? here : partnerOut(vim, here, open, close)
  for (let turn = 1; turn < count && start; turn++) start = partnerOut(vim, start, open, close)
  start ??= count === 1 ? nextBracket(vim, here, open) : undefined
  const end = start && partner(vim, start, open, close, 1)
  return start && end ? { from: start, to: end } : undefined
}

/** `{` and `}`: the next blank line, or the edge of the buffer. */
export function paragraph(vim: Vim, step: 1 | -1, count: number): Pos | undefined {
  let row = vim.row
  const last = vim.lines.length - 1
  if (
    (step < 0 && row === 0 && vim.col === 0) ||
    (step > 0 && row === last && vim.col >= lineAt(vim, last).length)
  )
    return undefined
  for (let turn = 0; turn < count; turn++) {
    while (row >= 0 && row <= last && lineAt(vim, row) === '') row += step
    while (row >= 0 && row <= last && lineAt(vim, row) !== '') row += step
  }
  if (row < 0) return { row: 0, col: 0 }
  if (row > last) return { row: last, col: lineAt(vim, last).length }
  return { row, col: 0 }
}

/** Where nothing encloses the cursor, the next pair is meant. */
function nextBracket(vim: Vim, from: Pos, open: string): Pos | undefined {
  for (let row = from.row; row < vim.lines.length; row++) {
    const col = lineAt(vim, row).indexOf(open, row === from.row ? from.col : 0)
    if (col >= 0) return { row, col }
  }
  return undefined
}

function partnerOut(vim: Vim, from: Pos, open: string, close: string): Pos | undefined {
  return partner(vim, from, close, open, -1)
}

/** Walks from a bracket to the one that closes it, counting those between. */
function partner(vim: Vim, from: Pos, own: string, other: string, step: 1 | -1): Pos | undefined {
  let depth = 0
  let col = from.col + step
  for (let row = from.row; row >= 0 && row < vim.lines.length; row += step) {
    const line = lineAt(vim, row)
    if (row !== from.row) col = step > 0 ? 0 : line.length - 1
    for (; col >= 0 && col < line.length; col += step) {
      if (line[col] === own) depth++
      else if (line[col] === other && depth-- === 0) return { row, col }
    }
  }
  return undefined
}
