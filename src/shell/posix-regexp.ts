/** POSIX regular expressions, basic and extended, as JavaScript's. */

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
  space: '\\s',
  upper: 'A-Z',
  xdigit: '0-9A-Fa-f',
}

/** As `grep -E`, `sed -E` and `=~` read it. `flags` are JavaScript's. */
export function extendedRegExp(pattern: string, flags = ''): RegExp {
  return compile(extendedSource(pattern), flags)
}

/** As `grep` and `sed` read it: `\(`, `\{`, `\|`, `\+` are operators, the bare characters are not. */
export function basicRegExp(pattern: string, flags = ''): RegExp {
  return compile(basicSource(pattern), flags)
}

/** As `grep -P`: nearly JavaScript's own. */
export function perlRegExp(pattern: string, flags = ''): RegExp {
  const source = pattern
    .replace(/\(\?<(?![=!])/g, '(?<')
    .replace(/\\h/g, '[ \\t]')
    .replace(/\\A/g, '^')
    .replace(/\\[zZ]/g, '$')
    .replace(/([*+?}])\+/g, '$1')
    .replace(/\[\[:(\w+):\]\]/g, (_, name: string) => `[${CLASSES[name] ?? ''}]`)
  const keep = source.lastIndexOf('\\K')
  return new RegExp(
    keep < 0 ? source : `(?<=${source.slice(0, keep)})${source.slice(keep + 2)}`,
    flags,
  )
}

const CACHE_MAX = 300
const cache = new Map<string, RegExp>()

function compile(source: string, flags: string): RegExp {
  const key = `${flags}/${source}`
  let made = cache.get(key)
  if (!made) {
    made = new RegExp(source, flags)
    if (cache.size >= CACHE_MAX) cache.clear()
    cache.set(key, made)
  }
  made.lastIndex = 0
  return made
}

function bracket(pattern: string, open: number): { source: string; end: number } | undefined {
  let at = open + 1
  let body = ''
  const negated = pattern[at] === '^'
  if (negated) at++
  for (let first = true; at < pattern.length; first = false) {
    const char = pattern[at] ?? ''
    if (char === ']' && !first)
      return {
        source: body === '' ? (negated ? '[\\s\\S]' : '(?!)') : `[${negated ? '^' : ''}${body}]`,
        end: at + 1,
      }
    const named = /^\[:(\w+):\]/.exec(pattern.slice(at, at + 12))
    if (named) {
      body += CLASSES[named[1] ?? ''] ?? ''
      at += named[0].length
      continue
    }
    const equal = /^\[([.=])(.)\1\]/.exec(pattern.slice(at, at + 5))
    if (equal) {
      body += `\\${equal[2]}`
      at += equal[0].length
      continue
    }
    body += char === '\\' || char === '[' || char === ']' || char === '^' ? `\\${char}` : char
    at++
  }
  return undefined
}

/** Escapes that both dialects share, after the backslash. */
function escaped(char: string): string {
  if (char === '<') return '\\b(?=\\w)'
  if (char === '>') return '\\b(?<=\\w)'
  if (char === '`') return '^'
  if (char === "'") return '$'
  if (/[bBwWsSntrfv0-9]/.test(char)) return `\\${char}`
  return /[\\^$.*+?()[\]{}|/]/.test(char) ? `\\${char}` : char
}

function extendedSource(pattern: string): string {
  let out = ''
  for (let at = 0; at < pattern.length; ) {
    const char = pattern[at] ?? ''
    if (char === '\\' && at + 1 < pattern.length) {
      out += escaped(pattern[at + 1] ?? '')
      at += 2
      continue
    }
    if (char === '[') {
      const found = bracket(pattern, at)
      if (!found) throw new SyntaxError('Unmatched [, [^, [:, [., or [=')
      out += found.source
      at = found.end
      continue
    }
    if (char === '{' && !/^\{\d*,?\d*\}/.test(pattern.slice(at))) out += '\\{'
    else if (char === '{' && pattern[at + 1] === ',') out += '{0'
    else if (char === '}' && !/\{\d*,?\d*$/.test(out)) out += '\\}'
    else if (char === '*' && (out === '' || /(^|[^\\])[(|]$/.test(out))) out += '\\*'
    else out += char
    at++
  }
  return out
}

function basicSource(pattern: string): string {
  let out = ''
  for (let at = 0; at < pattern.length; ) {
    const char = pattern[at] ?? ''
    const atStart =
      out === '' ||
      (out.endsWith('(') && !out.endsWith('\\(')) ||
      (out.endsWith('|') && !out.endsWith('\\|'))
    if (char === '\\' && at + 1 < pattern.length) {
      const next = pattern[at + 1] ?? ''
      out += '(){}|+?'.includes(next)
        ? next === '{' && pattern[at + 2] === ','
          ? '{0'
          : next
        : escaped(next)
      at += 2
      continue
    }
    if (char === '[') {
      const found = bracket(pattern, at)
      if (!found) throw new SyntaxError('Unmatched [, [^, [:, [., or [=')
      out += found.source
      at = found.end
      continue
    }
    if ('(){}|+?'.includes(char)) out += `\\${char}`
    else if (char === '*' && (atStart || out === '^')) out += '\\*'
    else if (char === '^' && !atStart) out += '\\^'
    else if (char === '$' && at + 1 < pattern.length && !/^\\[)|]/.test(pattern.slice(at + 1)))
      out += '\\$'
    else out += char
    at++
  }
  return out
}
