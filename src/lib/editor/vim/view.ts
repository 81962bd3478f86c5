/** Vim's screen: text with colours, selection and matches, the `~` rows, the bottom line with mode and ruler. */
import type { Frame, Span, Style } from '../frame.ts'
import { fit, graphemes, graphemeWidth, width } from '../width.ts'
import { yamlStyles } from '../yaml.ts'
import { isYaml } from './indent.ts'
import { compile } from './pattern.ts'
import { gutter, rowHeight } from './scroll.ts'
import { matchesIn } from './search.ts'
import { isVisual, lineAt, textRows, type Vim } from './state.ts'
import { screenColumn } from './text.ts'
import { selection } from './visual.ts'

export function frameOf(vim: Vim): Frame {
  const rows: Span[][] = []
  const height = textRows(vim)
  let cursor = { row: 0, column: 0 }
  let row = vim.top
  for (; row < vim.lines.length && rows.length < height; row++) {
    if (rows.length + rowHeight(vim, row) > height && row !== vim.row && rows.length > 0) break
    const { parts, at } = lineRows(vim, row)
    if (row === vim.row) cursor = { row: rows.length + at.row, column: at.column }
    rows.push(...parts.slice(0, height - rows.length))
  }
  const filler = row < vim.lines.length ? '@' : '~'
  while (rows.length < height) rows.push([{ text: filler, style: 'nonText' }])
  overlay(vim, rows)
  const bottom = bottomRow(vim)
  rows.push(bottom)
  if (vim.commandLine)
    cursor = {
      row: height,
      column: 1 + width(vim.commandLine.text.slice(0, vim.commandLine.cursor)),
    }
  else if (vim.confirmation || vim.listing)
    cursor = {
      row: height,
      column: Math.min(
        vim.columns - 1,
        bottom.reduce((sum, span) => sum + width(span.text), 0),
      ),
    }
  cursor = {
    row: Math.min(cursor.row, vim.rows - 1),
    column: Math.min(cursor.column, vim.columns - 1),
  }
  return { rows, cursor, cursorShape: 'block' }
}

/** One line as screen rows, and where its cursor would be. */
function lineRows(vim: Vim, row: number): { parts: Span[][]; at: { row: number; column: number } } {
  const line = lineAt(vim, row)
  const styles = stylesOf(vim, row, line)
  const left = gutter(vim)
  const room = Math.max(1, vim.columns - left)
  const parts: Span[][] = [[...numberOf(vim, row, left)]]
  let column = 0
  let at = { row: 0, column: left }
  let offset = 0
  const add = (text: string, style: Style, size: number): void => {
    if (column + size > room && column > 0) {
      parts.push(left > 0 ? [{ text: ' '.repeat(left), style: 'lineNumber' }] : [])
      column = 0
    }
    const spans = parts.at(-1) as Span[]
    const last = spans.at(-1)
    if (last && last.style === style) spans[spans.length - 1] = { text: last.text + text, style }
    else spans.push({ text, style })
    column += size
  }
  for (const grapheme of graphemes(line)) {
    const style = styles[offset] ?? 'plain'
    const start = { row: parts.length - 1, column: left + column }
    if (grapheme === '\t') tab(vim, column, style, add)
    else if (grapheme < ' ')
      add(`^${String.fromCharCode(grapheme.charCodeAt(0) + 64)}`, 'special', 2)
    else add(grapheme, style, graphemeWidth(grapheme))
    if (offset === vim.col) {
      // On a tab the cursor stands at its end, except where text goes in.
      const size = left + column - start.column
      at =
        parts.length - 1 > start.row
          ? { row: parts.length - 1, column: left }
          : {
              row: start.row,
              column:
                grapheme === '\t' && vim.mode === 'normal' && !vim.settings.list
                  ? start.column + size - 1
                  : start.column,
            }
    }
    offset += grapheme.length
  }
  if (vim.col >= offset)
    at =
      column >= room
        ? { row: parts.length, column: left }
        : { row: parts.length - 1, column: left + column }
  if (vim.settings.list) add('$', 'nonText', 1)
  else if (styles[line.length] === 'visual') add(' ', 'visual', 1)
  return { parts: vim.settings.wrap ? parts : parts.slice(0, 1), at }
}

function tab(
  vim: Vim,
  column: number,
  style: Style,
  add: (text: string, style: Style, size: number) => void,
): void {
  if (vim.settings.list) return add('^I', 'nonText', 2)
  const size = vim.settings.tabstop - (column % vim.settings.tabstop)
  add(' '.repeat(size), style, size)
}

