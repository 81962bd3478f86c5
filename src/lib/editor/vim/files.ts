/** Writing the buffer and leaving. */
import { fail, say, type Vim } from './state.ts'

export interface WriteOrder {
  readonly path?: string
  readonly force?: boolean
  /** Only these rows. */
  readonly rows?: { readonly from: number; readonly to: number }
}

/** False when it was refused, the reason is shown. */
export function writeFile(vim: Vim, order: WriteOrder): boolean {
  const path = order.path ?? vim.path
  if (path === '') return refuse(vim, 'E32: No file name')
  const own = path === vim.path
  if (own && vim.settings.readonly && !order.force)
    return refuse(vim, "E45: 'readonly' option is set (add ! to override)")
  if (path.endsWith('/')) return refuse(vim, `E502: "${path}" is a directory`)
  const exists = own
    ? !vim.isNew
    : vim.read(path) !== undefined || vim.writes.some(write => write.path === path)
  if (!own && exists && !order.force) return refuse(vim, 'E13: File exists (add ! to override)')
  const lines = order.rows ? vim.lines.slice(order.rows.from, order.rows.to + 1) : vim.lines
  const text = textOf(lines)
  vim.writes = [...vim.writes, { path, text }]
  if (own && !order.rows) {
    vim.saved = vim.lines
    vim.isNew = false
  }
  say(vim, `"${path}" ${exists ? '' : '[New] '}${size(text)} written`)
  return true
}

/** Ends vim; false when unsaved changes stand against it. */
export function quit(vim: Vim, force: boolean, exit = 0): boolean {
  if (!force && vim.lines !== vim.saved)
    return refuse(vim, 'E37: No write since last change (add ! to override)')
  vim.exit = exit
  return true
}

/** Every line ends with a line break; a buffer of one empty line is an empty file. */
export function textOf(lines: readonly string[]): string {
  return lines.length === 1 && lines[0] === '' ? '' : `${lines.join('\n')}\n`
}

export function linesOf(text: string): string[] {
  if (text === '') return ['']
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n')
}

/** `17L, 400B`, as vim counts. */
export function size(text: string): string {
  return `${text === '' ? 0 : linesOf(text).length}L, ${new TextEncoder().encode(text).length}B`
}

function refuse(vim: Vim, why: string): false {
  fail(vim, why)
  return false
}
