/** How far a new line is indented: like the one above, and in YAML as vim's own indent/yaml.vim has it. */
import { lineAt, type Vim } from './state.ts'
import { blanks, indentOf, screenColumn, shiftWidth } from './text.ts'

/** The indentation for a line that comes after this row. */
export function indentAfter(vim: Vim, row: number): string {
  if (!vim.settings.autoindent || vim.settings.paste) return ''
  const line = lineAt(vim, row)
  if (!isYaml(vim.path) || line.trim() === '') return indentOf(line)
  return blanks(yamlIndent(vim, row), vim.settings)
}

/** A row with the indentation that belongs to it. */
export function indentRow(vim: Vim, row: number): string {
  const line = lineAt(vim, row)
  const body = line.trimStart()
  if (body === '') return ''
  if (!isYaml(vim.path)) return indentAfter(vim, row - 1) + body
  let above = row - 1
  while (above >= 0 && /^\s*(?:#.*)?$/.test(lineAt(vim, above))) above--
  if (above < 0) return body
  // Where a mapping may already be over, the line's own indentation tells best.
  const columns = indentOf(line).length
  const deepest = yamlIndent(vim, above)
  return blanks(Math.min(columns, deepest), vim.settings) + body
}

export function isYaml(path: string): boolean {
  return /\.ya?ml$/.test(path)
}

function yamlIndent(vim: Vim, row: number): number {
  const line = lineAt(vim, row)
  const indent = indentOf(line)
  const columns = screenColumn(indent, indent.length, vim.settings.tabstop)
  if (/^\s*#/.test(line)) return columns
  const list = /^\s*((?:- +)+)/.exec(line)?.[1]?.length ?? 0
  if (/[{[:]\s*(?:#.*)?$|[:-] [|>][+-]?\s*(?:#.*)?$/.test(line))
    return columns + list + shiftWidth(vim.settings)
  return columns + list
}
