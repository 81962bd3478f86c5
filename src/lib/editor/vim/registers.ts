/** Where yanked and deleted text goes, and where it comes from. */
import { keys } from '../key.ts'
import type { Register, Vim } from './state.ts'

/** Keeps yanked text: in the named register, or in 0. */
export function keepYanked(vim: Vim, name: string | undefined, text: Register): void {
  if (name === '_') return
  store(vim, name ?? '0', text)
}

/** Keeps deleted text: named, small (`-`), or on top of 1 to 9. */
export function keepDeleted(
  vim: Vim,
  name: string | undefined,
  text: Register,
  big: boolean,
): void {
  if (name === '_') return
  if (name !== undefined && name !== '"') return store(vim, name, text)
  if (!big && text.kind === 'char' && text.lines.length === 1) return store(vim, '-', text)
  const shifted: Record<string, Register> = {}
  for (let number = 9; number > 1; number--) {
    const before = vim.registers[String(number - 1)]
    if (before) shifted[String(number)] = before
  }
  vim.registers = { ...vim.registers, ...shifted }
  store(vim, '1', text)
}

export function fetch(vim: Vim, name: string | undefined): Register | undefined {
  const char = (text: string): Register | undefined =>
    text === '' ? undefined : { kind: 'char', lines: text.split('\n') }
  switch (name) {
    case '/':
      return char(vim.pattern)
    case ':':
      return char(vim.histories[':'].at(-1) ?? '')
    case '.':
      return char(vim.lastInserted)
    case '%':
      return char(vim.path)
    default:
      return vim.registers[name === undefined ? '"' : name.toLowerCase()]
  }
}

/** A register's content as keys, for `@a`. */
export function macro(vim: Vim, name: string): string[] {
  const register = fetch(vim, name)
  if (!register) return []
  const text = register.lines.join('<CR>') + (register.kind === 'line' ? '<CR>' : '')
  return keys(text)
}

function store(vim: Vim, name: string, text: Register): void {
  const lower = name.toLowerCase()
  const before = vim.registers[lower]
  const joined = lower !== name && before ? append(before, text) : text
  vim.registers = { ...vim.registers, [lower]: joined, '"': joined }
}

function append(before: Register, text: Register): Register {
  if (before.kind === 'line' || text.kind === 'line')
    return { kind: 'line', lines: [...before.lines, ...text.lines] }
  const last = before.lines.at(-1) ?? ''
  return {
    kind: 'char',
    lines: [...before.lines.slice(0, -1), last + (text.lines[0] ?? ''), ...text.lines.slice(1)],
  }
}
