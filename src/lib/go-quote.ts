/** Go's strconv.Quote, which `%q` prints. */

export const goQuote = (text: string): string => {
  let out = '"'
  for (const char of text) out += quoteChar(char)
  return `${out}"`
}

/** Upstream: Go `strconv/quote.go`. */
const quoteChar = (char: string): string => {
  const named = NAMED[char]
  if (named !== undefined) return named
  const code = char.codePointAt(0)!
  if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, '0')}`
  if (code < 0x7f || PRINTABLE.test(char)) return char
  return code < 0x10000
    ? `\\u${code.toString(16).padStart(4, '0')}`
    : `\\U${code.toString(16).padStart(8, '0')}`
}

const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u

const NAMED: Readonly<Record<string, string>> = {
  '"': '\\"', '\\': '\\\\', '\x07': '\\a', '\b': '\\b', '\f': '\\f',
  '\n': '\\n', '\r': '\\r', '\t': '\\t', '\v': '\\v',
}
