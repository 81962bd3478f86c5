/** Looking for patterns and characters. */
import { compile, literal } from './pattern.ts'
import { fail, lineAt, say, type Pos, type Vim } from './state.ts'
import { kindOf } from './words.ts'

/** The next match from a place on, around the end of the buffer when the settings allow it. */
export function findNext(
  vim: Vim,
  pattern: string,
  forward: boolean,
  from: Pos,
  silent = false,
): Pos | undefined {
  const regexp = compile(pattern, vim.settings)
  const found = regexp && (forward ? ahead(vim, regexp, from) : back(vim, regexp, from))
  if (!found) {
    if (!silent) fail(vim, `E486: Pattern not found: ${pattern}`)
    return undefined
  }
  if (found.wrapped && !vim.settings.wrapscan) {
    if (!silent)
      fail(
        vim,
        `${forward ? 'E385: Search hit BOTTOM' : 'E384: Search hit TOP'} without match for: ${pattern}`,
      )
    return undefined
  }
  if (found.wrapped && !silent) {
    say(
      vim,
      forward ? 'search hit BOTTOM, continuing at TOP' : 'search hit TOP, continuing at BOTTOM',
      'warning',
    )
  }
  return found
}

/** Repeats the last search `count` times, in its direction or against it. */
export function repeatSearch(vim: Vim, count: number, same: boolean): Pos | undefined {
  if (vim.pattern === '') {
    fail(vim, 'E35: No previous regular expression')
    return undefined
  }
  const forward = vim.forward === same
  let at: Pos = vim
  let message = {
    text: `${forward ? '/' : '?'}${vim.pattern}`,
    kind: 'plain' as 'plain' | 'warning',
  }
  for (let turn = 0; turn < count; turn++) {
    vim.message = { text: '', kind: 'plain' }
    const next = findNext(vim, vim.pattern, forward, at)
    if (!next) return undefined
    if ((vim.message as { kind: string }).kind === 'warning')
      message = { ...vim.message, kind: 'warning' }
    at = next
  }
  vim.message = message
  vim.highlight = true
  return at
}

/** The word under the cursor or the next one in the line, as `*` looks for it. */
export function wordAtCursor(vim: Vim): { text: string; col: number } | undefined {
  const line = lineAt(vim, vim.row)
  let at = vim.col
  while (at < line.length && kindOf(line[at], false) !== 1) at++
  if (at === line.length) return undefined
  while (at > 0 && kindOf(line[at - 1], false) === 1) at--
  let end = at
  while (end < line.length && kindOf(line[end], false) === 1) end++
  return { text: line.slice(at, end), col: at }
}

export function searchWord(
  vim: Vim,
  count: number,
  forward: boolean,
  whole: boolean,
): Pos | undefined {
  const word = wordAtCursor(vim)
  if (!word) {
    fail(vim, 'E348: No string under cursor')
    return undefined
  }
  vim.pattern = whole ? `\\<${literal(word.text)}\\>` : literal(word.text)
  vim.forward = forward
  vim.histories = { ...vim.histories, '/': [...vim.histories['/'], vim.pattern] }
  vim.col = word.col
  return repeatSearch(vim, count, true)
}

/** f F t T in one line; `again` is `;`, which for t and T looks beyond the character it stands before. */
export function findCharacter(
  vim: Vim,
  key: string,
  character: string,
  count: number,
  again: boolean,
): Pos | undefined {
  const line = lineAt(vim, vim.row)
  const forward = key === 'f' || key === 't'
  const till = key === 't' || key === 'T'
  let at = vim.col
  if (till && again && line[at + (forward ? 1 : -1)] === character && count === 1)
    at += forward ? 1 : -1
  for (let turn = 0; turn < count; turn++) {
    at = forward
      ? line.indexOf(character, at + 1)
      : at === 0
        ? -1
        : line.lastIndexOf(character, at - 1)
    if (at < 0) return undefined
  }
  return { row: vim.row, col: till ? at + (forward ? -1 : 1) : at }
}

/** Every match in one line. */
export function matchesIn(line: string, regexp: RegExp): { col: number; length: number }[] {
  const found: { col: number; length: number }[] = []
  regexp.lastIndex = 0
  for (let match = regexp.exec(line); match; match = regexp.exec(line)) {
    found.push({ col: match.index, length: match[0].length })
    if (match[0] === '') regexp.lastIndex++
    if (regexp.lastIndex > line.length) break
  }
  return found
}

type Found = Pos & { readonly wrapped: boolean }

function ahead(vim: Vim, regexp: RegExp, from: Pos): Found | undefined {
  const count = vim.lines.length
  for (let step = 0; step <= count; step++) {
    const row = (from.row + step) % count
    const matches = matchesIn(lineAt(vim, row), regexp)
    const match = matches.find(({ col }) =>
      step === 0 ? col > from.col : step === count ? col <= from.col : true,
    )
    if (match) return { row, col: match.col, wrapped: from.row + step >= count }
  }
  return undefined
}

function back(vim: Vim, regexp: RegExp, from: Pos): Found | undefined {
  const count = vim.lines.length
  for (let step = 0; step <= count; step++) {
    const row = (from.row - step + count * 2) % count
    const matches = matchesIn(lineAt(vim, row), regexp)
    const match = matches.findLast(({ col }) =>
      step === 0 ? col < from.col : step === count ? col >= from.col : true,
    )
    if (match) return { row, col: match.col, wrapped: from.row - step < 0 }
  }
  return undefined
}
