/** The last row: which lab, how far, how long, and the keys that help. */
import type { Board } from '../session.ts'
import type { Theme } from '../theme.ts'
import { cut, pad, shownWidth } from './rows.ts'

export function statusRow(
  board: Board,
  elapsedMs: number,
  running: boolean,
  columns: number,
  theme: Theme,
): string {
  const score = `${board.score}/${board.max}`
  const parts = [
    theme.paint('strong', board.lab),
    board.score >= board.max && board.max > 0 ? theme.paint('good', `★ ${score}`) : score,
    elapsed(elapsedMs),
    ...(board.hintsUsed + board.hintsLeft > 0
      ? [`hints ${board.hintsUsed}/${board.hintsUsed + board.hintsLeft}`]
      : []),
  ]
  const left = parts.join(theme.paint('muted', ' · '))
  const right = theme.paint('muted', running ? 'Ctrl-C stops' : 'check · hint · F1 help')
  const room = columns - shownWidth(left) - shownWidth(right)
  return room < 2 ? cut(left, columns) : `${pad(left, columns - shownWidth(right))}${right}`
}

function elapsed(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  return minutes < 60
    ? `${minutes}m`
    : `${Math.floor(minutes / 60)}h${String(minutes % 60).padStart(2, '0')}m`
}
