/** JSON as Go's encoding/json writes it: keys sorted, HTML characters escaped. */

/** One line, as `json.Marshal` of a map. Members that are undefined are left out. */
export const writeJson = (value: unknown): string => {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'string') return quote(value)
  if (typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return `[${value.map(writeJson).join(',')}]`
  const members = sortedEntries(value).map(([key, member]) => `${quote(key)}:${writeJson(member)}`)
  return `{${members.join(',')}}`
}

/** `json.MarshalIndent`; kubectl's JSON printer indents by four blanks. */
export const writeIndentedJson = (value: unknown, unit = '    ', indent = ''): string => {
  if (value === null || typeof value !== 'object') return writeJson(value)
  const inner = indent + unit
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]'
    const items = value.map(item => inner + writeIndentedJson(item, unit, inner))
    return `[\n${items.join(',\n')}\n${indent}]`
  }
  const members = sortedEntries(value)
    .map(([key, member]) => `${inner}${quote(key)}: ${writeIndentedJson(member, unit, inner)}`)
  return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`
}

/** The members that are there, keys in the order of their UTF-8 bytes. */
export const sortedEntries = (value: object): [string, unknown][] => {
  const entries: [string, unknown][] = []
  for (const key of Object.keys(value).sort(byCodePoint)) {
    const member = (value as Record<string, unknown>)[key]
    if (member !== undefined) entries.push([key, member])
  }
  return entries
}

/** Go compares UTF-8 bytes, which is the order of code points and not that of UTF-16 units. */
export const byCodePoint = (a: string, b: string): number => {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const left = a.charCodeAt(at)
    const right = b.charCodeAt(at)
    if (left === right) continue
    const leftHigh = left >= 0xd800 && left < 0xe000
    const rightHigh = right >= 0xd800 && right < 0xe000
    return leftHigh === rightHigh ? left - right : leftHigh ? 1 : -1
  }
  return a.length - b.length
}

const HTML = /[<>&\u2028\u2029]/
const quote = (text: string): string => {
  const quoted = JSON.stringify(text)
  return HTML.test(quoted) ? quoted.replace(/[<>&\u2028\u2029]/g, escape) : quoted
}

const escape = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
