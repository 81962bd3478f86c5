/** Reads words: quotes, backslashes, and everything that begins with `$`, a backquote or `<(`. */
import type { List, Part, Word } from './ast.ts'
import { createCursor, type Cursor, deeper, isMeta, lineOf, startsWith } from './cursor.ts'
import { ansiText } from './ansi.ts'
import { SyntaxFault } from './fault.ts'
import { readParameter } from './parameter.ts'
import { parseUntilParenthesis, parseWhole } from './parse.ts'

/** In double quotes and here-documents a backslash only works before some characters, and ' is plain. */
type Quoting = 'none' | 'double' | 'here'

/** A word as it stands in a command, or undefined if there is none. */
export function readWord(c: Cursor): Word | undefined {
  const start = c.at
  const extglob = c.options.extglob?.() ?? false
  const parts = readParts(c, 'none', (char, at) => {
    if (!isMeta(char)) return false
    const next = c.text[at + 1]
    if ((char === '<' || char === '>') && next === '(') return false
    return !(char === '(' && extglob && at > start && '?*+@!'.includes(c.text[at - 1] ?? ' '))
  })
  return c.at === start ? undefined : makeWord(parts, c.text.slice(start, c.at))
}

/** Reads up to an unquoted character of `stops`, which is not consumed; blanks belong to the word. */
export function readUntil(c: Cursor, stops: string, double = false, nest = ''): Word {
  const start = c.at
  let depth = 0
  const parts = readParts(c, double ? 'double' : 'none', char => {
    if (char === undefined) return true
    if (depth === 0 && stops.includes(char)) return true
    if (nest !== '' && char === nest[0]) depth++
    if (nest !== '' && char === nest[1]) depth--
    return false
  })
  return makeWord(parts, c.text.slice(start, c.at))
}

/** The right-hand side of =~ and patterns in [[ ]]: parentheses belong to the word. */
export function readTestPattern(c: Cursor): Word | undefined {
  const start = c.at
  let depth = 0
  const parts = readParts(c, 'none', char => {
    if (char === undefined || char === '\n') return true
    if (char === '(') depth++
    if (char === ')' && depth-- === 0) return true
    return depth === 0 && (char === ' ' || char === '\t')
  })
  return c.at === start ? undefined : makeWord(parts, c.text.slice(start, c.at))
}

/** A here-document's body: expansions work, quotes do not. */
export function parseHereText(text: string, c: Cursor, line: number): Word {
  const inner = createCursor(text, c.options, line)
  return makeWord(
    [{ type: 'double', parts: readParts(inner, 'here', char => char === undefined) }],
    text,
  )
}

/** Text that is expanded as if in double quotes, e.g. PS1 or an arithmetic expression in a variable. */
export function parseQuotedText(text: string): Word {
  return parseHereText(text, createCursor(''), 1)
}

export function makeWord(parts: readonly Part[], source: string): Word {
  const literal = literalOf(parts)
  return literal === undefined ? { parts, source } : { parts, source, literal }
}

export function literalWord(text: string): Word {
  return { parts: [{ type: 'quoted', text }], literal: text, source: text }
}

