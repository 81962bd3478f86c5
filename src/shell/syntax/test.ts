/** Reads what stands in `[[ … ]]`. */
import type { TestNode } from './ast.ts'
import { type Cursor, lineOf, skipBlanks, startsWith } from './cursor.ts'
import { SyntaxFault } from './fault.ts'
import { newline } from './parse.ts'
import { readTestPattern, readWord } from './word.ts'

const UNARY = /-[abcdefghknoprstuvwxzGLNORS](?=\s)/y
const BINARY = /(==|=~|!=|=|<|>|-(?:eq|ne|lt|le|gt|ge|nt|ot|ef)(?=\s))/y

/** The cursor stands behind `[[`; ends behind `]]`. */
export function parseTest(c: Cursor): TestNode {
  const test = readOr(c)
  blanks(c)
  if (!startsWith(c, ']]')) throw conditional(c, 'binary')
  c.at += 2
  return test
}

function blanks(c: Cursor): void {
  for (;;) {
    skipBlanks(c)
    if (c.text[c.at] !== '\n') return
    newline(c)
  }
}

function readOr(c: Cursor): TestNode {
  let left = readAnd(c)
  for (blanks(c); startsWith(c, '||'); blanks(c)) {
    c.at += 2
    left = { type: 'or', left, right: readAnd(c) }
  }
  return left
}

function readAnd(c: Cursor): TestNode {
  let left = readTerm(c)
  for (blanks(c); startsWith(c, '&&'); blanks(c)) {
    c.at += 2
    left = { type: 'and', left, right: readTerm(c) }
  }
  return left
}

function readTerm(c: Cursor): TestNode {
  blanks(c)
  if (c.text[c.at] === '!' && /\s/.test(c.text[c.at + 1] ?? '')) {
    c.at++
    return { type: 'not', test: readTerm(c) }
  }
  if (c.text[c.at] === '(') {
    c.at++
    const inner = readOr(c)
    blanks(c)
    if (c.text[c.at] !== ')') throw conditional(c, 'binary')
    c.at++
    return inner
  }
  UNARY.lastIndex = c.at
  const op = UNARY.exec(c.text)?.[0]
  if (op !== undefined) {
    const start = c.at
    c.at += 2
    skipBlanks(c)
    BINARY.lastIndex = c.at
    const binary = BINARY.test(c.text) && !startsWith(c, '=~')
    const word = binary || startsWith(c, ']]') ? undefined : readWord(c)
    if (word) return { type: 'unary', op, word }
    c.at = start
  }
  return readBinary(c)
}

function readBinary(c: Cursor): TestNode {
  const left = startsWith(c, ']]') ? undefined : readWord(c)
  if (!left) throw conditional(c, 'unary')
  blanks(c)
  BINARY.lastIndex = c.at
  const op = BINARY.exec(c.text)?.[0]
  if (op === undefined) {
    if (startsWith(c, ']]') || startsWith(c, '&&') || startsWith(c, '||') || c.text[c.at] === ')')
      return { type: 'word', word: left }
    throw conditional(c, 'binary')
  }
  c.at += op.length
  skipBlanks(c)
  if (startsWith(c, ']]'))
    throw new SyntaxFault(
      'message',
      "unexpected argument `]]' to conditional binary operator",
      lineOf(c),
    )
  const right =
    op === '=~' || op === '==' || op === '=' || op === '!=' ? readTestPattern(c) : readWord(c)
  if (!right) throw conditional(c, 'binary')
  return { type: 'binary', op, left, right }
}

function conditional(c: Cursor, arity: 'unary' | 'binary'): SyntaxFault {
  const line = lineOf(c)
  if (c.at >= c.text.length) return new SyntaxFault('end', '', line + 1)
  return new SyntaxFault(
    'message',
    arity === 'binary'
      ? 'conditional binary operator expected'
      : 'unexpected argument to conditional unary operator',
    line,
  )
}
