/** Where the parser stands in the text, and the small steps it takes there. */
import type { Redirect } from './ast.ts'
import { SyntaxFault } from './fault.ts'

export interface ParserOptions {
  /** Looks an alias up; absent where aliases are not expanded. */
  readonly alias?: (name: string) => string | undefined
  readonly extglob?: () => boolean
}

export interface Cursor {
  text: string
  at: number
  /** Here-documents whose bodies begin after the next newline. */
  readonly pending: Redirect[]
  readonly options: ParserOptions
  /** Text before this index came from aliases; they are not expanded again in it. */
  aliasUntil: number
  readonly aliases: Set<string>
  /** An alias that ends in a blank lets the next word be one too. */
  aliasNext: boolean
  depth: number
  /** Line number of `lineAt`, so that counting goes on from there. */
  line: number
  lineAt: number
  /** Problems that do not stop the parser: a here-document without its end. */
  readonly warnings: { line: number; text: string }[]
}

/** Nesting that a parser of recursive functions survives. */
const DEPTH_MAX = 250

export function createCursor(text: string, options: ParserOptions = {}, line = 1): Cursor {
  return {
    text,
    at: 0,
    pending: [],
    options,
    aliasUntil: 0,
    aliases: new Set(),
    aliasNext: false,
    depth: 0,
    line,
    lineAt: 0,
    warnings: [],
  }
}

export function lineOf(cursor: Cursor, at = cursor.at): number {
  if (at < cursor.lineAt) return cursor.line - count(cursor.text, at, cursor.lineAt)
  cursor.line += count(cursor.text, cursor.lineAt, at)
  cursor.lineAt = at
  return cursor.line
}

function count(text: string, from: number, to: number): number {
  let lines = 0
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1))
    lines++
  return lines
}

export function deeper<T>(cursor: Cursor, parse: () => T): T {
  if (++cursor.depth > DEPTH_MAX) throw new SyntaxFault('depth', '', lineOf(cursor))
  try {
    return parse()
  } finally {
    cursor.depth--
  }
}

export const startsWith = (cursor: Cursor, text: string): boolean =>
  cursor.text.startsWith(text, cursor.at)

export function skipBlanks(cursor: Cursor): void {
  const { text } = cursor
  for (;;) {
    const char = text[cursor.at]
    if (char === ' ' || char === '\t') cursor.at++
    else if (char === '\\' && text[cursor.at + 1] === '\n') cursor.at += 2
    else break
  }
  if (text[cursor.at] === '#') {
    const end = text.indexOf('\n', cursor.at)
    cursor.at = end < 0 ? text.length : end
  }
}

export const isMeta = (char: string | undefined): boolean =>
  char === undefined || ' \t\n;&|<>()'.includes(char)
