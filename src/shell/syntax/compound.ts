/** Reads compound commands: if, loops, case, groups, `(( ))`, `[[ ]]` and functions. */
import type { CaseClause, Command, Compound, CompoundBody, List, Word } from './ast.ts'
import { readRedirects } from './command.ts'
import { type Cursor, deeper, lineOf, skipBlanks, startsWith } from './cursor.ts'
import { SyntaxFault } from './fault.ts'
import {
  expectKeyword,
  keyword,
  newline,
  parseBody,
  parseUntilParenthesis,
  skipNewlines,
  unexpected,
} from './parse.ts'
import { parseTest } from './test.ts'
import { readArithmeticText, readUntil, readWord } from './word.ts'

const READERS: Readonly<Record<string, (c: Cursor) => CompoundBody>> = {
  if: readIf,
  while: c => readWhile(c, 'while'),
  until: c => readWhile(c, 'until'),
  for: readFor,
  select: c => readForWords(c, 'select'),
  case: readCase,
  '{': readGroup,
  '[[': c => ({ type: 'test', test: parseTest(c) }),
  function: readFunctionKeyword,
}

/** A compound command, or undefined if a simple one stands here. */
export function parseCompound(c: Cursor): Compound | undefined {
  const line = lineOf(c)
  if (c.text[c.at] === '(') return deeper(c, () => ({ ...readParenthesis(c), line, redirects: [] }))
  const word = keyword(c)
  if (word === undefined) return undefined
  const reader = READERS[word]
  if (!reader) {
    if (word === 'coproc' || word === 'in') return undefined
    throw unexpected(c)
  }
  return deeper(c, () => {
    c.at += word.length
    return { ...reader(c), line, redirects: [] }
  })
}

function readParenthesis(c: Cursor): CompoundBody {
  const start = c.at
  if (startsWith(c, '((')) {
    c.at += 2
    const expression = readArithmeticText(c)
    if (expression) return { type: 'arithmetic', expression }
    c.at = start
  }
  c.at++
  let body: List[]
  try {
    body = parseUntilParenthesis(c)
  } catch (fault) {
    const open = fault instanceof SyntaxFault && fault.kind === 'matching' && fault.token === ')'
    throw open ? new SyntaxFault('end', '', lineOf(c, c.text.length) + 1) : fault
  }
  if (body.length === 0) throw unexpected(c)
  c.at++
  return { type: 'subshell', body }
}

function readIf(c: Cursor): CompoundBody {
  const branches: { test: readonly List[]; then: readonly List[] }[] = []
  for (;;) {
    const test = parseBody(c, ['then'])
    expectKeyword(c, 'then')
    const then = parseBody(c, ['elif', 'else', 'fi'])
    branches.push({ test, then })
    const word = keyword(c) ?? ''
    c.at += word.length
    if (word === 'fi') return { type: 'if', branches }
    if (word === 'else') {
      const otherwise = parseBody(c, ['fi'])
      expectKeyword(c, 'fi')
      return { type: 'if', branches, otherwise }
    }
  }
}

function readWhile(c: Cursor, type: 'while' | 'until'): CompoundBody {
  const test = parseBody(c, ['do'])
  return { type, test, body: readDo(c) }
}

/** `do … done`, or the braces that bash accepts in their place. */
function readDo(c: Cursor): List[] {
  skipNewlines(c)
  const [open, close] = keyword(c) === '{' ? (['{', '}'] as const) : (['do', 'done'] as const)
  expectKeyword(c, open)
  const body = parseBody(c, [close])
  expectKeyword(c, close)
  return body
}

function readFor(c: Cursor): CompoundBody {
  skipBlanks(c)
  if (!startsWith(c, '((')) return readForWords(c, 'for')
  c.at += 2
  const start = readUntil(c, ';', true)
  c.at++
  const test = readUntil(c, ';', true)
  c.at++
  const step = readArithmeticText(c)
  if (!step) throw unexpected(c)
  skipBlanks(c)
  if (c.text[c.at] === ';') c.at++
  return { type: 'loop', start, test, step, body: readDo(c) }
}

function readForWords(c: Cursor, type: 'for' | 'select'): CompoundBody {
  skipBlanks(c)
  const name = readWord(c)
  if (!name) throw unexpected(c)
  if (!/^[A-Za-z_]\w*$/.test(name.source))
    throw new SyntaxFault('message', `\`${name.source}': not a valid identifier`, lineOf(c))
  skipNewlines(c)
  if (keyword(c) !== 'in') {
    if (c.text[c.at] === ';') c.at++
    return { type, name: name.source, body: readDo(c) }
  }
  c.at += 2
  const words: Word[] = []
  for (;;) {
    skipBlanks(c)
    const word = readWord(c)
    if (!word) break
    words.push(word)
  }
  if (c.text[c.at] === ';') c.at++
  else if (c.text[c.at] === '\n') newline(c)
  else throw unexpected(c)
  return { type, name: name.source, words, body: readDo(c) }
}

function readCase(c: Cursor): CompoundBody {
  skipBlanks(c)
  const word = readWord(c)
  if (!word) throw unexpected(c)
  expectKeyword(c, 'in')
  const clauses: CaseClause[] = []
  for (;;) {
    skipNewlines(c)
    if (c.at >= c.text.length) throw new SyntaxFault('end', '', lineOf(c) + 1)
    if (keyword(c) === 'esac') break
    clauses.push(readClause(c))
  }
  c.at += 4
  return { type: 'case', word, clauses }
}

function readClause(c: Cursor): CaseClause {
  if (c.text[c.at] === '(') c.at++
  const patterns: Word[] = []
  for (;;) {
    skipBlanks(c)
    const pattern = readWord(c)
    if (!pattern) throw unexpected(c)
    patterns.push(pattern)
    skipBlanks(c)
    if (c.text[c.at] === ')') break
    if (c.text[c.at] !== '|') throw unexpected(c)
    c.at++
  }
  c.at++
  const body = parseBody(c, [';;', ';&', 'esac'], true)
  const end = startsWith(c, ';;&')
    ? ';;&'
    : startsWith(c, ';;')
      ? ';;'
      : startsWith(c, ';&')
        ? ';&'
        : ''
  c.at += end.length
  return { patterns, body, end: end === '' ? ';;' : end }
}

function readGroup(c: Cursor): CompoundBody {
  const body = parseBody(c, ['}'])
  expectKeyword(c, '}')
  return { type: 'group', body }
}

function readFunctionKeyword(c: Cursor): CompoundBody {
  skipBlanks(c)
  const name = readWord(c)
  if (!name) throw unexpected(c)
  skipBlanks(c)
  if (/^\(\s*\)/.test(c.text.slice(c.at))) c.at = c.text.indexOf(')', c.at) + 1
  return functionBody(c, name)
}

/** `name ()`: the cursor stands at the parenthesis. */
export function parseFunction(c: Cursor, name: Word, line: number): Compound {
  c.at++
  skipBlanks(c)
  if (c.text[c.at] !== ')') throw unexpected(c)
  c.at++
  return deeper(c, () => ({ ...functionBody(c, name), line, redirects: [] }))
}

function functionBody(c: Cursor, name: Word): CompoundBody {
  skipNewlines(c)
  const start = c.at
  const compound = parseCompound(c)
  if (!compound) throw unexpected(c)
  const body: Command = { ...compound, redirects: readRedirects(c) }
  return {
    type: 'function',
    name: name.literal ?? name.source,
    body,
    source: c.text.slice(start, c.at).trimEnd(),
  }
}
