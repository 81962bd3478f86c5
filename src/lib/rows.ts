/** The rows of a `kubectl describe`, and the one renderer that aligns them. */
import { DESCRIBE_LAYOUT, alignText } from './tabwriter.ts'

/**
 * One line: `level` times two blanks, then the cells, each but the last ended by a tab stop. An empty last
 * cell leaves the blanks of its column standing (`Labels:` with nothing behind it is `['Labels:', '']`).
 * A cell may hold newlines and tabs itself, as kubectl's own format strings do.
 */
export interface Row {
  readonly level: number
  readonly cells: readonly string[]
  /** Columns of the rows above do not reach below this row (a Flush of the writer before it). */
  readonly flush?: boolean
}

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, tabbedString and prefixWriter. */
export const renderRows = (rows: readonly Row[]): string => {
  let text = ''
  let block = ''
  for (const row of rows) {
    if (row.flush) {
      text += alignText(block, DESCRIBE_LAYOUT)
      block = ''
    }
    block += `${'  '.repeat(row.level)}${row.cells.join('\t')}\n`
  }
  return text + alignText(block, DESCRIBE_LAYOUT)
}

/** The short way to write a row: `row(1, 'Type', 'Reason')`. */
export const row = (level: number, ...cells: string[]): Row => ({ level, cells })
