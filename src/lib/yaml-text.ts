/** The text of quoted scalars and of block scalars. */
import { type YamlCursor, isBlank, isBreak, isEnd, isSpace } from './yaml-cursor.ts'

/** What stands between quotes; the cursor is behind the first one, and ends behind the last. */
export const quotedText = (cursor: YamlCursor, quote: "'" | '"'): string => {
  let text = ''
  for (;;) {
    if (cursor.column === 0 && cursor.documentMark()) cursor.fail('found unexpected document indicator')
    if (cursor.at() === undefined) {
      if (cursor.column !== 0) cursor.line++
      cursor.fail('found unexpected end of stream')
    }
    const [words, escapedBreak] = quotedWords(cursor, quote)
    text += words
    if (cursor.at() === quote) break
    text += quotedBlanks(cursor, escapedBreak)
  }
  cursor.skip()
  return text
}

const quotedWords = (
  cursor: YamlCursor, quote: string,
): [text: string, escapedBreak: boolean] => {
  let text = ''
  while (!isSpace(cursor.at())) {
    const char = cursor.at()!
    if (quote === "'" && char === "'" && cursor.at(1) === "'") {
      text += "'"
      cursor.skip(2)
    } else if (char === quote) break
    else if (quote === '"' && char === '\\' && isBreak(cursor.at(1))) {
      cursor.skip()
      cursor.skipBreak()
      return [text, true]
    } else if (quote === '"' && char === '\\') text += escape(cursor)
    else {
      text += char
      cursor.skip()
    }
  }
  return [text, false]
}

const quotedBlanks = (cursor: YamlCursor, escapedBreak: boolean): string => {
  let blanks = ''
  let breaks = ''
  let leading = escapedBreak
  let first = ''
  while (isBlank(cursor.at()) || isBreak(cursor.at())) {
    if (isBlank(cursor.at())) {
      if (!leading) blanks += cursor.at()
      cursor.skip()
      continue
    }
    cursor.skipBreak()
    if (leading) breaks += '\n'
    else {
      blanks = ''
      first = '\n'
      leading = true
    }
  }
  if (!leading) return blanks
  if (first === '') return breaks
  return breaks === '' ? ' ' : breaks
}

const escape = (cursor: YamlCursor): string => {
  const name = cursor.at(1) ?? ''
  const digits = { x: 2, u: 4, U: 8 }[name]
  if (digits === undefined) {
    const plain = ESCAPES[name]
    if (plain === undefined) cursor.fail('found unknown escape character')
    cursor.skip(2)
    return plain!
  }
  const hex = cursor.text.slice(cursor.pos + 2, cursor.pos + 2 + digits)
  if (!/^[\da-fA-F]+$/.test(hex) || hex.length < digits) cursor.fail('did not find expected hexdecimal number')
  const code = Number.parseInt(hex, 16)
  if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) {
    cursor.fail('found invalid Unicode character escape code')
  }
  cursor.skip(2 + digits)
  return String.fromCodePoint(code)
}

/** What stands in a | or > scalar; `parent` is the indentation around it. */
export const blockText = (
  cursor: YamlCursor, literal: boolean, chomp: string, increment: number, parent: number,
): string => {
  let indent = increment === 0 ? 0 : Math.max(parent, 0) + increment
  let text = ''
  let leadingBreak = ''
  let breaks: string
  ;[indent, breaks] = blockBreaks(cursor, indent, parent)
  let leadingBlank = false
  while (cursor.column === indent && cursor.at() !== undefined) {
    const trailingBlank = isBlank(cursor.at())
    if (!literal && leadingBreak.startsWith('\n') && !leadingBlank && !trailingBlank) {
      if (breaks === '') text += ' '
    } else text += leadingBreak
    leadingBreak = ''
    text += breaks
    leadingBlank = isBlank(cursor.at())
    const start = cursor.pos
    while (!isEnd(cursor.at())) cursor.skip()
    text += cursor.text.slice(start, cursor.pos)
    if (cursor.at() === undefined) {
      breaks = ''
      break
    }
    cursor.skipBreak()
    leadingBreak = '\n'
    ;[indent, breaks] = blockBreaks(cursor, indent, parent)
  }
  if (chomp !== '-') text += leadingBreak
  return chomp === '+' ? text + breaks : text
}

/** Empty lines; finds the indentation where it is not known yet. */
const blockBreaks = (
  cursor: YamlCursor, known: number, parent: number,
): [indent: number, breaks: string] => {
  let breaks = ''
  let widest = 0
  for (;;) {
    while ((known === 0 || cursor.column < known) && cursor.at() === ' ') cursor.skip()
    widest = Math.max(widest, cursor.column)
    if ((known === 0 || cursor.column < known) && cursor.at() === '\t') {
      cursor.fail('found a tab character where an indentation space is expected')
    }
    if (!isBreak(cursor.at())) break
    breaks += '\n'
    cursor.skipBreak()
  }
  return [known === 0 ? Math.max(widest, parent + 1, 1) : known, breaks]
}

const ESCAPES: Readonly<Record<string, string>> = {
  0: '\0', a: '\x07', b: '\b', t: '\t', '\t': '\t', n: '\n', v: '\v', f: '\f', r: '\r', e: '\x1b',
  ' ': ' ', '"': '"', "'": "'", '\\': '\\', '/': '/', N: '\x85', _: '\xa0', L: '\u2028', P: '\u2029',
}
