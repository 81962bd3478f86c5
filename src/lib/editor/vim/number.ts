/** Ctrl-A and Ctrl-X: counts the number at or behind the cursor up and down. */
import { lineAt, type Vim } from './state.ts'
import { moveTo, setRow } from './text.ts'

export function changeNumber(vim: Vim, by: number): void {
  const line = lineAt(vim, vim.row)
  for (const match of line.matchAll(/0x[0-9a-fA-F]+|(?<![A-Za-z0-9])-?\d+|\d+/g)) {
    const end = match.index + match[0].length
    if (end <= vim.col) continue
    const text = match[0].startsWith('0x') ? hexadecimal(match[0], by) : decimal(match[0], by)
    setRow(vim, vim.row, line.slice(0, match.index) + text + line.slice(end))
    return moveTo(vim, vim.row, match.index + text.length - 1)
  }
}

function decimal(text: string, by: number): string {
  const value = String(BigInt(text) + BigInt(by))
  const digits = text.replace('-', '')
  if (!digits.startsWith('0') || digits.length === 1) return value
  const bare = value.replace('-', '').padStart(digits.length, '0')
  return value.startsWith('-') ? `-${bare}` : bare
}

function hexadecimal(text: string, by: number): string {
  return `0x${(BigInt(text) + BigInt(by)).toString(16).padStart(text.length - 2, '0')}`
}
