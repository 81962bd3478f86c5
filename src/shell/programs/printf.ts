/** printf: the format is used again until the arguments are used up. */
import { ansiText, echoText } from '../syntax/ansi.ts'
import { quoteBackslash } from '../interpreter/quote.ts'
import { formatTime } from './strftime.ts'

const DIRECTIVE =
  /%(?:%|([-+ #0']*)(\*|\d+)?(?:\.(\*|\d*))?(?:[hlLjzt]*)([diouxXeEfFgGaAcsbq]|\(([^)]*)\)T))/y
const ROUNDS_MAX = 1_000_000

export function formatText(
  format: string,
  args: readonly string[],
  nowMs: number,
): { text: string; errors: readonly string[] } {
  const printer = new Printer(args, nowMs)
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const before = printer.used
    printer.format(format)
    if (printer.stopped || printer.used >= args.length || printer.used === before) break
  }
  return { text: printer.text, errors: printer.errors }
}

class Printer {
  text = ''
  used = 0
  stopped = false
  readonly errors: string[] = []
  readonly #args: readonly string[]
  readonly #nowMs: number

  constructor(args: readonly string[], nowMs: number) {
    this.#args = args
    this.#nowMs = nowMs
  }

  format(format: string): void {
    for (let at = 0; at < format.length && !this.stopped; ) {
      const char = format[at] ?? ''
      if (char === '\\') {
        const escape =
          /^\\(?:[0-7]{1,3}|x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|U[0-9a-fA-F]{1,8}|[\s\S])/.exec(
            format.slice(at),
          )?.[0] ?? '\\'
        if (escape === '\\c') {
          this.stopped = true
          return
        }
        this.text += escape === "\\'" ? escape : ansiText(escape)
        at += escape.length
      } else if (char === '%') at = this.#directive(format, at)
      else {
        this.text += char
        at++
      }
    }
  }

  #directive(format: string, at: number): number {
    DIRECTIVE.lastIndex = at
    const match = DIRECTIVE.exec(format)
    if (!match) {
      const bad = format[at + 1]
      this.errors.push(
        bad === undefined
          ? `\`%': missing format character`
          : `\`${bad}': invalid format character`,
      )
      this.stopped = true
      return format.length
    }
    if (match[0] === '%%') this.text += '%'
    else {
      const width =
        match[2] === '*'
          ? Number(this.#next())
          : match[2] === undefined
            ? undefined
            : Number(match[2])
      const precision =
        match[3] === '*'
          ? Number(this.#next())
          : match[3] === undefined
            ? undefined
            : Number(match[3] || '0')
      const flags = (match[1] ?? '') + (width !== undefined && width < 0 ? '-' : '')
      this.text += this.#convert(
        match[4] ?? '',
        match[5],
        flags,
        width === undefined ? 0 : Math.abs(width),
        precision,
      )
    }
    return at + match[0].length
  }

  #next(): string {
    return this.#args[this.used++] ?? ''
  }

  #convert(
    letter: string,
    time: string | undefined,
    flags: string,
    width: number,
    precision: number | undefined,
  ): string {
    const pad = (text: string, zero = false): string => {
      if (flags.includes('-')) return text.padEnd(width)
      if (!zero || !flags.includes('0')) return text.padStart(width)
      const sign = /^[-+ ]|^0[xX]/.exec(text)?.[0] ?? ''
      return sign + text.slice(sign.length).padStart(width - sign.length, '0')
    }
    if (time !== undefined) {
      const arg = this.#next()
      const seconds = arg === '' || arg === '-1' || arg === '-2' ? this.#nowMs / 1000 : Number(arg)
      return pad(formatTime(time === '' ? '%H:%M:%S' : time, seconds * 1000))
    }
    switch (letter) {
      case 's':
        return pad(cut(this.#next(), precision))
      case 'c':
        return pad([...this.#next()][0] ?? '')
      case 'q':
        return pad(quoteBackslash(this.#next()))
      case 'b': {
        const { text, stop } = echoText(this.#next(), true)
        if (stop) this.stopped = true
        return pad(cut(text, precision))
      }
      case 'd':
      case 'i':
      case 'u':
      case 'o':
      case 'x':
      case 'X':
        return pad(this.#integer(letter, flags, precision), precision === undefined)
      default:
        return pad(this.#real(letter, flags, precision), true)
    }
  }

  #integer(letter: string, flags: string, precision: number | undefined): string {
    const value = this.#number()
    const positive =
      value < 0n && letter !== 'd' && letter !== 'i'
        ? BigInt.asUintN(64, value)
        : value < 0n
          ? -value
          : value
    const radix = letter === 'o' ? 8 : letter === 'x' || letter === 'X' ? 16 : 10
    let digits = positive.toString(radix)
    if (precision !== undefined) digits = digits.padStart(precision, '0')
    if (letter === 'X') digits = digits.toUpperCase()
    if (flags.includes('#') && positive !== 0n)
      digits = (radix === 16 ? `0${letter}` : radix === 8 ? '0' : '') + digits
    if (letter !== 'd' && letter !== 'i') return digits
    return (value < 0n ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '') + digits
  }

  #number(): bigint {
    const arg = this.#next()
    if (arg === '') return 0n
    const char = /^["']([\s\S])/u.exec(arg)?.[1]
    if (char !== undefined) return BigInt(char.codePointAt(0) ?? 0)
    const match = /^\s*([-+]?)(0[xX][0-9a-fA-F]+|\d+)(.*)$/s.exec(arg)
    if (!match) {
      this.errors.push(`${arg}: invalid number`)
      return 0n
    }
    const digits = match[2] ?? '0'
    const octal = /^0[0-7]+/.exec(digits)?.[0]
    if (match[3] !== '' || (/^0\d/.test(digits) && octal !== digits))
      this.errors.push(
        `${arg}: invalid ${/^0\d/.test(digits) && octal !== digits ? 'octal ' : ''}number`,
      )
    const value = /^0[xX]/.test(digits)
      ? BigInt(digits)
      : /^0\d/.test(digits)
        ? BigInt(`0o${(octal ?? '0').replace(/^0+(?=.)/, '')}`)
        : BigInt(digits)
    return match[1] === '-' ? -value : value
  }

  #real(letter: string, flags: string, precision: number | undefined): string {
    const arg = this.#next()
    const value = arg === '' ? 0 : Number(arg)
    if (Number.isNaN(value)) this.errors.push(`${arg}: invalid number`)
    const number = Number.isNaN(value) ? Number.parseFloat(arg) || 0 : value
    const text = realText(Math.abs(number), letter, precision ?? 6)
    return (number < 0 || Object.is(number, -0) ? '-' : flags.includes('+') ? '+' : '') + text
  }
}

const cut = (text: string, precision: number | undefined): string =>
  precision === undefined ? text : [...text].slice(0, precision).join('')

const EXACT_DIGITS = 60

/** Where a number lies exactly in the middle C rounds to the even digit, JavaScript upwards. */
function fixed(value: number, precision: number): string {
  const rounded = value.toFixed(precision)
  const exact = value.toFixed(Math.min(100, precision + EXACT_DIGITS))
  const cutAt = exact.indexOf('.') + 1 + precision
  if (value >= 1e21 || !/^50*$/.test(exact.slice(cutAt))) return rounded
  const down = exact.slice(0, precision === 0 ? cutAt - 1 : cutAt)
  return /[02468]$/.test(down) ? down : rounded
}

/** C's %f, %e and %g. */
export function realText(value: number, letter: string, precision: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : 'inf'
  const lower = letter.toLowerCase()
  if (lower === 'f') return fixed(value, Math.min(precision, 100))
  const exponential = (digits: number) =>
    value.toExponential(Math.min(digits, 100)).replace(/e([-+])(\d)$/, 'e$10$2')
  let text: string
  if (lower === 'g') {
    const significant = precision === 0 ? 1 : precision
    const exponent = value === 0 ? 0 : Number(value.toExponential(significant - 1).split('e')[1])
    text =
      exponent < -4 || exponent >= significant
        ? exponential(significant - 1).replace(/\.?0+e/, 'e')
        : value
            .toFixed(Math.max(0, significant - 1 - exponent))
            .replace(/(\.\d*?)0+$/, '$1')
            .replace(/\.$/, '')
  } else text = exponential(precision)
  return letter === lower ? text : text.toUpperCase()
}
