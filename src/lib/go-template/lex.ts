/** Cuts a Go template into text and the words inside its actions. */

export type ItemType =
  | 'text' | 'left' | 'right' | 'space' | 'identifier' | 'keyword' | 'field' | 'variable' | 'string' | 'number'
  | 'char' | 'bool' | 'nil' | 'dot' | 'pipe' | 'paren' | 'close' | 'declare' | 'assign' | 'comma' | 'other' | 'eof' | 'error'

export interface Item { readonly type: ItemType; readonly text: string; readonly at: number; readonly line: number }

const KEYWORDS = new Set(['block', 'break', 'continue', 'define', 'else', 'end', 'if', 'range', 'template', 'with'])

/** Upstream: Go `text/template/parse/lex.go`. The last item is eof or an error. */
export const lex = (text: string): Item[] => {
  const items: Item[] = []
  const lineAt = lineCounter(text)
  const push = (type: ItemType, at: number, value: string): void => {
    items.push({ type, text: value, at, line: lineAt(at) })
  }
  let at = 0
  let trimNext = false
  for (;;) {
    const open = text.indexOf('{{', at)
    const end = open < 0 ? text.length : open
    let literal = text.slice(at, end)
    if (trimNext) literal = literal.replace(/^[ \t\r\n]+/, '')
    const trims = open >= 0 && /^\{\{-[ \t\r\n]/.test(text.slice(open, open + 4))
    if (trims) literal = literal.replace(/[ \t\r\n]+$/, '')
    if (literal !== '') push('text', at, literal)
    if (open < 0) break
    const comment = skipComment(text, open + (trims ? 4 : 2), lineAt)
    if (comment !== undefined) {
      if (typeof comment === 'string') {
        push('error', open, comment)
        return items
      }
      at = comment.end
      trimNext = comment.trims
      continue
    }
    push('left', open, '{{')
    const inside = lexAction(text, open + (trims ? 3 : 2), push)
    if (inside === undefined) return items
    at = inside.end
    trimNext = inside.trims
  }
  push('eof', text.length, '')
  return items
}

const lineCounter = (text: string) => {
  let line = 1
  let seen = 0
  return (at: number): number => {
    for (; seen < at; seen++) if (text[seen] === '\n') line++
    return line
  }
}

const skipComment = (
  text: string, from: number, _line: (at: number) => number,
): { end: number; trims: boolean } | string | undefined => {
  if (!text.startsWith('/*', from)) return undefined
  const close = text.indexOf('*/', from + 2)
  if (close < 0) return 'unclosed comment'
  const after = text.slice(close + 2)
  if (after.startsWith('}}')) return { end: close + 4, trims: false }
  if (/^[ \t\r\n]-\}\}/.test(after)) return { end: close + 6, trims: true }
  return 'comment ends before closing delimiter'
}

type Push = (type: ItemType, at: number, value: string) => void

const lexAction = (text: string, from: number, push: Push): { end: number; trims: boolean } | undefined => {
  let at = from
  let parens = 0
  for (;;) {
    const rest = text.slice(at, at + 4)
    if (/^[ \t\r\n]-\}\}/.test(rest)) {
      push('right', at + 2, '}}')
      return closed(parens, at, push) ? { end: at + 4, trims: true } : undefined
    }
    if (rest.startsWith('}}')) {
      if (parens > 0) {
        push('error', at, 'unclosed left paren')
        return undefined
      }
      push('right', at, '}}')
      return { end: at + 2, trims: false }
    }
    const char = text[at]
    if (char === undefined) {
      push('error', at, 'unclosed action')
      return undefined
    }
    const word = nextWord(text, at)
    if (word.type === 'error') {
      push('error', at, word.text)
      return undefined
    }
    if (word.type === 'paren') parens++
    if (word.type === 'close' && --parens < 0) {
      push('error', at, 'unexpected right paren')
      return undefined
    }
    push(word.type, at, word.text)
    at += word.text.length
  }
}

const closed = (parens: number, at: number, push: Push): boolean => {
  if (parens === 0) return true
  push('error', at, 'unclosed left paren')
  return false
}

interface Word { readonly type: ItemType; readonly text: string }

const PATTERNS: readonly (readonly [ItemType, RegExp])[] = [
  ['space', /^[ \t\r\n]+/],
  ['declare', /^:=/],
  ['assign', /^=/],
  ['pipe', /^\|/],
  ['comma', /^,/],
  ['paren', /^\(/],
  ['close', /^\)/],
  ['string', /^"(?:[^"\\\n]|\\[^\n])*"/],
  ['string', /^`[^`]*`/],
  ['char', /^'(?:[^'\\\n]|\\[^\n])+'/],
  ['variable', /^\$[\p{L}\p{N}_]*/u],
  ['field', /^\.[\p{L}_][\p{L}\p{N}_]*/u],
  ['number', /^[+-]?(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/],
  ['dot', /^\./],
  ['identifier', /^[\p{L}_][\p{L}\p{N}_]*/u],
  ['other', /^[!-/:-@[-`{-~]/],
]

const TERMINATOR = /^([ \t\r\n.,|:)(]|$|\}\})/

const nextWord = (text: string, at: number): Word => {
  const rest = text.slice(at, at + 4096)
  for (const [type, pattern] of PATTERNS) {
    const found = pattern.exec(rest)?.[0]
    if (found === undefined || (type === 'other' && '"`\':'.includes(found))) continue
    const after = text.slice(at + found.length, at + found.length + 2)
    if (type === 'identifier') return identifier(found, after)
    if ((type === 'field' || type === 'variable') && !TERMINATOR.test(after)) return badCharacter(after)
    if (type === 'number' && /^[\p{L}\p{N}_]/u.test(after)) {
      return { type: 'error', text: `bad number syntax: "${found}${after[0]}"` }
    }
    return { type, text: found }
  }
  return unterminated(rest)
}

const identifier = (found: string, after: string): Word => {
  if (!TERMINATOR.test(after)) return badCharacter(after)
  if (KEYWORDS.has(found)) return { type: 'keyword', text: found }
  if (found === 'true' || found === 'false') return { type: 'bool', text: found }
  return { type: found === 'nil' ? 'nil' : 'identifier', text: found }
}

const codePoint = (char: string): string => `U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')} '${char}'`

const badCharacter = (after: string): Word => ({ type: 'error', text: `bad character ${codePoint(after[0]!)}` })

const unterminated = (rest: string): Word => {
  const first = rest[0]!
  if (first === '"') return { type: 'error', text: 'unterminated quoted string' }
  if (first === '`') return { type: 'error', text: 'unterminated raw quoted string' }
  if (first === "'") return { type: 'error', text: 'unterminated character constant' }
  if (first === ':') return { type: 'error', text: 'expected :=' }
  return { type: 'error', text: `unrecognized character in action: ${codePoint(first)}` }
}
