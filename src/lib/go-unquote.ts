/** Go's strconv.Unquote for strings in double quotes and backquotes. */

/** The text, or undefined when it is no Go string. */
export const unquoteGo = (quoted: string): string | undefined => {
  const quote = quoted[0]
  if (quoted.length < 2 || quoted.at(-1) !== quote) return undefined
  const inner = quoted.slice(1, -1)
  if (quote === '`') return inner.replaceAll('\r', '')
  let out = ''
  for (let at = 0; at < inner.length; at++) {
    if (inner[at] !== '\\') {
      out += inner[at]
      continue
    }
    const code = /^(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8}))/.exec(inner.slice(at + 1))
    if (code) {
      out += String.fromCodePoint(Number.parseInt(code[1] ?? code[2] ?? code[3]!, 16))
      at += code[0].length
      continue
    }
    const plain = ESCAPES[inner[at + 1] ?? '']
    if (plain === undefined) return undefined
    out += plain
    at++
  }
  return out
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\', "'": "'", '"': '"', 0: '\0',
}
