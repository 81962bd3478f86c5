/** Where words begin and end: vim's small words of one kind of character, and its WORDS of anything but blanks. */
import type { Pos } from './state.ts'

type Lines = readonly string[]

/** 0 a blank, 1 a letter, 2 punctuation; for WORDS everything that is no blank is a letter. */
export function kindOf(character: string | undefined, big: boolean): 0 | 1 | 2 {
  if (character === undefined || /\s/.test(character)) return 0
  if (big) return 1
  return /[\p{L}\p{N}\p{M}_\ud800-\udfff]/u.test(character) ? 1 : 2
}

export function wordStart(lines: Lines, from: Pos, big: boolean): Pos {
  let { row, col } = from
  const line = lines[row] ?? ''
  const kind = kindOf(line[col], big)
  if (kind !== 0) while (col < line.length && kindOf(line[col], big) === kind) col++
  for (;;) {
    const text = lines[row] ?? ''
    while (col < text.length && kindOf(text[col], big) === 0) col++
    if (col < text.length) return { row, col }
    if (row + 1 >= lines.length) return { row, col: text.length }
    row++
    col = 0
    if (lines[row] === '') return { row, col }
  }
}

/** The end of the word; `stay` counts the word under the cursor even when the cursor stands on its end. */
export function wordEnd(lines: Lines, from: Pos, big: boolean, stay = false): Pos {
  let { row, col } = from
  if (!stay) col++
  for (;;) {
    const text = lines[row] ?? ''
    while (col < text.length && kindOf(text[col], big) === 0) col++
    if (col < text.length) break
    if (row + 1 >= lines.length) return { row, col: Math.max(0, text.length - 1) }
    row++
    col = 0
  }
  const text = lines[row] ?? ''
  const kind = kindOf(text[col], big)
  while (col + 1 < text.length && kindOf(text[col + 1], big) === kind) col++
  return { row, col }
}

export function wordBack(lines: Lines, from: Pos, big: boolean): Pos {
  let { row, col } = from
  col--
  for (;;) {
    const text = lines[row] ?? ''
    while (col >= 0 && kindOf(text[col], big) === 0) col--
    if (col >= 0) break
    if (row === 0) return { row, col: 0 }
    row--
    col = (lines[row] ?? '').length - 1
    if (lines[row] === '') return { row, col: 0 }
  }
  const text = lines[row] ?? ''
  const kind = kindOf(text[col], big)
  while (col > 0 && kindOf(text[col - 1], big) === kind) col--
  return { row, col }
}

export function wordEndBack(lines: Lines, from: Pos, big: boolean): Pos {
  let { row, col } = from
  let text = lines[row] ?? ''
  const kind = kindOf(text[col], big)
  if (kind !== 0) while (col >= 0 && kindOf(text[col], big) === kind) col--
  for (;;) {
    text = lines[row] ?? ''
    while (col >= 0 && kindOf(text[col], big) === 0) col--
    if (col >= 0) return { row, col }
    if (row === 0) return { row, col: 0 }
    row--
    col = (lines[row] ?? '').length - 1
    if (lines[row] === '') return { row, col: 0 }
  }
}
