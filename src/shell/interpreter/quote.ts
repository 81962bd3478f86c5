/** Quotes text so that the shell would read it back, in the ways bash has for it. */

const CONTROL = /[\x00-\x1f\x7f\udc80-\udcff]/

/** `${x@Q}`: always in quotes. */
export function quoteAlways(text: string): string {
  return CONTROL.test(text) ? ansiQuote(text) : `'${text.replaceAll("'", `'\\''`)}'`
}

/** `set -x`, `set`, `export -p` of scalars: quotes only where needed. */
export function quoteIfNeeded(text: string): string {
  if (text === '') return "''"
  if (CONTROL.test(text)) return ansiQuote(text)
  return /[^A-Za-z0-9_%+,./:=@^-]/.test(text) || /^[~#]/.test(text) ? quoteAlways(text) : text
}

/** `printf %q`: backslashes. */
export function quoteBackslash(text: string): string {
  if (text === '') return "''"
  if (CONTROL.test(text)) return ansiQuote(text)
  return text
    .replace(/[^A-Za-z0-9_%+\-./:=@\u0080-\uffff]/g, char => (char === '^' ? '\\^' : `\\${char}`))
    .replace(/^~/, '\\~')
}

/** `declare -p`: double quotes. */
export function quoteDouble(text: string): string {
  return CONTROL.test(text) ? ansiQuote(text) : `"${text.replace(/[\\"$`]/g, '\\$&')}"`
}

const NAMED: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\t': '\\t',
  '\r': '\\r',
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\v': '\\v',
  '\x1b': '\\E',
  "'": "\\'",
  '\\': '\\\\',
}

function ansiQuote(text: string): string {
  const body = text.replace(
    /[\x00-\x1f\x7f'\\\udc80-\udcff]/g,
    char => NAMED[char] ?? `\\${(char.charCodeAt(0) & 0xff).toString(8).padStart(3, '0')}`,
  )
  return `$'${body}'`
}
