/** Backslash escapes: those of $'…', and of `echo -e` and `printf %b`. */

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
}

/** A byte over 127 stands as the file system's lone surrogate, so that it reaches a file as that byte. */
const byte = (code: number): string =>
  String.fromCharCode(code < 0x80 ? code : 0xdc00 + (code & 0xff))

export function ansiText(text: string): string {
  return text.replace(
    /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|c([\s\S])|([\s\S]))/g,
    (
      all,
      octal: string,
      hex: string,
      short: string,
      long: string,
      control: string,
      char: string,
    ) => {
      if (octal !== undefined) return byte(Number.parseInt(octal, 8) & 0xff)
      if (hex !== undefined) return byte(Number.parseInt(hex, 16))
      if (short !== undefined || long !== undefined) return codePoint(short ?? long)
      if (control !== undefined) return String.fromCharCode(control.charCodeAt(0) & 0x1f)
      if (char === "'" || char === '"' || char === '?') return char
      return SIMPLE[char] ?? all
    },
  )
}

/** `echo -e` and `%b`: \0nnn is octal, \c ends all output. */
export function echoText(text: string, octalWithoutZero = false): { text: string; stop: boolean } {
  let stop = false
  const pattern = octalWithoutZero
    ? /\\(?:(0?[0-7]{1,3})|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|(c)|([\s\S]))/g
    : /\\(?:(0[0-7]{0,3})|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|(c)|([\s\S]))/g
  const out = text.replace(
    pattern,
    (all, octal: string, hex: string, short: string, long: string, end: string, char: string) => {
      if (stop) return ''
      if (octal !== undefined) return byte(Number.parseInt(octal, 8) & 0xff)
      if (hex !== undefined) return byte(Number.parseInt(hex, 16))
      if (short !== undefined || long !== undefined) return codePoint(short ?? long)
      if (end !== undefined) {
        stop = true
        return '\0\0STOP'
      }
      return SIMPLE[char] ?? all
    },
  )
  return stop ? { text: out.slice(0, out.indexOf('\0\0STOP')), stop } : { text: out, stop }
}

function codePoint(hex: string): string {
  const code = Number.parseInt(hex, 16)
  return code <= 0x10ffff ? String.fromCodePoint(code) : ''
}
