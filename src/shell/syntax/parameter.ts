/** Reads `${…}` in all its forms. */
import type { ParameterOperation, ParameterPart, Word } from './ast.ts'
import { type Cursor, lineOf, startsWith } from './cursor.ts'
import { SyntaxFault } from './fault.ts'
import { expectMatching, literalWord, readUntil } from './word.ts'

const NAME = /[A-Za-z_]\w*|\d+|[@*#?$!-]/y
const WORD_OPERATIONS: Readonly<Record<string, 'default' | 'assign' | 'error' | 'alternative'>> = {
  '-': 'default',
  '=': 'assign',
  '?': 'error',
  '+': 'alternative',
}

/** The cursor is at `${`. `double`: the whole stands in double quotes. */
export function readParameter(c: Cursor, double: boolean): ParameterPart {
  const start = c.at
  const line = lineOf(c)
  c.at += 2
  const head = readHead(c)
  if (!head) return badSubstitution(c, start, line)
  const part = { type: 'parameter' as const, ...head }
  if (c.text[c.at] === '}') return finish(c, start, part)
  if (head.length) return badSubstitution(c, start, line)
  const operation = readOperation(c, double, line)
  if (!operation) return badSubstitution(c, start, line)
  if (c.text[c.at] !== '}') {
    if (c.at >= c.text.length) throw new SyntaxFault('matching', '}', line)
    return badSubstitution(c, start, line)
  }
  return finish(c, start, { ...part, operation })
}

function finish(c: Cursor, start: number, part: Omit<ParameterPart, 'source'>): ParameterPart {
  c.at++
  return { ...part, source: c.text.slice(start, c.at) }
}

/** bash finds out only when it expands: the part keeps its text and no name. */
function badSubstitution(c: Cursor, start: number, line: number): ParameterPart {
  let depth = 0
  for (; c.at < c.text.length; c.at++) {
    if (c.text[c.at] === '\\') c.at++
    else if (startsWith(c, '${')) depth++
    else if (c.text[c.at] === '}' && depth-- <= 0) break
  }
  if (c.at >= c.text.length) throw new SyntaxFault('matching', '}', line)
  return finish(c, start, { type: 'parameter', name: '' })
}

function readHead(
  c: Cursor,
): Pick<ParameterPart, 'name' | 'subscript' | 'length' | 'indirect' | 'prefix'> | undefined {
  let length = false
  let indirect = false
  const after = c.text[c.at + 1] ?? ''
  if (
    c.text[c.at] === '#' &&
    after !== '}' &&
    !(/[-=?+:%#/]/.test(after) && c.text[c.at + 2] !== '}')
  ) {
    length = true
    c.at++
  } else if (c.text[c.at] === '!' && /[A-Za-z_0-9@*#]/.test(after)) {
    indirect = true
    c.at++
  }
  NAME.lastIndex = c.at
  const name = NAME.exec(c.text)?.[0]
  if (name === undefined) return undefined
  c.at += name.length
  const all = c.text[c.at]
  if (indirect && (all === '*' || all === '@') && c.text[c.at + 1] === '}') {
    c.at++
    return { name, prefix: all }
  }
  const flags = { ...(length && { length }), ...(indirect && { indirect }) }
  if (c.text[c.at] !== '[' || !/^[A-Za-z_]/.test(name)) return { name, ...flags }
  return { name, subscript: readSubscript(c), ...flags }
}

/** `[…]` after a name; the cursor is at the bracket. */
export function readSubscript(c: Cursor): Word {
  c.at++
  const char = c.text[c.at]
  if ((char === '@' || char === '*') && c.text[c.at + 1] === ']') {
    c.at += 2
    return literalWord(char)
  }
  const word = readUntil(c, ']', false, '[]')
  expectMatching(c, ']')
  return word
}

function readOperation(c: Cursor, double: boolean, line: number): ParameterOperation | undefined {
  const char = c.text[c.at] ?? ''
  if (char === '') throw new SyntaxFault('matching', '}', line)
  if (char === ':') {
    const op = WORD_OPERATIONS[c.text[c.at + 1] ?? '']
    if (!op) return readSlice(c)
    c.at += 2
    return { op, colon: true, word: readUntil(c, '}', double) }
  }
  const op = WORD_OPERATIONS[char]
  if (op) {
    c.at++
    return { op, colon: false, word: readUntil(c, '}', double) }
  }
  if (char === '#' || char === '%') {
    const long = c.text[c.at + 1] === char
    c.at += long ? 2 : 1
    return { op: long ? (char === '#' ? '##' : '%%') : char, pattern: readUntil(c, '}') }
  }
  if (char === '/') return readReplace(c)
  if (char === '^' || char === ',' || char === '~') {
    const long = c.text[c.at + 1] === char
    c.at += long ? 2 : 1
    const op = (long ? char + char : char) as '^' | '^^' | ',' | ',,' | '~' | '~~'
    return c.text[c.at] === '}' ? { op } : { op, pattern: readUntil(c, '}') }
  }
  const letter = c.text[c.at + 1] ?? ''
  if (char === '@' && 'UuLQEPAKak'.includes(letter) && letter !== '') {
    c.at += 2
    return { op: '@', letter }
  }
  return undefined
}

function readSlice(c: Cursor): ParameterOperation {
  c.at++
  const offset = readUntil(c, ':}', true, '()')
  if (c.text[c.at] !== ':') return { op: 'slice', offset }
  c.at++
  return { op: 'slice', offset, length: readUntil(c, '}', true, '()') }
}

function readReplace(c: Cursor): ParameterOperation {
  c.at++
  const mode = c.text[c.at] ?? ''
  const op = mode === '/' || mode === '#' || mode === '%' ? (`/${mode}` as const) : ('/' as const)
  if (op !== '/') c.at++
  const pattern = readUntil(c, '/}')
  if (c.text[c.at] !== '/') return { op, pattern, replacement: literalWord('') }
  c.at++
  return { op, pattern, replacement: readUntil(c, '}') }
}