function literalOf(parts: readonly Part[]): string | undefined {
  let literal = ''
  for (const [index, part] of parts.entries()) {
    if (part.type === 'quoted') literal += part.text
    else if (part.type === 'text') {
      if (/[*?[{~]|[+@!]\(/.test(part.text) && !(index > 0 && /^~+$/.test(part.text)))
        return undefined
      literal += part.text
    } else if (part.type === 'double') {
      const inner = literalOf(part.parts)
      if (inner === undefined) return undefined
      literal += inner
    } else return undefined
  }
  return literal
}

function readParts(
  c: Cursor,
  quoting: Quoting,
  stop: (char: string | undefined, at: number) => boolean,
): Part[] {
  const parts: Part[] = []
  let text = ''
  const plain = quoting === 'none' ? ('text' as const) : ('quoted' as const)
  const flush = () => {
    if (text !== '') parts.push({ type: plain, text })
    text = ''
  }
  for (;;) {
    const char = c.text[c.at]
    if (char === '\\') {
      const next = c.text[c.at + 1]
      if (next === '\n') c.at += 2
      else if (quoting === 'none' && next !== undefined) {
        flush()
        parts.push({ type: 'quoted', text: next })
        c.at += 2
      } else if (
        next !== undefined &&
        (quoting === 'double' ? '$`"\\}' : '$`\\').includes(next) &&
        !(next === '}' && !stop('}', c.at + 1))
      ) {
        text += next
        c.at += 2
      } else {
        text += char
        c.at++
      }
      continue
    }
    if (char === undefined || stop(char, c.at)) break
    const part = readSpecial(c, char, quoting)
    if (part) {
      flush()
      parts.push(part)
    } else {
      text += c.text[c.at] ?? ''
      c.at++
    }
  }
  flush()
  return parts
}

/** The part that begins with this character, or undefined if it stands for itself. */
function readSpecial(c: Cursor, char: string, quoting: Quoting): Part | undefined {
  if (char === '$') return readDollar(c, quoting)
  if (char === '`') return readBackquote(c, quoting)
  if (quoting === 'here') return undefined
  if (char === '"') return readDouble(c)
  if (quoting !== 'none') return undefined
  if (char === "'") {
    const end = c.text.indexOf("'", c.at + 1)
    if (end < 0) throw new SyntaxFault('matching', "'", lineOf(c))
    const text = c.text.slice(c.at + 1, end)
    c.at = end + 1
    return { type: 'quoted', text }
  }
  if ((char === '<' || char === '>') && c.text[c.at + 1] === '(') {
    c.at += 2
    return { type: 'process', direction: char, lists: commandLists(c) }
  }
  return undefined
}

function readDouble(c: Cursor): Part {
  const line = lineOf(c)
  c.at++
  const parts = readParts(c, 'double', char => char === '"' || char === undefined)
  if (c.text[c.at] !== '"') throw new SyntaxFault('matching', '"', line)
  c.at++
  return { type: 'double', parts }
}

function readDollar(c: Cursor, quoting: Quoting): Part | undefined {
  const next = c.text[c.at + 1]
  if (next === undefined) return undefined
  if (next === '(')
    return startsWith(c, '$((') ? (readArithmetic(c) ?? readCommand(c)) : readCommand(c)
  if (next === '{') return readParameter(c, quoting !== 'none')
  if (next === '[') {
    c.at += 2
    const expression = readUntil(c, ']', true, '[]')
    expectMatching(c, ']')
    return { type: 'arithmetic', expression }
  }
  if (quoting === 'none' && next === "'") return readAnsi(c)
  if (quoting === 'none' && next === '"') {
    c.at++
    return readDouble(c)
  }
  const name = /^(?:[A-Za-z_]\w*|[0-9@*#?$!-])/.exec(c.text.slice(c.at + 1, c.at + 200))?.[0]
  if (name === undefined) return undefined
  c.at += 1 + name.length
  return { type: 'parameter', name, source: `$${name}` }
}

function readAnsi(c: Cursor): Part {
  let end = c.at + 2
  while (end < c.text.length && c.text[end] !== "'") end += c.text[end] === '\\' ? 2 : 1
  if (end >= c.text.length) throw new SyntaxFault('matching', "'", lineOf(c))
  const text = ansiText(c.text.slice(c.at + 2, end))
  c.at = end + 1
  return { type: 'quoted', text }
}

function readCommand(c: Cursor): Part {
  const start = c.at
  c.at += 2
  const lists = commandLists(c)
  return { type: 'command', script: c.text.slice(start, c.at), lists }
}

function commandLists(c: Cursor): List[] {
  return deeper(c, () => {
    const lists = parseUntilParenthesis(c)
    c.at++
    return lists
  })
}

/** $(( … )), or undefined if the parentheses turn out to be those of $( ( … ) ). */
function readArithmetic(c: Cursor): Part | undefined {
  const start = c.at
  c.at += 3
  const expression = readArithmeticText(c)
  if (expression) return { type: 'arithmetic', expression }
  c.at = start
  return undefined
}

/** Up to the `))` that closes; undefined if there is a single `)` instead. */
export function readArithmeticText(c: Cursor): Word | undefined {
  const line = lineOf(c)
  const expression = readUntil(c, ')', true, '()')
  if (startsWith(c, '))')) {
    c.at += 2
    return expression
  }
  if (c.at >= c.text.length) throw new SyntaxFault('matching', ')', line)
  return undefined
}

function readBackquote(c: Cursor, quoting: Quoting): Part {
  const line = lineOf(c)
  let script = ''
  for (c.at++; c.text[c.at] !== '`'; c.at++) {
    const char = c.text[c.at]
    if (char === undefined) throw new SyntaxFault('matching', '`', line)
    const next = c.text[c.at + 1] ?? ''
    const escapes = quoting === 'none' ? '`\\$' : '`\\$"'
    if (char === '\\' && escapes.includes(next) && next !== '') {
      script += next
      c.at++
    } else script += char
  }
  c.at++
  return {
    type: 'command',
    script: `\`${script}\``,
    lists: deeper(c, () => parseWhole(script, c.options, line)),
  }
}

export function expectMatching(c: Cursor, char: string): void {
  if (c.text[c.at] !== char) throw new SyntaxFault('matching', char, lineOf(c))
  c.at++
}
