/** YAML as `kubectl -o yaml` writes it: go-yaml v2's order of keys, quoting and folding, byte by byte. */
import { formatNumber, isPlainString } from './yaml-scalar.ts'

/** Upstream: sigs.k8s.io/yaml `Marshal`, go-yaml v2 `encode.go` and `emitterc.go`. */
export const writeYaml = (value: unknown): string => {
  const out: string[] = []
  if (isBlock(value)) {
    writeBlock(out, value, 0, false)
    return out.join('')
  }
  const text = scalar(value, 2, 0, false)
  return `${text}\n`
}

/** go-yaml's order of keys: numbers inside count as numbers, letters come after other signs. */
const byYamlKey = (a: string, b: string): number => (keyLess(a, b) ? -1 : keyLess(b, a) ? 1 : 0)

const WIDTH = 80

const isBlock = (value: unknown): value is object => {
  if (value === null || typeof value !== 'object') return false
  if (Array.isArray(value)) return value.length > 0
  for (const key in value) if ((value as Record<string, unknown>)[key] !== undefined) return true
  return false
}

/** `inline`: the first line goes on behind what is already written ("- "). */
const writeBlock = (out: string[], value: object, indent: number, inline: boolean): void => {
  const margin = ' '.repeat(indent)
  let first = inline
  if (Array.isArray(value)) {
    for (const item of value) {
      out.push(first ? '- ' : `${margin}- `)
      first = false
      if (isBlock(item)) writeBlock(out, item, indent + 2, true)
      else out.push(scalar(item, indent + 2, indent + 2, false), '\n')
    }
    return
  }
  const members = value as Record<string, unknown>
  const keys = Object.keys(members).filter(key => members[key] !== undefined).sort(byYamlKey)
  for (const key of keys) {
    const member = members[key]
    if (!first) out.push(margin)
    first = false
    const name = keyText(key, indent)
    out.push(name)
    if (!isBlock(member)) {
      const column = indent + name.length + 1
      out.push(' ', scalar(member, indent + 2, column, false), '\n')
    } else {
      out.push('\n')
      writeBlock(out, member, Array.isArray(member) ? indent : indent + 2, false)
    }
  }
}

const keyText = (key: string, indent: number): string => {
  if (key.length > 128 || key.includes('\n')) {
    return `? ${scalar(key, indent + 2, indent + 2, false)}\n${' '.repeat(indent)}:`
  }
  return `${scalar(key, indent + 2, indent, true)}:`
}

const SAFE = /^[A-Za-z][A-Za-z0-9_./-]*$/

/** `column` is where the text starts; `simpleKey` forbids breaking the line. */
const scalar = (value: unknown, indent: number, column: number, simpleKey: boolean): string => {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'number') return formatNumber(value)
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'object') return Array.isArray(value) ? '[]' : '{}'
  const text = String(value)
  if (SAFE.test(text)) return text.length <= 5 && !isPlainString(text) ? `"${text}"` : text
  if (text === '') return '""'
  const allowed = analyze(text)
  if (text.includes('\n')) {
    if (allowed.block && !simpleKey) return literal(text, indent)
    return doubleQuoted(text, indent, column, !simpleKey)
  }
  if (!isPlainString(text)) return doubleQuoted(text, indent, column, !simpleKey)
  if (allowed.plain) return plain(text, indent, column, !simpleKey)
  if (allowed.single) return singleQuoted(text, indent, column, !simpleKey)
  return doubleQuoted(text, indent, column, !simpleKey)
}

interface Allowed { readonly plain: boolean; readonly single: boolean; readonly block: boolean }

const FIRST_INDICATOR = new Set('#,[]{}&*!|>\'"%@`')
const isPrintable = (char: string): boolean => {
  const code = char.codePointAt(0)!
  if (code < 0x80) return code === 0x0a || (code >= 0x20 && code <= 0x7e)
  return code >= 0xa0 && code < 0xfffe && code !== 0xfeff && !(code >= 0xd800 && code < 0xe000)
}
const isBreak = (char: string | undefined): boolean =>
  char === '\n' || char === '\r' || char === '\x85' || char === '\u2028' || char === '\u2029'
const isBlank = (char: string | undefined): boolean =>
  char === undefined || char === ' ' || char === '\t' || isBreak(char)

/** Upstream: `yaml_emitter_analyze_scalar`, for block context. */
const analyze = (text: string): Allowed => {
  const chars = [...text]
  let indicators = text.startsWith('---') || text.startsWith('...')
  let special = false
  let spaceBreak = false
  let breakSpace = false
  let lineBreaks = false
  for (const [at, char] of chars.entries()) {
    const before = chars[at - 1]
    const followed = isBlank(chars[at + 1])
    if (at === 0) {
      if (FIRST_INDICATOR.has(char)) indicators = true
      else if ((char === '?' || char === ':' || char === '-') && followed) indicators = true
    } else if ((char === ':' && followed) || (char === '#' && isBlank(before))) indicators = true
    if (!isPrintable(char)) special = true
    if (isBreak(char)) {
      lineBreaks = true
      if (before === ' ') spaceBreak = true
    }
    if (char === ' ' && isBreak(before)) breakSpace = true
  }
  const edge = chars[0] === ' ' || isBreak(chars[0]) || chars.at(-1) === ' ' || isBreak(chars.at(-1))
  const refused = spaceBreak || special
  return {
    plain: !(indicators || edge || breakSpace || refused || lineBreaks),
    single: !(breakSpace || refused),
    block: !(chars.at(-1) === ' ' || refused),
  }
}

