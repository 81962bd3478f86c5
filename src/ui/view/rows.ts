/** Cuts and fills rows of styled text to a width, colour codes kept whole. */
import { graphemes, graphemeWidth, width } from '../../lib/editor/width.ts'
import { uncoloured } from '../theme.ts'

/** Columns of a row, its colour codes not counted. */
export function shownWidth(row: string): number {
  return width(uncoloured(row))
}

/** Breaks one row hard at a width, as a terminal does; colours go on in the next row. */
export function breakRow(row: string, columns: number): string[] {
  if (shownWidth(row) <= columns) return [row]
  const rows: string[] = []
  let current = ''
  let used = 0
  let open = ''
  for (const part of row.split(CODE)) {
    if (part.startsWith('\x1b')) {
      current += part
      open = ENDS.test(part) ? '' : open + part
      continue
    }
    for (const grapheme of graphemes(part)) {
      const size = graphemeWidth(grapheme)
      if (used + size > columns) {
        rows.push(open === '' ? current : `${current}\x1b[0m`)
        current = open
        used = 0
      }
      current += grapheme
      used += size
    }
  }
  rows.push(current)
  return rows
}

/** Breaks between words where it can; rows after the first are indented. */
export function wrapWords(text: string, columns: number, indent = ''): string[] {
  const rows: string[] = []
  let current = ''
  for (const word of text.split(' ')) {
    const longer = current === '' ? word : `${current} ${word}`
    if (shownWidth(longer) <= columns || current.trim() === '') {
      current = longer
      continue
    }
    rows.push(current)
    current = indent + word
  }
  rows.push(current)
  return rows.flatMap(row => breakRow(row, columns))
}

/** Fills with blanks up to a width. */
export function pad(row: string, columns: number): string {
  return row + ' '.repeat(Math.max(0, columns - shownWidth(row)))
}

/** Cuts at a width, the cut marked. */
export function cut(row: string, columns: number): string {
  if (shownWidth(row) <= columns) return row
  return `${breakRow(row, Math.max(1, columns - 1))[0] ?? ''}\x1b[0m…`
}

const CODE = /(\x1b\[[0-9;]*m)/
const ENDS = /^\x1b\[(?:0|39|22|27|39;49|22;39)?m$/
