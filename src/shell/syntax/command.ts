/** Reads one command: a simple one with its words, assignments and redirections, or hands over to a compound one. */
import type { Assignment, ArrayElement, Command, Redirect, Word } from './ast.ts'
import { parseCompound, parseFunction } from './compound.ts'
import { type Cursor, isMeta, lineOf, skipBlanks, startsWith } from './cursor.ts'
import { SyntaxFault } from './fault.ts'
import { readSubscript } from './parameter.ts'
import { skipNewlines, unexpected } from './parse.ts'
import { literalWord, readWord } from './word.ts'

/** Their arguments may be assignments, arrays too. */
const DECLARATIONS = new Set(['declare', 'typeset', 'local', 'export', 'readonly'])
const REDIRECT = /(\d+|\{[A-Za-z_]\w*\})?(&>>|&>|<<<|<<-|<<|>>|<&|>&|>\||<>|<|>)/y
const ASSIGNMENT = /([A-Za-z_]\w*)(\+?=|(?=\[))/y
/** An alias that names itself through others stops here. */
const ALIASES_MAX = 50

export function parseCommand(c: Cursor): Command {
  skipBlanks(c)
  const compound = parseCompound(c)
  if (compound) {
    const redirects = [...readRedirects(c)]
    return redirects.length > 0 ? { ...compound, redirects } : compound
  }
  return parseSimple(c)
}

export function readRedirects(c: Cursor): Redirect[] {
  const redirects: Redirect[] = []
  for (;;) {
    skipBlanks(c)
    const redirect = readRedirect(c)
    if (!redirect) return redirects
    redirects.push(redirect)
  }
}

function parseSimple(c: Cursor): Command {
  const line = lineOf(c)
  const assignments: Assignment[] = []
  const words: (Word | Assignment)[] = []
  const redirects: Redirect[] = []
  let declaration = false
  c.aliasNext = true
  for (;;) {
    skipBlanks(c)
    const redirect = readRedirect(c)
    if (redirect) {
      redirects.push(redirect)
      continue
    }
    if (c.aliasNext && expandAlias(c)) {
      if (words.length === 0) {
        const command = assignments.length + redirects.length === 0 ? parseCompound(c) : undefined
        if (command) return { ...command, redirects: readRedirects(c) }
      }
      continue
    }
    c.aliasNext = false
    const assignment = words.length === 0 || declaration ? readAssignment(c) : undefined
    if (assignment) {
      if (words.length === 0) assignments.push(assignment)
      else words.push(assignment)
      c.aliasNext = words.length === 0
      continue
    }
    const word = readWord(c)
    if (!word) break
    words.push(word)
    if (words.length === 1) {
      declaration = DECLARATIONS.has(word.literal ?? '')
      skipBlanks(c)
      if (c.text[c.at] === '(' && assignments.length === 0 && redirects.length === 0)
        return parseFunction(c, word, line)
    } else if (words.length === 2 && /^(command|builtin)$/.test(wordLiteral(words[0])))
      declaration = DECLARATIONS.has(word.literal ?? '')
  }
  if (assignments.length + words.length + redirects.length === 0 || c.text[c.at] === '(')
    throw unexpected(c)
  return { type: 'simple', line, assignments, words, redirects }
}

function wordLiteral(word: Word | Assignment | undefined): string {
  return word && 'literal' in word ? (word.literal ?? '') : ''
}

/** Puts an alias's text in the place of its name. */
function expandAlias(c: Cursor): boolean {
  const { alias } = c.options
  if (!alias) return false
  let end = c.at
  while (!isMeta(c.text[end]) && !'\'"\\$`'.includes(c.text[end] ?? '')) end++
  if (end === c.at || !isMeta(c.text[end])) return false
  const name = c.text.slice(c.at, end)
  if (c.at >= c.aliasUntil) c.aliases.clear()
  const text = c.aliases.has(name) || c.aliases.size >= ALIASES_MAX ? undefined : alias(name)
  if (text === undefined) return false
  c.aliases.add(name)
  const grown = text.length - (end - c.at)
  c.aliasUntil = c.at >= c.aliasUntil ? c.at + text.length : c.aliasUntil + grown
  c.text = c.text.slice(0, c.at) + text + c.text.slice(end)
  if (/[ \t]$/.test(text)) c.aliasNext = true
  return true
}

function readAssignment(c: Cursor): Assignment | undefined {
  ASSIGNMENT.lastIndex = c.at
  const match = ASSIGNMENT.exec(c.text)
  const name = match?.[1]
  if (!match || name === undefined) return undefined
  const start = c.at
  c.at += match[0].length
  let append = match[2] === '+='
  let subscript: Word | undefined
  if (match[2] === '') {
    subscript = readSubscript(c)
    const equals = startsWith(c, '+=') ? 2 : c.text[c.at] === '=' ? 1 : 0
    if (equals === 0) {
      c.at = start
      return undefined
    }
    append = equals === 2
    c.at += equals
  }
  const value = c.text[c.at] === '(' && !subscript ? readArray(c) : (readWord(c) ?? literalWord(''))
  return { name, append, value, source: c.text.slice(start, c.at), ...(subscript && { subscript }) }
}

function readArray(c: Cursor): ArrayElement[] {
  const line = lineOf(c)
  const elements: ArrayElement[] = []
  for (c.at++; ; ) {
    skipNewlines(c)
    if (c.at >= c.text.length) throw new SyntaxFault('matching', ')', line)
    if (c.text[c.at] === ')') break
    const element = c.text[c.at] === '[' ? readElement(c) : undefined
    if (element) {
      elements.push(element)
      continue
    }
    const value = readWord(c)
    if (!value) throw unexpected(c)
    elements.push({ append: false, value })
  }
  c.at++
  return elements
}

function readElement(c: Cursor): ArrayElement | undefined {
  const start = c.at
  const subscript = readSubscript(c)
  const append = startsWith(c, '+=')
  if (!append && c.text[c.at] !== '=') {
    c.at = start
    return undefined
  }
  c.at += append ? 2 : 1
  return { subscript, append, value: readWord(c) ?? literalWord('') }
}

function readRedirect(c: Cursor): Redirect | undefined {
  REDIRECT.lastIndex = c.at
  const match = REDIRECT.exec(c.text)
  if (!match) return undefined
  const op = match[2] as Redirect['op']
  const end = c.at + match[0].length
  if ((op === '<' || op === '>') && match[1] === undefined && c.text[end] === '(') return undefined
  c.at = end
  skipBlanks(c)
  const target = readWord(c)
  if (!target) throw unexpected(c)
  const fd =
    match[1] === undefined
      ? {}
      : { fd: match[1].startsWith('{') ? match[1].slice(1, -1) : Number(match[1]) }
  if (op !== '<<' && op !== '<<-') return { ...fd, op, target }
  const delimiter = target.parts
    .map(part => ('text' in part ? part.text : part.type === 'double' ? plain(part.parts) : ''))
    .join('')
  const redirect: Redirect = { ...fd, op, target, delimiter }
  c.pending.push(redirect)
  return redirect
}

function plain(parts: Word['parts']): string {
  return parts.map(part => ('text' in part ? part.text : '')).join('')
}
