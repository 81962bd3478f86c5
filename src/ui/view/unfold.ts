/**
 * A terminal that gets narrower folds the rows that stand on it, and Ink, which counts rows, would then wipe too few.
 * This clears the folded rows and leaves as many empty ones as Ink believes are there, the cursor where Ink left it.
 */
import { beside, type Layout } from './layout.ts'
import { shownWidth } from './rows.ts'

export function unfold(view: Layout, columns: number): string {
  const rows = [...beside(view), ...view.below].map(row => shownWidth(row.trimEnd()))
  const folded = (width: number): number => Math.max(1, Math.ceil(width / columns))
  const cursor = view.cursor ?? { x: 0, y: rows.length }
  const above =
    rows.slice(0, cursor.y).reduce((sum, width) => sum + folded(width), 0) +
    Math.floor(cursor.x / columns)
  const up = (count: number): string => (count > 0 ? `\x1b[${count}A` : '')
  return `${up(above)}\r\x1b[J${'\n'.repeat(rows.length)}${up(rows.length - cursor.y)}\r`
}
