/** Runs what is typed behind a colon. */
import { COMMANDS } from './ex-commands.ts'
import { compile } from './pattern.ts'
import { parseRows, type Rows } from './range.ts'
import { fail, lineAt, type Vim } from './state.ts'
import { firstNonBlank, moveTo } from './text.ts'

/** One command line; `|` separates commands where a command doesn't take it as its own. */
export function execute(vim: Vim, text: string): void {
  for (
    let rest: string | undefined = text;
    rest !== undefined && !vim.failed && vim.exit === undefined;
  )
    rest = one(vim, rest)
}

/** Runs a command on every row that matches, or doesn't. */
export function global(vim: Vim, text: string, rows: Rows, inverse: boolean): void {
  const mark = text[0]
  if (mark === undefined || /\w/.test(mark))
    return fail(vim, 'E148: Regular expression missing from :global')
  const end = new RegExp(`(?<!\\\\)\\${mark}`).exec(text.slice(1))
  const pattern = (end ? text.slice(1, end.index + 1) : text.slice(1)) || vim.pattern
  const command = (end ? text.slice(end.index + 2) : '').trim() || 'p'
  const regexp = compile(pattern, vim.settings)
  const all = rows.given === 0 ? { from: 0, to: vim.lines.length - 1 } : rows
  const found: number[] = []
  for (let row = all.from; row <= all.to; row++) {
    if (regexp) regexp.lastIndex = 0
    if ((regexp?.test(lineAt(vim, row)) ?? false) !== inverse) found.push(row)
  }
  vim.pattern = pattern
  if (found.length === 0)
    return fail(
      vim,
      `${inverse ? 'E538: Pattern found in every line' : 'E486: Pattern not found'}: ${pattern}`,
    )
  const before = vim.lines.length
  for (let at = 0, moved = 0; at < found.length; at++) {
    const count = vim.lines.length
    const row = (found[at] ?? 0) + moved
    if (row >= vim.lines.length) break
    moveTo(vim, row, 0)
    vim.message = { text: '', kind: 'plain' }
    execute(vim, command)
    // A substitution that finds nothing in one row is none of the whole command's business.
    vim.failed = false
    moved += vim.lines.length - count
  }
  const difference = vim.lines.length - before
  if (Math.abs(difference) > 2)
    vim.message = {
      text: difference > 0 ? `${difference} more lines` : `${-difference} fewer lines`,
      kind: 'plain',
    }
}

/** Runs the first command of a line; returns what is left of it. */
function one(vim: Vim, text: string): string | undefined {
  const rows = parseRows(vim, text)
  if (typeof rows === 'string') {
    fail(vim, rows)
    return undefined
  }
  if (rows.rest === '' || rows.rest.startsWith('"')) {
    if (rows.given > 0)
      moveTo(vim, Math.max(0, rows.to), firstNonBlank(lineAt(vim, Math.max(0, rows.to))))
    return undefined
  }
  const word =
    /^(?:s(?=[^\w\s"|]|$)|[gv](?=!?[^\w\s"|!])|k(?=\s*[a-zA-Z]$)|[a-zA-Z]+|[<>]+|&&?|[=!@#*~])/.exec(
      rows.rest,
    )?.[0] ?? ''
  const name = word.startsWith('>') || word.startsWith('<') ? (word[0] ?? '') : word
  const command = COMMANDS.find(
    each => each.name.startsWith(name) && name.length >= each.least && name !== '',
  )
  if (!command) {
    fail(vim, `E492: Not an editor command: ${text}`)
    return undefined
  }
  let rest = rows.rest.slice(word.length)
  const bang = rest.startsWith('!') && /^[a-z]/.test(name)
  if (bang) rest = rest.slice(1)
  const bar = command.takesBars ? -1 : rest.search(/(?<!\\)\|/)
  const args = (bar < 0 ? rest : rest.slice(0, bar)).trim()
  if (command.plain && args !== '') {
    fail(vim, `E488: Trailing characters: ${args}`)
    return undefined
  }
  if (bang && command.noBang) {
    fail(vim, 'E477: No ! allowed')
    return undefined
  }
  command.run(vim, {
    rows,
    bang,
    args: name === '>' || name === '<' ? `${word.length} ${args}` : args,
  })
  return bar < 0 ? undefined : rest.slice(bar + 1)
}
