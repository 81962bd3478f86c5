/** The prompt with the line being typed: its rows, and where the cursor stands in them. */
import { width } from '../../lib/editor/width.ts'
import { highlightCommand } from '../highlight.ts'
import { ghost } from '../line/ghost.ts'
import type { TerminalState } from '../terminal.ts'
import type { Theme } from '../theme.ts'
import { breakRow, cut, shownWidth } from './rows.ts'

export interface Input {
  readonly rows: readonly string[]
  readonly cursor: { readonly x: number; readonly y: number }
}

export function inputRows(
  state: TerminalState,
  columns: number,
  rowsMax: number,
  theme: Theme,
): Input {
  const { line } = state
  const head = line.search ? searchPrompt(line.search, theme) : state.prompt
  const coloured = line.search
    ? marked(line.text, line.search.query, line.cursor, theme)
    : highlightCommand(line.text, theme)
  const texts = coloured
    .split('\n')
    .map((text, at) => (at === 0 ? head : state.continuation) + text)
  const before = line.text.slice(0, line.cursor).split('\n')
  const cursorRow = before.length - 1
  const prefix =
    shownWidth(cursorRow === 0 ? head : state.continuation) + width(before.at(-1) ?? '')
  const rows: string[] = []
  let y = 0
  for (const [at, text] of texts.entries()) {
    if (at === cursorRow) y = rows.length + Math.floor(prefix / columns)
    rows.push(...breakRow(text, columns))
  }
  const x = prefix % columns
  while (rows.length <= y) rows.push('')
  addGhost(rows, state, columns, theme)
  return windowed(rows, { x, y }, rowsMax)
}

/** The menu of candidates under the line: columns of names, or one a row where they are described. */
export function menuRows(
  state: TerminalState,
  columns: number,
  rowsMax: number,
  theme: Theme,
): string[] {
  const menu = state.line.menu
  if (!menu || rowsMax < 1) return []
  const names = menu.candidates.map(candidate => candidate.text)
  const described = menu.candidates.some(candidate => candidate.description !== undefined)
  const widest = Math.min(columns - 2, Math.max(...names.map(width)))
  const across = described ? 1 : Math.max(1, Math.floor(columns / (widest + 2)))
  const down = Math.ceil(names.length / across)
  const selectedRow = menu.selected === undefined ? 0 : menu.selected % down
  const shown = down <= rowsMax ? down : rowsMax - 1
  const top = Math.max(0, Math.min(selectedRow - Math.floor(shown / 2), down - shown))
  const rows: string[] = []
  for (let row = top; row < top + shown; row++) {
    let text = ''
    for (let column = 0; column < across; column++) {
      const at = column * down + row
      const candidate = menu.candidates[at]
      if (!candidate) continue
      const name = cut(candidate.text, widest)
      const gap = ' '.repeat(Math.max(0, widest - shownWidth(name)))
      text += (at === menu.selected ? theme.paint('selected', name) : name) + gap + '  '
      if (described) text += theme.paint('muted', candidate.description ?? '')
    }
    rows.push(cut(text.trimEnd(), columns))
  }
  if (shown < down) rows.push(theme.paint('muted', `${names.length} choices, Tab goes on`))
  return rows
}

function searchPrompt(
  search: { query: string; failed: boolean; forward: boolean },
  theme: Theme,
): string {
  const name = `${search.failed ? 'failed ' : ''}${search.forward ? 'i-search' : 'reverse-i-search'}`
  return `${search.failed ? theme.paint('bad', `(${name})`) : `(${name})`}\`${search.query}': `
}

function marked(text: string, query: string, at: number, theme: Theme): string {
  if (query === '' || !text.startsWith(query, at)) return text
  return text.slice(0, at) + theme.paint('match', query) + text.slice(at + query.length)
}

function addGhost(rows: string[], state: TerminalState, columns: number, theme: Theme): void {
  const rest = ghost(state.line, state.history)
  const last = rows.length - 1
  const room = columns - shownWidth(rows[last] ?? '') - 1
  if (rest !== '' && room > 0) rows[last] += theme.paint('muted', cut(rest, room))
}

/** A line longer than the screen shows the part around its cursor. */
function windowed(rows: readonly string[], cursor: Input['cursor'], rowsMax: number): Input {
  if (rows.length <= rowsMax) return { rows, cursor }
  const top = Math.max(0, Math.min(cursor.y - Math.floor(rowsMax / 2), rows.length - rowsMax))
  return { rows: rows.slice(top, top + rowsMax), cursor: { x: cursor.x, y: cursor.y - top } }
}
