/** How many columns text takes on a terminal, and where its graphemes begin. */

const GRAPHEME = new RegExp(
  '\\r\\n|\\p{RI}\\p{RI}' +
    '|\\p{Extended_Pictographic}[\\p{EMod}\\ufe0f\\u20e3]*(?:\\u200d\\p{Extended_Pictographic}[\\p{EMod}\\ufe0f]*)*' +
    '|[\\s\\S][\\p{M}\\u200d\\ufe0f]*',
  'gu',
)

/** What a reader takes for one character each: letters with their accents, emoji with their parts. */
export function graphemes(text: string): string[] {
  return PLAIN.test(text) ? text.split('') : (text.match(GRAPHEME) ?? [])
}

/** Columns of a text without line breaks; control characters count as the two of `^A`. */
export function width(text: string): number {
  if (PLAIN.test(text)) return text.length
  let columns = 0
  for (const grapheme of graphemes(text)) columns += graphemeWidth(grapheme)
  return columns
}

export function graphemeWidth(grapheme: string): number {
  const code = grapheme.codePointAt(0) ?? 0
  if (code < 0x20 || code === 0x7f) return 2
  if (code < 0x300) return 1
  if (ZERO.test(grapheme)) return 0
  if (EMOJI.test(grapheme) || WIDE.some(([from, to]) => code >= from && code <= to)) return 2
  return 1
}

/** The offset of the grapheme before `at`. */
export function before(text: string, at: number): number {
  const last = graphemes(text.slice(0, at)).at(-1)
  return last === undefined ? 0 : at - last.length
}

/** The offset after the grapheme at `at`. */
export function after(text: string, at: number): number {
  if (at >= text.length) return text.length
  const code = text.charCodeAt(at)
  const next = text.charCodeAt(at + 1)
  if (code < 0x7f && (Number.isNaN(next) || next < 0x7f)) return at + 1
  return at + (graphemes(text.slice(at))[0]?.length ?? 1)
}

/** The longest beginning of a text that fits into so many columns. */
export function fit(text: string, columns: number): string {
  if (width(text) <= columns) return text
  let kept = ''
  let used = 0
  for (const grapheme of graphemes(text)) {
    used += graphemeWidth(grapheme)
    if (used > columns) break
    kept += grapheme
  }
  return kept
}

const PLAIN = /^[ -~]*$/
const ZERO = /^[\p{M}\u200b-\u200f\u2060\ufeff]/u
const EMOJI = /^(?:\p{Emoji_Presentation}|\p{RI}\p{RI}|\p{Emoji}\ufe0f)/u
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x20000, 0x3fffd],
]