/** The style of each character: YAML's colours under matches under the selection. */
function stylesOf(vim: Vim, row: number, line: string): Style[] {
  const styles: Style[] =
    vim.settings.syntax && isYaml(vim.path)
      ? yamlStyles(line)
      : new Array<Style>(line.length).fill('plain')
  const shown =
    vim.commandLine && vim.commandLine.prompt !== ':' && vim.settings.incsearch
      ? vim.commandLine.text
      : vim.highlight && vim.settings.hlsearch
        ? vim.pattern
        : ''
  const regexp = shown === '' ? undefined : compile(shown, vim.settings)
  for (const match of regexp ? matchesIn(line, regexp) : [])
    styles.fill('search', match.col, match.col + match.length)
  const asked = vim.confirmation?.found[vim.confirmation.at]
  if (asked && asked.row === row)
    styles.fill('search', asked.col, asked.col + Math.max(1, asked.length))
  if (!isVisual(vim.mode)) return styles
  const range = selection(vim)
  if (row < range.from.row || row > range.to.row) return styles
  const from =
    range.kind === 'line' || (range.kind === 'char' && row > range.from.row) ? 0 : range.from.col
  const to =
    range.kind === 'line' || range.toEnd || (range.kind === 'char' && row < range.to.row)
      ? line.length + 1
      : range.to.col
  for (let at = from; at < to && at <= line.length; at++) styles[at] = 'visual'
  return styles
}

function numberOf(vim: Vim, row: number, left: number): Span[] {
  if (left === 0) return []
  const { relativenumber, number } = vim.settings
  const distance = Math.abs(row - vim.row)
  const shown = relativenumber && (distance > 0 || !number) ? distance : row + 1
  const text =
    relativenumber && number && distance === 0
      ? String(shown).padEnd(left - 1)
      : String(shown).padStart(left - 1)
  return [{ text: `${text} `, style: 'lineNumber' }]
}

/** A listing covers the text from below, as vim's own does. */
function overlay(vim: Vim, rows: Span[][]): void {
  if (!vim.listing) return
  const shown = vim.listing.slice(-rows.length)
  rows.splice(
    rows.length - shown.length,
    shown.length,
    ...shown.map(text => [{ text: text.slice(0, vim.columns), style: 'plain' as const }]),
  )
}

function bottomRow(vim: Vim): Span[] {
  if (vim.commandLine)
    return [
      {
        text: (vim.commandLine.prompt + vim.commandLine.text).slice(-(vim.columns - 1)),
        style: 'plain',
      },
    ]
  if (vim.confirmation)
    return [
      {
        text: `replace with ${vim.confirmation.found[vim.confirmation.at]?.insert ?? ''} (y/n/a/q/l/^E/^Y)?`,
        style: 'message',
      },
    ]
  if (vim.listing) return [{ text: 'Press ENTER or type command to continue', style: 'message' }]
  const mode = MODES[vim.mode] ?? ''
  const paste = vim.mode === 'insert' && vim.settings.paste ? ' (paste)' : ''
  const recording = vim.recording ? `recording @${vim.recording.register}` : ''
  const said = vim.oneShot
    ? '-- (insert) --'
    : mode
      ? `-- ${mode}${paste} --${recording}`
      : vim.message.text || recording
  const style: Style =
    mode || vim.oneShot
      ? 'message'
      : vim.message.kind === 'error'
        ? 'error'
        : vim.message.kind === 'warning'
          ? 'special'
          : 'plain'
  const room = Math.max(0, vim.columns - 19)
  if (width(said) > room) return [{ text: fit(said, vim.columns - 1), style }]
  const keys = vim.pending.join('').slice(-10)
  const shown =
    width(said) + 11 <= room
      ? said.padEnd(said.length + room - width(said) - 11) + keys.padEnd(11)
      : said.padEnd(said.length + room - width(said))
  return [
    { text: said, style },
    { text: shown.slice(said.length) + ruler(vim), style: 'plain' },
  ]
}

/** `17,5-9        Bot`: line, byte, column, and how far down the window is. */
function ruler(vim: Vim): string {
  const line = lineAt(vim, vim.row)
  const byte = new TextEncoder().encode(line.slice(0, vim.col)).length + 1
  const inText = vim.mode === 'insert' || vim.mode === 'replace'
  const tabbed =
    line[vim.col] === '\t' && !inText
      ? screenColumn(line, vim.col + 1, vim.settings.tabstop)
      : undefined
  const column =
    tabbed ??
    width(line.slice(0, vim.col).replaceAll('\t', '')) +
      line.slice(0, vim.col).split('\t').length -
      1 +
      tabsBefore(vim, line) +
      1
  const place = line === '' ? '0-1' : byte === column ? String(byte) : `${byte}-${column}`
  const shown = textRows(vim)
  const above = vim.top
  const below = Math.max(0, vim.lines.length - vim.top - shown)
  const where =
    above === 0 && below === 0
      ? 'All'
      : above === 0
        ? 'Top'
        : below === 0
          ? 'Bot'
          : `${Math.floor((above * 100) / (above + below))}%`
  return `${`${vim.row + 1},${place}`.padEnd(14)}${where}`
}

/** How many columns more than one each the tabs before the cursor take. */
function tabsBefore(vim: Vim, line: string): number {
  const head = line.slice(0, vim.col)
  return head.includes('\t') ? screenColumn(line, vim.col, vim.settings.tabstop) - head.length : 0
}

const MODES: Readonly<Partial<Record<Vim['mode'], string>>> = {
  insert: 'INSERT',
  replace: 'REPLACE',
  visual: 'VISUAL',
  'visual line': 'VISUAL LINE',
  'visual block': 'VISUAL BLOCK',
}
