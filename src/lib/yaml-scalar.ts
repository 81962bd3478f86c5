/** What a plain YAML scalar means to go-yaml v2: the rules that reader and writer share. */

/** Upstream: go-yaml v2 `resolve.go`. The value of a plain scalar; a string when it means nothing else. */
export const resolveScalar = (text: string): string | number | boolean | null => {
  const word = WORDS.get(text)
  if (word !== undefined) return LETTERS.has(text) ? text : word
  const first = text.charCodeAt(0)
  const numeric = (first >= 0x30 && first <= 0x39) || first === 0x2d || first === 0x2b || first === 0x2e
  if (!numeric) return text
  const plain = first === 0x2e ? text : text.replaceAll('_', '')
  const integer = INTEGER.test(plain) ? parseInteger(plain) : undefined
  if (integer !== undefined) return integer
  return FLOAT.test(plain) ? Number(plain) : text
}

/** Whether the text can stand unquoted and still be read back as a string. */
export const isPlainString = (text: string): boolean =>
  !LETTERS.has(text) && typeof resolveScalar(text) === 'string' && !TIMESTAMP.test(text) && !BASE60.test(text)

/** Go's `strconv.FormatFloat(f, 'g', -1, 64)`, and plain digits for an integer. */
export const formatNumber = (value: number): string => {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return String(value)
  if (Number.isNaN(value)) return '.nan'
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf'
  const [digits = '', exponent = ''] = value.toExponential().split('e')
  const power = Number(exponent)
  if (power >= -4 && power < 21) return String(value)
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}

/**
 * go-yaml v2 reads these as booleans, YAML 1.2 as the letters they are. Namespaces and labels named x, y, z are common in
 * lessons about NetworkPolicies, so they are read as letters; written, they are quoted, so that both readers agree.
 */
const LETTERS: ReadonlySet<string> = new Set(['y', 'Y', 'n', 'N'])

const WORDS = new Map<string, boolean | number | null>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON']
    .map(word => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF']
    .map(word => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map(word => [word, null] as const),
  ...['.nan', '.NaN', '.NAN'].map(word => [word, Number.NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF']
    .map(word => [word, Number.POSITIVE_INFINITY] as const),
  ...['-.inf', '-.Inf', '-.INF'].map(word => [word, Number.NEGATIVE_INFINITY] as const),
])

const INTEGER = /^[-+]?(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|0[0-7]*|[1-9][0-9]*)$/
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/
const BASE60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/
const TIMESTAMP =
  /^\d{4}-\d{1,2}-\d{1,2}([Tt]\d{1,2}:\d{1,2}:\d{1,2}(\.\d+)?(Z|[+-]\d\d:\d\d)| \d{1,2}:\d{1,2}:\d{1,2}(\.\d+)?)?$/

const parseInteger = (text: string): number => {
  const sign = text.startsWith('-') ? -1 : 1
  const digits = text.replace(/^[-+]/, '').toLowerCase()
  if (/^0[xbo]/.test(digits)) return sign * Number(digits)
  if (digits.length > 1 && digits.startsWith('0')) return sign * Number.parseInt(digits, 8)
  return sign * Number(digits)
}
