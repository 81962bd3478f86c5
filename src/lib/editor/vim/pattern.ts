/** Vim's regular expressions as JavaScript's. */
import type { Settings } from './state.ts'

/** Undefined when the pattern makes no sense. `g` is set, so that callers can walk over a line. */
export function compile(
  pattern: string,
  settings: Settings,
  flags: { readonly ignore?: boolean } = {},
): RegExp | undefined {
  const { source, folds } = translate(pattern)
  const smart = settings.smartcase && /[A-Z]/.test(pattern)
  const ignore = folds ?? flags.ignore ?? (settings.ignorecase && !smart)
  try {
    return new RegExp(source, ignore ? 'gi' : 'g')
  } catch {
    return undefined
  }
}

/** A plain text as a pattern that finds just this text. */
export function literal(text: string): string {
  return text.replace(/[\\/.*$^~[\]]/g, '\\$&')
}

function translate(pattern: string): { source: string; folds?: boolean } {
  let source = ''
  let folds: boolean | undefined
  let very = false
  let plain = false
  let at = 0
  while (at < pattern.length) {
    let token = pattern[at++] ?? ''
    if (token === '\\') token += pattern[at++] ?? '\\'
    if (token === '\\v') very = true
    else if (token === '\\V') plain = true
    else if (token === '\\m') very = plain = false
    else if (token === '\\c') folds = true
    else if (token === '\\C') folds = false
    else if (token === '\\zs') source = `(?<=${source})`
    else if (token === '[' && !plain) {
      const [set, end] = bracket(pattern, at)
      source += set
      at = end
    } else if (token === (very ? '{' : '\\{')) {
      const end = pattern.indexOf('}', at)
      source += counted(pattern.slice(at, end < 0 ? pattern.length : end).replace(/\\$/, ''))
      at = end < 0 ? pattern.length : end + 1
    } else if (token === '\\z') {
      if (pattern[at] === 's') source = `(?<=${source})`
      else source += `(?=${translate(pattern.slice(at + 1)).source})`
      if (pattern[at] !== 's') at = pattern.length
      at++
    } else
      source += one(token, very, plain, source === '' || /[(|]$/.test(source), at >= pattern.length)
  }
  return folds === undefined ? { source } : { source, folds }
}

/** One token outside brackets. Magic signs need no backslash, very magic ones lose theirs. */
function one(token: string, very: boolean, plain: boolean, first: boolean, last: boolean): string {
  const known = CLASSES[token]
  if (known !== undefined) return known
  const isBare = token.length === 1
  if (very) {
    if (isBare) return VERY[token] ?? (/[.*^$]/.test(token) ? token : escape(token))
    return escape(token.slice(1))
  }
  if (isBare) {
    if (plain) return (token === '^' && first) || (token === '$' && last) ? token : escape(token)
    if (token === '^') return first ? '^' : '\\^'
    if (token === '$') return last ? '$' : '\\$'
    if (token === '*') return first ? '\\*' : '*'
    return token === '.' ? '.' : escape(token)
  }
  return ESCAPED[token] ?? escape(token.slice(1))
}

function bracket(pattern: string, at: number): [string, number] {
  let end = pattern.indexOf(']', pattern[at] === '^' ? at + 2 : at + 1)
  while (end > 0 && pattern[end - 1] === '\\') end = pattern.indexOf(']', end + 1)
  if (end < 0) return ['\\[', at]
  const inside = pattern
    .slice(at, end)
    .replace(/\[:(\w+):/g, (_, name: string) => POSIX[name] ?? '')
  return [`[${inside.replace(/(?<!\\)\[/g, '\\[')}]`, end + 1]
}

function counted(range: string): string {
  const lazy = range.startsWith('-')
  const body = lazy ? range.slice(1) : range
  const full = body === '' ? '0,' : body.startsWith(',') ? `0${body}` : body
  return `{${full}}${lazy ? '?' : ''}`
}

const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

const CLASSES: Readonly<Record<string, string>> = {
  '\\s': '[ \\t]',
  '\\S': '[^ \\t]',
  '\\d': '\\d',
  '\\D': '\\D',
  '\\w': '\\w',
  '\\W': '\\W',
  '\\a': '[A-Za-z]',
  '\\l': '[a-z]',
  '\\u': '[A-Z]',
  '\\x': '[0-9A-Fa-f]',
  '\\h': '[A-Za-z_]',
  '\\i': '\\w',
  '\\k': '\\w',
  '\\t': '\\t',
  '\\n': '$',
  '\\e': '\\x1b',
  '\\1': '\\1',
  '\\2': '\\2',
  '\\3': '\\3',
}
const ESCAPED: Readonly<Record<string, string>> = {
  '\\(': '(',
  '\\)': ')',
  '\\|': '|',
  '\\+': '+',
  '\\?': '?',
  '\\=': '?',
  '\\<': '\\b(?=\\w)',
  '\\>': '\\b(?<=\\w)',
  '\\%': '',
}
const VERY: Readonly<Record<string, string>> = {
  '(': '(',
  ')': ')',
  '|': '|',
  '+': '+',
  '?': '?',
  '=': '?',
  '<': '\\b(?=\\w)',
  '>': '\\b(?<=\\w)',
}
const POSIX: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  space: '\\s',
  upper: 'A-Z',
  lower: 'a-z',
  punct: '!-\\/:-@\\[-`{-~',
}
