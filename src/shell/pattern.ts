/** Shell patterns (`*`, `?`, `[a-z]`, extglob) as regular expressions; a backslash makes the next character plain. */

const CLASSES: Readonly<Record<string, string>> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  blank: ' \\t',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`{-~',
  space: ' \\t\\n\\r\\f\\v',
  upper: 'A-Z',
  word: 'A-Za-z0-9_',
  xdigit: '0-9A-Fa-f',
}
const CACHE_MAX = 500
const cache = new Map<string, RegExp>()

export interface PatternOptions {
  readonly extglob?: boolean
  readonly ignoreCase?: boolean
  /** `*` and `?` stop at a slash, as in path names. */
  readonly path?: boolean
  /** Find the pattern in a text instead of matching all of it. */
  readonly anchor?: 'both' | 'start' | 'end' | 'none'
  /** The shortest match wins. */
  readonly lazy?: boolean
}

export function patternRegExp(pattern: string, options: PatternOptions = {}): RegExp {
  const key = `${options.extglob ? 'e' : ''}${options.ignoreCase ? 'i' : ''}${options.path ? 'p' : ''}${options.anchor ?? 'both'}${options.lazy ? 'l' : ''}:${pattern}`
  const known = cache.get(key)
  if (known) return known
  const { anchor = 'both' } = options
  const body = patternSource(pattern, options)
  const source = `${anchor === 'both' || anchor === 'start' ? '^' : ''}(?:${body})${anchor === 'both' || anchor === 'end' ? '$' : ''}`
  let made: RegExp
  try {
    made = new RegExp(source, options.ignoreCase ? 'isu' : 'su')
  } catch {
    made = new RegExp(`^${escapeRegExp(pattern)}$`, 'su')
  }
  if (cache.size >= CACHE_MAX) cache.clear()
  cache.set(key, made)
  return made
}

export function matchesPattern(
  text: string,
  pattern: string,
  options: PatternOptions = {},
): boolean {
  return patternRegExp(pattern, options).test(text)
}

export function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}

/** Makes text stand for itself in a pattern. */
export function escapePattern(text: string): string {
  return text.replace(/[\\*?[\]()|!+@-]/g, '\\$&')
}

export function hasPattern(text: string, extglob = false): boolean {
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === '\\') at++
    else if (char === '*' || char === '?') return true
    else if (char === '[' && text.indexOf(']', at + 2) > 0) return true
    else if (extglob && char !== undefined && '+@!'.includes(char) && text[at + 1] === '(')
      return true
  }
  return false
}

function patternSource(pattern: string, options: PatternOptions): string {
  const any = options.path ? '[^/]' : '.'
  const lazy = options.lazy ? '?' : ''
  let out = ''
  for (let at = 0; at < pattern.length; ) {
    const char = pattern[at] ?? ''
    if (options.extglob && '?*+@!'.includes(char) && pattern[at + 1] === '(') {
      const group = extendedGroup(pattern, at + 1, options)
      if (group) {
        out +=
          char === '!'
            ? `(?:(?!(?:${group.source})${group.rest === '' ? '$' : `(?:${patternSource(group.rest, options)})$`})${any}*?)`
            : `(?:${group.source})${char === '@' ? '' : char}`
        at = group.end
        continue
      }
    }
    if (char === '*') {
      while (pattern[at + 1] === '*') at++
      out += `${any}*${lazy}`
    } else if (char === '?') out += any
    else if (char === '[') {
      const bracket = bracketSource(pattern, at)
      if (bracket) {
        out += bracket.source
        at = bracket.end
        continue
      }
      out += '\\['
    } else if (char === '\\' && at + 1 < pattern.length) {
      const next = String.fromCodePoint(pattern.codePointAt(at + 1) ?? 0)
      out += escapeRegExp(next)
      at += 1 + next.length
      continue
    } else {
      const whole = String.fromCodePoint(pattern.codePointAt(at) ?? 0)
      out += escapeRegExp(whole)
      at += whole.length
      continue
    }
    at++
  }
  return out
}

function extendedGroup(
  pattern: string,
  open: number,
  options: PatternOptions,
): { source: string; end: number; rest: string } | undefined {
  const choices: string[] = []
  let depth = 0
  let from = open + 1
  for (let at = open; at < pattern.length; at++) {
    const char = pattern[at]
    if (char === '\\') at++
    else if (char === '(') depth++
    else if (char === '|' && depth === 1) {
      choices.push(pattern.slice(from, at))
      from = at + 1
    } else if (char === ')' && --depth === 0) {
      choices.push(pattern.slice(from, at))
      return {
        source: choices.map(choice => patternSource(choice, options)).join('|'),
        end: at + 1,
        rest: pattern.slice(at + 1),
      }
    }
  }
  return undefined
}

function bracketSource(pattern: string, open: number): { source: string; end: number } | undefined {
  let at = open + 1
  const negated = pattern[at] === '!' || pattern[at] === '^'
  if (negated) at++
  let body = ''
  for (let first = true; at < pattern.length; first = false) {
    const char = pattern[at] ?? ''
    if (char === ']' && !first) return { source: `[${negated ? '^' : ''}${body}]`, end: at + 1 }
    const named = /^\[:(\w+):\]/.exec(pattern.slice(at, at + 12))
    if (named) {
      body += CLASSES[named[1] ?? ''] ?? ''
      at += named[0].length
      continue
    }
    if (char === '\\' && at + 1 < pattern.length) {
      const next = pattern[at + 1] ?? ''
      body += /[\]\\^[-]/.test(next) ? `\\${next}` : escapeInClass(next)
      at += 2
      continue
    }
    if (char === '-' && !first && pattern[at + 1] !== ']') body += '-'
    else body += escapeInClass(char)
    at++
  }
  return undefined
}

const escapeInClass = (char: string): string =>
  /[\\\]^[\-&]/.test(char) && char !== '&' ? `\\${char}` : char