const literal = (text: string, indent: number): string => {
  const hint = text.startsWith(' ') || isBreak(text[0]) ? '2' : ''
  const chomp = !text.endsWith('\n') ? '-' : text === '\n' || text.endsWith('\n\n') ? '+' : ''
  const margin = ' '.repeat(indent)
  const lines = (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n')
  return `|${hint}${chomp}\n${lines.map(line => (line === '' ? '' : margin + line)).join('\n')}`
}

const plain = (text: string, indent: number, column: number, breaks: boolean): string =>
  column + text.length <= WIDTH || !breaks ? text : fold(text, indent, column, char => char)

const singleQuoted = (text: string, indent: number, column: number, breaks: boolean): string => {
  const escape = (char: string): string => (char === "'" ? "''" : char)
  const body = breaks ? fold(text, indent, column + 1, escape, true) : text.replaceAll("'", "''")
  return `'${body}'`
}

/** Breaks at single blanks behind the 80th column (`yaml_emitter_write_plain_scalar`). */
const fold = (
  text: string, indent: number, start: number, escape: (char: string) => string, inside = false,
): string => {
  const chars = [...text]
  let out = ''
  let column = start
  let spaces = false
  for (const [at, char] of chars.entries()) {
    const within = !inside || (at > 0 && at < chars.length - 1)
    if (char === ' ' && !spaces && column > WIDTH && within && chars[at + 1] !== ' ') {
      out += `\n${' '.repeat(indent)}`
      column = indent
      spaces = true
      continue
    }
    const written = escape(char)
    out += written
    column += written.length > 2 ? 1 : written.length
    spaces = char === ' '
  }
  return out
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '\\0', '\x07': '\\a', '\b': '\\b', '\t': '\\t', '\n': '\\n', '\v': '\\v', '\f': '\\f',
  '\r': '\\r', '\x1b': '\\e', '"': '\\"', '\\': '\\\\', '\x85': '\\N', '\xa0': '\\_',
  '\u2028': '\\L', '\u2029': '\\P',
}

const doubleQuoted = (text: string, indent: number, start: number, breaks: boolean): string => {
  const chars = [...text]
  let out = '"'
  let column = start + 1
  let spaces = false
  for (const [at, char] of chars.entries()) {
    if (!isPrintable(char) || isBreak(char) || char === '"' || char === '\\') {
      const escaped = ESCAPES[char] ?? escapeCode(char.codePointAt(0)!)
      out += escaped
      column += escaped.length
      spaces = false
    } else if (char === ' ' && breaks && !spaces && column > WIDTH && at > 0 && at < chars.length - 1) {
      out += `\n${' '.repeat(indent)}${chars[at + 1] === ' ' ? '\\' : ''}`
      column = indent + (chars[at + 1] === ' ' ? 1 : 0)
      spaces = true
    } else {
      out += char
      column++
      spaces = char === ' '
    }
  }
  return `${out}"`
}

const escapeCode = (code: number): string => {
  const hex = code.toString(16).toUpperCase()
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}

const isLetter = (char: string): boolean => /\p{L}/u.test(char)
const isDigit = (char: string | undefined): boolean => char !== undefined && char >= '0' && char <= '9'

/** Upstream: go-yaml v2 `sorter.go`. */
const keyLess = (a: string, b: string): boolean => {
  let digits = false
  for (let at = 0; at < a.length && at < b.length; at++) {
    const left = a[at]!
    const right = b[at]!
    if (left === right) {
      digits = isDigit(left)
      continue
    }
    const leftLetter = isLetter(left)
    const rightLetter = isLetter(right)
    if (leftLetter && rightLetter) return left < right
    if (leftLetter || rightLetter) return digits ? leftLetter : rightLetter
    return numberLess(a, b, at)
  }
  return a.length < b.length
}

const numberLess = (a: string, b: string, at: number): boolean => {
  let lead = 0
  if (a[at] === '0' || b[at] === '0') {
    for (let back = at - 1; back >= 0 && isDigit(a[back]); back--) {
      if (a[back] === '0') continue
      lead = 1
      break
    }
  }
  const [leftNumber, leftEnd] = digitsFrom(a, at, lead)
  const [rightNumber, rightEnd] = digitsFrom(b, at, lead)
  if (leftNumber !== rightNumber) return leftNumber < rightNumber
  return leftEnd !== rightEnd ? leftEnd < rightEnd : a[at]! < b[at]!
}

const digitsFrom = (text: string, from: number, start: number): [number, number] => {
  let number = start
  let at = from
  for (; isDigit(text[at]); at++) number = number * 10 + Number(text[at])
  return [number, at]
}
