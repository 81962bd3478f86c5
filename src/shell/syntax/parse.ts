/** The grammar above words: lists, pipelines, and what ends them. Compound commands are in `compound.ts`. */
import type { Command, List, Pipeline } from './ast.ts'
import { parseCommand } from './command.ts'
import {
  createCursor,
  type Cursor,
  lineOf,
  type ParserOptions,
  skipBlanks,
  startsWith,
} from './cursor.ts'
import { SyntaxFault } from './fault.ts'
import { readHereDocuments } from './here.ts'

/** One complete line of commands (it may reach over several lines of text); undefined at the end of the text. */
export function parseLine(c: Cursor): readonly List[] | undefined {
  skipNewlines(c)
  if (c.at >= c.text.length) return undefined
  const lists: List[] = []
  for (;;) {
    skipBlanks(c)
    if (c.at >= c.text.length) break
    if (c.text[c.at] === '\n') {
      newline(c)
      break
    }
    lists.push(parseList(c))
  }
  return lists
}

/** All of a text, e.g. what stands in backquotes. */
export function parseWhole(text: string, options: ParserOptions, line: number): List[] {
  const c = createCursor(text, options, line)
  const lists: List[] = []
  for (;;) {
    const more = parseLine(c)
    if (!more) return lists
    lists.push(...more)
  }
}

/** The inside of `$( … )`; the cursor ends at the closing parenthesis. */
export function parseUntilParenthesis(c: Cursor): List[] {
  const lists: List[] = []
  const line = lineOf(c)
  for (;;) {
    skipNewlines(c)
    if (c.text[c.at] === ')') return lists
    if (c.at >= c.text.length) throw new SyntaxFault('matching', ')', line + 1)
    try {
      lists.push(parseList(c))
    } catch (fault) {
      if (fault instanceof SyntaxFault && fault.kind === 'end')
        throw new SyntaxFault('matching', ')', line + 1)
      throw fault
    }
  }
}

/** Commands up to one of the reserved words or operators, which is not consumed. At least one must be there. */
export function parseBody(c: Cursor, ends: readonly string[], mayBeEmpty = false): List[] {
  const lists: List[] = []
  for (;;) {
    skipNewlines(c)
    if (c.at >= c.text.length) throw new SyntaxFault('end', '', lineOf(c) + 1)
    if (atEnd(c, ends)) break
    lists.push(parseList(c))
  }
  if (lists.length === 0 && !mayBeEmpty) throw unexpected(c)
  return lists
}

function atEnd(c: Cursor, ends: readonly string[]): boolean {
  return ends.some(end => (/^[a-z}]/.test(end) ? keyword(c) === end : startsWith(c, end)))
}

/** Reserved word at the cursor, if there is one. */
export function keyword(c: Cursor): string | undefined {
  RESERVED.lastIndex = c.at
  return RESERVED.exec(c.text)?.[1]
}

const RESERVED =
  /(if|then|elif|else|fi|while|until|do|done|for|case|esac|select|in|function|time|coproc|\[\[|[{}!])(?=[\s;&|<>()]|$)/y

export function expectKeyword(c: Cursor, word: string): void {
  skipNewlines(c)
  if (keyword(c) !== word) throw unexpected(c)
  c.at += word.length
}

function parseList(c: Cursor): List {
  const start = c.at
  const first = parsePipeline(c)
  const rest: { op: '&&' | '||'; pipeline: Pipeline }[] = []
  for (;;) {
    skipBlanks(c)
    const op = startsWith(c, '&&') ? '&&' : startsWith(c, '||') ? '||' : undefined
    if (!op) break
    c.at += 2
    skipNewlines(c)
    rest.push({ op, pipeline: parsePipeline(c) })
  }
  const source = c.text.slice(start, c.at).trimEnd()
  const background = c.text[c.at] === '&'
  if (background) c.at++
  else if (c.text[c.at] === ';' && c.text[c.at + 1] !== ';' && c.text[c.at + 1] !== '&') c.at++
  else if (c.at < c.text.length && !/[\n);]/.test(c.text[c.at] ?? '')) throw unexpected(c)
  if (c.text[c.at] === ')' && c.depth === 0) throw unexpected(c)
  if (c.text[c.at] === ';' && c.depth === 0 && startsWith(c, ';;')) throw unexpected(c)
  return { first, rest, background, source }
}

function parsePipeline(c: Cursor): Pipeline {
  let negated = false
  let timed: 'bash' | 'posix' | undefined
  for (;;) {
    skipBlanks(c)
    const word = keyword(c)
    if (word === '!') {
      negated = !negated
      c.at++
    } else if (word === 'time' && timed === undefined) {
      c.at += 4
      skipBlanks(c)
      timed = 'bash'
      if (/^-p(?=\s)/.test(c.text.slice(c.at, c.at + 3))) {
        timed = 'posix'
        c.at += 2
      }
    } else break
  }
  const commands: Command[] = []
  const withStderr: boolean[] = []
  if ((timed || negated) && /^[\n;]|^$/.test(c.text.slice(c.at, c.at + 1)))
    return { negated, commands, withStderr, ...(timed && { timed }) }
  for (;;) {
    commands.push(parseCommand(c))
    skipBlanks(c)
    if (c.text[c.at] !== '|' || c.text[c.at + 1] === '|') break
    const both = c.text[c.at + 1] === '&'
    c.at += both ? 2 : 1
    withStderr.push(both)
    skipNewlines(c)
  }
  return { negated, commands, withStderr, ...(timed && { timed }) }
}

/** The cursor is at a newline: goes behind it, and behind the here-documents that begin there. */
export function newline(c: Cursor): void {
  c.at++
  if (c.pending.length > 0) readHereDocuments(c)
}

export function skipNewlines(c: Cursor): void {
  for (;;) {
    skipBlanks(c)
    if (c.text[c.at] !== '\n') return
    newline(c)
  }
}

/** The error at the token where the cursor stands. */
export function unexpected(c: Cursor): SyntaxFault {
  skipBlanks(c)
  if (c.at >= c.text.length) return new SyntaxFault('end', '', lineOf(c) + 1)
  const line = lineOf(c)
  const operator = /^(?:\n|;;&|;;|;&|&&|\|\||\|&|&>>|&>|<<<|<<-|<<|>>|<&|>&|>\||<>|[;&|<>()])/.exec(
    c.text.slice(c.at, c.at + 4),
  )?.[0]
  if (operator !== undefined)
    return new SyntaxFault('token', operator === '\n' ? 'newline' : operator, line)
  const word = /^[^\s;&|<>()]+/.exec(c.text.slice(c.at))?.[0] ?? ''
  return new SyntaxFault('token', word, line)
}
