/** Decides what stands where below the scroll-back: pure rows from the state, so that every screen can be tested as text. */
import type { Command } from '../session.ts'
import type { Output } from '../output.ts'
import type { TerminalState } from '../terminal.ts'
import type { Theme } from '../theme.ts'
import { helpRows } from './help.ts'
import { inputRows, menuRows } from './input.ts'
import { foldedPanel, panelRows, viewRows } from './panel.ts'
import { breakRow, pad, shownWidth } from './rows.ts'
import { statusRow } from './status.ts'

export interface Layout {
  readonly left: readonly string[]
  /** The panel beside it; absent where it is folded. */
  readonly right: readonly string[]
  readonly leftColumns: number
  readonly below: readonly string[]
  readonly cursor: { readonly x: number; readonly y: number } | undefined
}

/** Also moves finished lines out of the way: what doesn't fit beside the panel goes into the scroll-back. */
export function layout(
  state: TerminalState,
  output: Output,
  elapsedMs: number,
  commands: readonly Command[],
  theme: Theme,
): Layout {
  const { columns } = state
  const below = footer(state, elapsedMs, theme)
  const room = Math.max(3, state.rows - below.length - 1)
  const wide = hasPanel(state)
  const rightColumns = wide ? Math.min(64, Math.floor(columns * 0.38)) : 0
  const right = !wide
    ? []
    : state.shown
      ? viewRows(state.shown, rightColumns, room, theme)
      : panelRows(state.board, rightColumns, room, theme)
  const leftColumns = wide ? columns - rightColumns - 2 : columns

  const live = liveRows(state, output, leftColumns, room, commands, theme)
  output.settle(leftColumns, Math.max(0, right.length - live.rows.length))
  const left = [...output.tail, ...live.rows]
  const cursor = live.cursor && { x: live.cursor.x, y: live.cursor.y + output.tail.length }
  return { left, right, leftColumns, below, cursor }
}

function hasPanel(state: TerminalState): boolean {
  return state.panel && state.columns >= WIDE && state.rows >= 16
}

/** One row of left and right side by side. */
export function beside(layout: Layout): string[] {
  if (layout.right.length === 0) return [...layout.left]
  const rows = Math.max(layout.left.length, layout.right.length)
  return Array.from(
    { length: rows },
    (_, at) => `${pad(layout.left[at] ?? '', layout.leftColumns)}  ${layout.right[at] ?? ''}`,
  )
}

function liveRows(
  state: TerminalState,
  output: Output,
  columns: number,
  room: number,
  commands: readonly Command[],
  theme: Theme,
): { rows: string[]; cursor: Layout['cursor'] } {
  if (state.running && output.picture !== undefined) {
    const rows = output.picture
      .replace(/\n$/, '')
      .split('\n')
      .flatMap(row => breakRow(row, columns))
      .slice(0, room)
    return { rows, cursor: { x: 0, y: rows.length - 1 } }
  }
  if (state.running) {
    const rows = breakRow(output.partial + state.running.typed, columns).slice(-room)
    const last = rows.at(-1) ?? ''
    return { rows, cursor: { x: shownWidth(last), y: rows.length - 1 } }
  }
  const input = inputRows(state, columns, room, theme)
  const rest = room - input.rows.length
  const extra = state.help
    ? helpRows(commands, columns, rest, theme)
    : menuRows(state, columns, Math.min(rest, MENU_ROWS_MAX), theme)
  return { rows: [...input.rows, ...extra], cursor: input.cursor }
}

function footer(state: TerminalState, elapsedMs: number, theme: Theme): string[] {
  if (state.rows < 8) return []
  const status = statusRow(
    state.board,
    elapsedMs,
    state.running !== undefined,
    state.columns,
    theme,
  )
  const folded = state.panel && !hasPanel(state) && state.board.tasks.length > 0
  return folded ? [foldedPanel(state.board, state.columns, theme), status] : [status]
}

const WIDE = 100
const MENU_ROWS_MAX = 10
