/** `p` and `P`: puts a register into the text. */
import { fetch } from './registers.ts'
import { fail, lineAt, say, type Register, type Vim } from './state.ts'
import { firstNonBlank, insertAt, moveTo, setRow, spliceRows } from './text.ts'
import { after } from '../width.ts'

export interface PutOrder {
  readonly register?: string
  readonly count?: number
}

/** `beyond` leaves the cursor behind what came in (`gp`). */
export function put(vim: Vim, order: PutOrder, behind: boolean, beyond = false): void {
  const register = fetch(vim, order.register)
  if (!register) return fail(vim, `E353: Nothing in register ${order.register ?? '"'}`)
  const count = order.count ?? 1
  if (register.kind === 'line')
    return putLines(vim, vim.row + (behind ? 1 : 0), register, count, beyond)
  const col = behind ? after(lineAt(vim, vim.row), vim.col) : vim.col
  if (register.kind === 'block') return putBlock(vim, col, register, count)
  const text = repeated(register.lines, count)
  const start = { row: vim.row, col }
  const end = insertAt(vim, start, text)
  if (text.length > 1 && !beyond) moveTo(vim, start.row, start.col)
  else moveTo(vim, end.row, beyond ? end.col : end.col - 1)
  if (text.length > 3) say(vim, `${text.length - 1} more lines`)
}

/** Puts whole lines before a row. */
export function putLines(
  vim: Vim,
  row: number,
  register: Register,
  count = 1,
  beyond = false,
): void {
  const lines = Array.from({ length: count }, () => register.lines).flat()
  spliceRows(vim, row, 0, lines)
  moveTo(
    vim,
    beyond ? row + lines.length : row,
    firstNonBlank(lineAt(vim, beyond ? row + lines.length : row)),
  )
  if (lines.length > 2) say(vim, `${lines.length} more lines`)
}

function putBlock(vim: Vim, col: number, register: Register, count: number): void {
  const widest = Math.max(...register.lines.map(line => line.length))
  for (const [at, piece] of register.lines.entries()) {
    const row = vim.row + at
    if (row >= vim.lines.length) spliceRows(vim, row, 0, [''])
    const line = lineAt(vim, row).padEnd(col)
    const last = line.length === col
    const text = Array.from({ length: count }, () => piece.padEnd(widest)).join('')
    setRow(vim, row, line.slice(0, col) + (last ? text.trimEnd() : text) + line.slice(col))
  }
  moveTo(vim, vim.row, col)
}

function repeated(lines: readonly string[], count: number): string[] {
  let text = [...lines]
  for (let turn = 1; turn < count; turn++) {
    text = [...text.slice(0, -1), (text.at(-1) ?? '') + (lines[0] ?? ''), ...lines.slice(1)]
  }
  return text
}
