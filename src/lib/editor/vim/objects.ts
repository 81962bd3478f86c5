/** Text objects: `iw`, `a"`, `ip`, `i{`, `it` and their like. */
import { enclosing } from './blocks.ts'
import { lineAt, type Pos, type Vim } from './state.ts'
import { isBefore } from './text.ts'
import { kindOf } from './words.ts'

/** From the first character to the last one, both included. */
export interface Extent {
  readonly from: Pos
  readonly to: Pos
  readonly linewise?: true
  /** Nothing between the quotes or brackets. */
  readonly empty?: true
}

export function textObject(vim: Vim, name: string, count: number): Extent | undefined {
  const around = name.startsWith('a')
  const kind = name.slice(1)
  switch (kind) {
    case 'w':
      return word(vim, around, false, count)
    case 'W':
      return word(vim, around, true, count)
    case 'p':
      return paragraph(vim, around, count)
    case '"':
    case "'":
    case '`':
      return quoted(vim, around, kind)
    case 't':
      return tag(vim, around)
  }
  const pair = BRACKETS[kind]
  return pair === undefined
    ? undefined
    : bracketed(vim, around, pair[0] ?? '', pair[1] ?? '', count)
}

function word(vim: Vim, around: boolean, big: boolean, count: number): Extent | undefined {
  const line = lineAt(vim, vim.row)
  if (line === '')
    return around
      ? undefined
      : { from: { row: vim.row, col: 0 }, to: { row: vim.row, col: 0 }, empty: true }
  const run = (at: number, step: 1 | -1): number => {
    const kind = kindOf(line[at], big)
    while (line[at + step] !== undefined && kindOf(line[at + step], big) === kind) at += step
    return at
  }
  let from = run(vim.col, -1)
  let to = vim.col - 1
  const onBlank = kindOf(line[vim.col], big) === 0
  for (let turn = 0; turn < count && to + 1 < line.length; turn++) {
    to = run(to + 1, 1)
    if (around && to + 1 < line.length && (onBlank || kindOf(line[to + 1], big) === 0))
      to = run(to + 1, 1)
  }
  const trailing = kindOf(line[to], big) === 0
  if (around && !onBlank && !trailing && from > 0 && kindOf(line[from - 1], big) === 0) {
    const start = run(from - 1, -1)
    // Indentation is no blank between words.
    if (start > 0) from = start
  }
  return { from: { row: vim.row, col: from }, to: { row: vim.row, col: to } }
}

function paragraph(vim: Vim, around: boolean, count: number): Extent {
  const blank = (row: number): boolean => lineAt(vim, row).trim() === ''
  const last = vim.lines.length - 1
  let from = vim.row
  while (from > 0 && blank(from - 1) === blank(vim.row)) from--
  let to = vim.row - 1
  for (let turn = 0; turn < count && to < last; turn++) {
    for (let part = 0; part < (around ? 2 : 1) && to < last; part++) {
      const kind = blank(++to)
      while (to < last && blank(to + 1) === kind) to++
    }
  }
  // At the end of the buffer the blank lines before belong to it instead.
  if (around && to === last && !blank(vim.row) && !blank(last))
    while (from > 0 && blank(from - 1)) from--
  return {
    from: { row: from, col: 0 },
    to: { row: to, col: lineAt(vim, to).length },
    linewise: true,
  }
}

function quoted(vim: Vim, around: boolean, quote: string): Extent | undefined {
  const line = lineAt(vim, vim.row)
  const places: number[] = []
  for (let at = 0; at < line.length; at++) {
    if (line[at] === '\\') at++
    else if (line[at] === quote) places.push(at)
  }
  for (let pair = 0; pair + 1 < places.length; pair += 2) {
    const open = places[pair] ?? 0
    const close = places[pair + 1] ?? 0
    if (vim.col > close) continue
    if (!around) return inside(vim.row, open, close)
    let to = close
    while (/\s/.test(line[to + 1] ?? '')) to++
    let from = open
    if (to === close) while (/\s/.test(line[from - 1] ?? '')) from--
    return { from: { row: vim.row, col: from }, to: { row: vim.row, col: to } }
  }
  return undefined
}

function inside(row: number, open: number, close: number): Extent {
  const from = { row, col: open + 1 }
  return open + 1 === close
    ? { from, to: from, empty: true }
    : { from, to: { row, col: close - 1 } }
}

function bracketed(
  vim: Vim,
  around: boolean,
  open: string,
  close: string,
  count: number,
): Extent | undefined {
  const pair = enclosing(vim, open, close, vim, count)
  if (!pair) return undefined
  if (around) return pair
  let from: Pos = { row: pair.from.row, col: pair.from.col + 1 }
  let to: Pos = { row: pair.to.row, col: pair.to.col - 1 }
  // A block on lines of its own is taken without its brackets' lines.
  const opensLine = from.col >= lineAt(vim, from.row).length
  if (opensLine && from.row < pair.to.row) from = { row: from.row + 1, col: 0 }
  if (
    opensLine &&
    lineAt(vim, pair.to.row).slice(0, pair.to.col).trim() === '' &&
    to.row > pair.from.row
  ) {
    to = { row: to.row - 1, col: lineAt(vim, to.row - 1).length }
    return isBefore(to, from) ? { from, to: from, empty: true } : { from, to, linewise: true }
  }
  return isBefore(to, from) ? { from, to: from, empty: true } : { from, to }
}

/** The innermost `<name>…</name>` around the cursor in the buffer. */
function tag(vim: Vim, around: boolean): Extent | undefined {
  const text = vim.lines.join('\n')
  const starts = vim.lines.map((_, row) =>
    vim.lines.slice(0, row).reduce((sum, line) => sum + line.length + 1, 0),
  )
  const cursor = (starts[vim.row] ?? 0) + vim.col
  const at = (offset: number): Pos => {
    const row = starts.findLastIndex(start => start <= offset)
    return { row, col: offset - (starts[row] ?? 0) }
  }
  const open: { name: string; from: number; to: number }[] = []
  for (const match of text.matchAll(/<(\/?)([\w:-]+)[^<>]*?(\/?)>/g)) {
    if (match[3] === '/') continue
    if (match[1] === '')
      open.push({ name: match[2] ?? '', from: match.index, to: match.index + match[0].length })
    else {
      const index = open.findLastIndex(each => each.name === match[2])
      const begin = open.splice(index, index < 0 ? 0 : open.length)[0]
      const end = match.index + match[0].length
      if (!begin || begin.from > cursor || end <= cursor) continue
      if (around) return { from: at(begin.from), to: at(end - 1) }
      return begin.to === match.index
        ? { from: at(begin.to), to: at(begin.to), empty: true }
        : { from: at(begin.to), to: at(match.index - 1) }
    }
  }
  return undefined
}

const BRACKETS: Readonly<Record<string, string>> = {
  '(': '()',
  ')': '()',
  b: '()',
  '[': '[]',
  ']': '[]',
  '{': '{}',
  '}': '{}',
  B: '{}',
  '<lt>': '<>',
  '<': '<>',
  '>': '<>',
}
