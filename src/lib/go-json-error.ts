/** What Go's JSON scanner says about text that is no JSON (encoding/json/scanner.go). */

/** Undefined: the text is one JSON value. */
export function goJsonError(text: string): string | undefined {
  const scanner = { text, at: 0 }
  try {
    space(scanner)
    value(scanner)
    space(scanner)
    if (scanner.at < text.length) throw bad(scanner, 'after top-level value')
    return undefined
  } catch (error) {
    if (error instanceof Wrong) return error.message
    throw error
  }
}

interface Scanner {
  readonly text: string
  at: number
}

class Wrong extends Error {}

const END = 'unexpected end of JSON input'
const DEPTH_MAX = 10_000

function bad(s: Scanner, where: string): Wrong {
  const c = s.text[s.at]
  if (c === undefined) return new Wrong(END)
  const shown = c === "'" ? "'\\''" : c === '"' ? `'"'` : `'${JSON.stringify(c).slice(1, -1)}'`
  return new Wrong(`invalid character ${shown} ${where}`)
}

function space(s: Scanner): void {
  while (s.at < s.text.length && ' \t\r\n'.includes(s.text[s.at]!)) s.at++
}

function value(s: Scanner, depth = 0): void {
  if (depth > DEPTH_MAX) throw new Wrong('exceeded max depth')
  const c = s.text[s.at]
  if (c === '{') return object(s, depth)
  if (c === '[') return array(s, depth)
  if (c === '"') return string(s)
  if (c !== undefined && (c === '-' || (c >= '0' && c <= '9'))) return number(s)
  for (const word of ['true', 'false', 'null']) if (c === word[0]) return literal(s, word)
  throw bad(s, 'looking for beginning of value')
}

function object(s: Scanner, depth: number): void {
  s.at++
  space(s)
  if (s.text[s.at] === '}') {
    s.at++
    return
  }
  for (;;) {
    if (s.text[s.at] !== '"') throw bad(s, 'looking for beginning of object key string')
    string(s)
    space(s)
    if (s.text[s.at] !== ':') throw bad(s, 'after object key')
    s.at++
    space(s)
    value(s, depth + 1)
    space(s)
    const c = s.text[s.at]
    if (c !== ',' && c !== '}') throw bad(s, 'after object key:value pair')
    s.at++
    if (c === '}') return
    space(s)
  }
}

function array(s: Scanner, depth: number): void {
  s.at++
  space(s)
  if (s.text[s.at] === ']') {
    s.at++
    return
  }
  for (;;) {
    value(s, depth + 1)
    space(s)
    const c = s.text[s.at]
    if (c !== ',' && c !== ']') throw bad(s, 'after array element')
    s.at++
    if (c === ']') return
    space(s)
  }
}

function string(s: Scanner): void {
  for (s.at++; ; s.at++) {
    const c = s.text[s.at]
    if (c === undefined) throw new Wrong(END)
    if (c === '"') {
      s.at++
      return
    }
    if (c < ' ') throw bad(s, 'in string literal')
    if (c !== '\\') continue
    s.at++
    const escape = s.text[s.at]
    if (escape === 'u') {
      for (let i = 0; i < 4; i++) {
        s.at++
        if (!/^[0-9a-fA-F]$/.test(s.text[s.at] ?? '')) throw bad(s, 'in \\u hexadecimal character escape')
      }
    } else if (escape === undefined || !'bfnrt\\/"'.includes(escape)) throw bad(s, 'in string escape code')
  }
}

function number(s: Scanner): void {
  const digits = (): void => {
    while (s.at < s.text.length && s.text[s.at]! >= '0' && s.text[s.at]! <= '9') s.at++
  }
  const isDigit = (): boolean => s.at < s.text.length && s.text[s.at]! >= '0' && s.text[s.at]! <= '9'
  if (s.text[s.at] === '-') s.at++
  if (!isDigit()) throw bad(s, 'in numeric literal')
  if (s.text[s.at] === '0') s.at++
  else digits()
  if (s.text[s.at] === '.') {
    s.at++
    if (!isDigit()) throw bad(s, 'after decimal point in numeric literal')
    digits()
  }
  if (s.text[s.at] === 'e' || s.text[s.at] === 'E') {
    s.at++
    if (s.text[s.at] === '+' || s.text[s.at] === '-') s.at++
    if (!isDigit()) throw bad(s, 'in exponent of numeric literal')
    digits()
  }
}

function literal(s: Scanner, word: string): void {
  for (let i = 0; i < word.length; i++, s.at++) {
    if (s.text[s.at] !== word[i]) throw bad(s, `in literal ${word} (expecting '${word[i]}')`)
  }
}
