/** How Go's fmt prints JSON values: `%v` (map[a:1 b:[x y]]) and `%#v`. */
import { goQuote } from './go-quote.ts'
import { sortedEntries } from './json.ts'

/** `%v`. */
export const goValue = (value: unknown): string => {
  if (value === null || value === undefined) return '<nil>'
  if (typeof value === 'number') return goNumber(value)
  if (typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return `[${value.map(goValue).join(' ')}]`
  return `map[${sortedEntries(value).map(([key, item]) => `${key}:${goValue(item)}`).join(' ')}]`
}

/** `%#v`. */
export const goSyntax = (value: unknown): string => {
  if (value === null || value === undefined) return 'interface {}(nil)'
  if (typeof value === 'number') return goNumber(value)
  if (typeof value === 'string') return goQuote(value)
  if (typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`
  const members = sortedEntries(value).map(([key, item]) => `${goQuote(key)}:${goSyntax(item)}`)
  return `map[string]interface {}{${members.join(', ')}}`
}

/** `%T` of a decoded JSON value. */
export const goType = (value: unknown): string => {
  if (value === null || value === undefined) return '<nil>'
  if (typeof value === 'string') return 'string'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64'
  return Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}'
}

/** `%v` of a float64 or an int64: exponents from 21 digits on and below 1e-4. */
const goNumber = (value: number): string => {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return String(value)
  const [digits = '', exponent = ''] = value.toExponential().split('e')
  const power = Number(exponent)
  if (power >= -4 && power < 21) return String(value)
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}
