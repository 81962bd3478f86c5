/** awk's values: numbers, strings, and input that is a number if it looks like one. */

/** Text that came from outside. */
export class InputText {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** Undefined is a variable that was never set: "" and 0 at once. */
export type Value = number | string | InputText | undefined

/** mawk writes larger whole numbers with CONVFMT. */
export const INTEGER_MAX = 2_147_483_647
const NUMERIC = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/
const PREFIX = /^\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/

export function toNumber(value: Value): number {
  if (typeof value === 'number') return value
  if (value === undefined) return 0
  return Number(PREFIX.exec(typeof value === 'string' ? value : value.text)?.[1] ?? 0)
}

export function toText(value: Value, format: (value: number) => string): string {
  if (typeof value === 'string') return value
  if (value === undefined) return ''
  if (typeof value !== 'number') return value.text
  return Number.isInteger(value) && Math.abs(value) <= INTEGER_MAX
    ? String(Object.is(value, -0) ? '-0' : value)
    : format(value)
}

export function toBoolean(value: Value): boolean {
  if (typeof value === 'number') return value !== 0
  if (typeof value === 'string') return value !== ''
  if (value === undefined) return false
  return NUMERIC.test(value.text) ? Number(value.text) !== 0 : value.text !== ''
}

/** Numbers compare as numbers; a string on either side makes it text. */
export function compare(left: Value, right: Value, format: (value: number) => string): number {
  if (isNumeric(left) && isNumeric(right)) return toNumber(left) - toNumber(right)
  const [a, b] = [toText(left, format), toText(right, format)]
  return a < b ? -1 : a > b ? 1 : 0
}

function isNumeric(value: Value): boolean {
  return (
    typeof value === 'number' ||
    value === undefined ||
    (value instanceof InputText && NUMERIC.test(value.text))
  )
}
