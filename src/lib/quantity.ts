/** Resource quantities (`500m`, `1.5Gi`): parsed, compared, added and written canonically. */

export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent'

/** Upstream: `staging/src/k8s.io/apimachinery/pkg/api/resource/quantity.go`. Holds nano units. */
export class Quantity {
  static readonly zero = new Quantity(0n, 'DecimalSI')
  readonly nano: bigint
  readonly format: QuantityFormat
  constructor(nano: bigint, format: QuantityFormat) {
    this.nano = nano
    this.format = format
  }
  static of(units: number, format: QuantityFormat = 'DecimalSI'): Quantity {
    return new Quantity(BigInt(units) * NANO, format)
  }
  static ofMilli(milli: number): Quantity {
    return new Quantity(BigInt(milli) * 1_000_000n, 'DecimalSI')
  }
  /** The number of whole units, rounded up. */
  value(): number { return Number(ceilDivide(this.nano, NANO)) }
  /** The number of thousandths, rounded up. */
  milliValue(): number { return Number(ceilDivide(this.nano, 1_000_000n)) }
  /** The value with its fraction. */
  asNumber(): number { return Number(this.nano) / 1e9 }
  isZero(): boolean { return this.nano === 0n }
  sign(): number { return this.nano > 0n ? 1 : this.nano < 0n ? -1 : 0 }
  compare(other: Quantity): number {
    return this.nano < other.nano ? -1 : this.nano > other.nano ? 1 : 0
  }
  add(other: Quantity): Quantity {
    return new Quantity(this.nano + other.nano, this.isZero() ? other.format : this.format)
  }
  subtract(other: Quantity): Quantity {
    return new Quantity(this.nano - other.nano, this.isZero() ? other.format : this.format)
  }
  negate(): Quantity { return new Quantity(-this.nano, this.format) }
  toString(): string { return canonical(this) }
}

/** Throws a QuantityError, whose message is the API server's. */
export const parseQuantity = (input: string | number): Quantity => {
  const text = String(input)
  const found = cache.get(text)
  if (found) return found
  const parsed = parse(text)
  if (cache.size < CACHE_MAX) cache.set(text, parsed)
  return parsed
}

/** The quantity, or undefined when the text is none. */
export const quantityOrUndefined = (input: unknown): Quantity | undefined => {
  if (typeof input !== 'string' && typeof input !== 'number') return undefined
  try {
    return parseQuantity(input)
  } catch {
    return undefined
  }
}

export class QuantityError extends Error {}

const NANO = 1_000_000_000n
const CACHE_MAX = 10_000
const cache = new Map<string, Quantity>()

const FORMAT_WRONG = "quantities must match the regular expression " +
  "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"

const DECIMAL: Readonly<Record<string, number>> = {
  n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18,
}
const DECIMAL_BY_EXPONENT = new Map(Object.entries(DECIMAL).map(([suffix, e]) => [e, suffix]))
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']

const parse = (text: string): Quantity => {
  const match = /^([+-]?)([0-9]*)(?:\.([0-9]*))?([eEinumkKMGTP]*[-+]?[0-9]*)$/.exec(text)
  if (text === '' || !/^[+-]?[0-9.]/.test(text) || !match) throw new QuantityError(FORMAT_WRONG)
  const [, sign, whole = '', fraction = '', suffix = ''] = match
  if (whole === '' && fraction === '') throw new QuantityError(FORMAT_WRONG)
  const { base, exponent, format } = interpret(suffix)
  let digits = BigInt(whole + fraction)
  let scale = 9 - fraction.length
  if (base === 2) digits *= 2n ** BigInt(exponent)
  else scale += exponent
  const nano = scale >= 0
    ? digits * 10n ** BigInt(Math.min(scale, 60))
    : ceilDivide(digits, 10n ** BigInt(-scale))
  return new Quantity(sign === '-' ? -nano : nano, format)
}

const interpret = (suffix: string): { base: number; exponent: number; format: QuantityFormat } => {
  const decimal = DECIMAL[suffix]
  if (decimal !== undefined) return { base: 10, exponent: decimal, format: 'DecimalSI' }
  const binary = BINARY.indexOf(suffix)
  if (binary > 0) return { base: 2, exponent: binary * 10, format: 'BinarySI' }
  const exponent = /^[eE]([+-]?[0-9]+)$/.exec(suffix)?.[1]
  if (exponent === undefined) throw new QuantityError("unable to parse quantity's suffix")
  return { base: 10, exponent: Number(exponent), format: 'DecimalExponent' }
}

const canonical = ({ nano, format }: Quantity): string => {
  if (nano === 0n) return '0'
  const sign = nano < 0n ? '-' : ''
  const size = nano < 0n ? -nano : nano
  if (format === 'BinarySI' && size >= 1024n * NANO && size % NANO === 0n) {
    let units = size / NANO
    let power = 0
    while (units % 1024n === 0n && power < BINARY.length - 1) {
      units /= 1024n
      power++
    }
    return `${sign}${units}${BINARY[power]}`
  }
  let digits = size
  let exponent = -9
  while (digits % 10n === 0n) {
    digits /= 10n
    exponent++
  }
  while (exponent % 3 !== 0) {
    digits *= 10n
    exponent--
  }
  while (format !== 'DecimalExponent' && exponent > 18) {
    digits *= 1000n
    exponent -= 3
  }
  if (format === 'DecimalExponent') return `${sign}${digits}${exponent === 0 ? '' : `e${exponent}`}`
  return `${sign}${digits}${DECIMAL_BY_EXPONENT.get(exponent)}`
}

const ceilDivide = (value: bigint, by: bigint): bigint => {
  const quotient = value / by
  return value % by > 0n ? quotient + 1n : quotient
}
