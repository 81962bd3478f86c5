/** Arithmetic as bash does it: 64-bit integers, C's operators, variables by name. */
import { ExpansionFailure } from './flow.ts'

/** Where the expression's variables live. */
export interface ArithmeticScope {
  get(name: string, subscript?: string): string | undefined
  set(name: string, subscript: string | undefined, value: string): void
}

const TOKEN =
  /\s*(\d+#[0-9A-Za-z@_]+|0[xX][0-9a-fA-F]+|\d+|[A-Za-z_]\w*|\*\*|<<=|>>=|<<|>>|<=|>=|==|!=|&&|\|\||\+\+|--|[-+*/%&^|]=|[-+*/%<>=!~&^|?:,()[\]])/y

/** Binary operators by rising precedence. */
const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
]
const DEPTH_MAX = 200

/** The value; empty text is 0. */
export function evaluate(text: string, scope: ArithmeticScope, depth = 0): bigint {
  if (/^\s*-?\d{1,15}\s*$/.test(text) && !/^\s*-?0\d/.test(text)) return BigInt(text.trim())
  if (text.trim() === '') return 0n
  if (depth > DEPTH_MAX)
    throw new ExpansionFailure(
      `${text}: expression recursion level exceeded (error token is "${text}")`,
    )
  return new Expression(text, scope, depth).value()
}

/** An error in an expression names the rest of the text where it happened. */
class Expression {
  readonly #text: string
  readonly #scope: ArithmeticScope
  readonly #depth: number
  #at = 0
  /** Where the token in `#token` begins. */
  #start = 0
  #token = ''
  /** > 0 in the branch that is not taken: parsed, but without effect. */
  #skip = 0

  constructor(text: string, scope: ArithmeticScope, depth: number) {
    this.#text = text
    this.#scope = scope
    this.#depth = depth
    this.#next()
  }

  value(): bigint {
    const value = this.#comma()
    if (this.#token !== '')
      this.#fail(
        this.#start,
        /^[\w]/.test(this.#token) || this.#token === '('
          ? 'syntax error in expression'
          : 'syntax error: invalid arithmetic operator',
      )
    return value
  }

  #next(): void {
    TOKEN.lastIndex = this.#at
    const match = TOKEN.exec(this.#text)
    if (!match) {
      this.#start = this.#at + (/^\s*/.exec(this.#text.slice(this.#at))?.[0].length ?? 0)
      if (this.#start < this.#text.length)
        this.#fail(this.#start, 'syntax error: invalid arithmetic operator')
      this.#token = ''
      return
    }
    this.#token = match[1] ?? ''
    this.#start = TOKEN.lastIndex - this.#token.length
    this.#at = TOKEN.lastIndex
  }

  #fail(at: number, text: string): never {
    throw new ExpansionFailure(
      `${this.#text.trimStart()}: ${text} (error token is "${this.#text.slice(at)}")`,
    )
  }

  #accept(token: string): boolean {
    if (this.#token !== token) return false
    this.#next()
    return true
  }

  #comma(): bigint {
    let value = this.#ternary()
    while (this.#accept(',')) value = this.#ternary()
    return value
  }

  #ternary(): bigint {
    const condition = this.#binary(0)
    if (!this.#accept('?')) return condition
    const yes = this.#branch(condition === 0n)
    if (!this.#accept(':')) this.#fail(this.#start, "`:' expected for conditional expression")
    const no = this.#branch(condition !== 0n)
    return condition !== 0n ? yes : no
  }

  #branch(skip: boolean): bigint {
    if (skip) this.#skip++
    const value = this.#ternary()
    if (skip) this.#skip--
    return value
  }

  #binary(level: number): bigint {
    const operators = LEVELS[level]
    if (!operators) return this.#power()
    let left = this.#binary(level + 1)
    while (operators.includes(this.#token)) {
      const operator = this.#token
      this.#next()
      const skip = (operator === '||' && left !== 0n) || (operator === '&&' && left === 0n)
      if (skip) this.#skip++
      const start = this.#start
      const right = this.#binary(level + 1)
      if (skip) this.#skip--
      left = this.#apply(operator, left, right, start)
    }
    return left
  }

  #power(): bigint {
    const base = this.#unary()
    if (this.#token !== '**') return base
    this.#next()
    const start = this.#start
    const exponent = this.#power()
    if (exponent < 0n) this.#fail(start, 'exponent less than 0')
    let result = 1n
    for (
      let square = base, rest = exponent;
      rest > 0n;
      rest >>= 1n, square = wrap(square * square)
    ) {
      if (rest & 1n) result = wrap(result * square)
    }
    return result
  }

  #apply(operator: string, left: bigint, right: bigint, start: number): bigint {
    switch (operator) {
      case '+':
        return wrap(left + right)
      case '-':
        return wrap(left - right)
      case '*':
        return wrap(left * right)
      case '/':
      case '%':
        if (right === 0n) {
          if (this.#skip > 0) return 0n
          this.#fail(start, 'division by 0')
        }
        return operator === '/' ? wrap(left / right) : left % right
      case '<<':
        return wrap(left << (right & 63n))
      case '>>':
        return left >> (right & 63n)
      case '&':
        return left & right
      case '|':
        return left | right
      case '^':
        return left ^ right
      case '&&':
        return flag(left !== 0n && right !== 0n)
      case '||':
        return flag(left !== 0n || right !== 0n)
      case '==':
        return flag(left === right)
      case '!=':
        return flag(left !== right)
      case '<':
        return flag(left < right)
      case '>':
        return flag(left > right)
      case '<=':
        return flag(left <= right)
      default:
        return flag(left >= right)
    }
  }

  #unary(): bigint {
    const token = this.#token
    if (token === '!' || token === '~' || token === '-' || token === '+') {
      this.#next()
      const value = this.#unary()
      return token === '!'
        ? flag(value === 0n)
        : token === '~'
          ? ~value
          : token === '-'
            ? wrap(-value)
            : value
    }
    if (token === '++' || token === '--') {
      this.#next()
      if (!/^[A-Za-z_]/.test(this.#token)) return this.#unary()
      return this.#variable(token)
    }
    return this.#primary()
  }

  #primary(): bigint {
    const token = this.#token
    if (token === '(') {
      this.#next()
      const value = this.#comma()
      if (!this.#accept(')')) this.#fail(this.#start, "missing `)'")
      return value
    }
    if (/^\d/.test(token)) {
      const value = this.#number(token)
      this.#next()
      return value
    }
    if (/^[A-Za-z_]/.test(token)) return this.#variable()
    const at = token === '' ? this.#lastTokenStart() : this.#start
    this.#fail(at, 'syntax error: operand expected')
  }

  #lastTokenStart(): number {
    const trimmed = this.#text.trimEnd()
    const last = /(\*\*|<<|>>|&&|\|\||[^\s\w]|\w+)$/.exec(trimmed)
    return last ? last.index : trimmed.length
  }

  #number(token: string): bigint {
    const base = /^(\d+)#(.*)$/.exec(token)
    if (!base) {
      if (/^0[xX]/.test(token)) return wrap(BigInt(token))
      if (!/^0\d/.test(token)) return wrap(BigInt(token))
      if (/[89]/.test(token)) this.#fail(this.#start, 'value too great for base')
      return wrap(BigInt(`0o${token.slice(1)}`))
    }
    const radix = BigInt(base[1] ?? '10')
    if (radix < 2n || radix > 64n) this.#fail(this.#start, 'invalid arithmetic base')
    let value = 0n
    for (const digit of base[2] ?? '') {
      const folded = radix <= 36n ? digit.toLowerCase() : digit
      const worth = BigInt(
        '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@_'.indexOf(folded),
      )
      if (worth < 0n || worth >= radix) this.#fail(this.#start, 'value too great for base')
      value = wrap(value * radix + worth)
    }
    return value
  }

  #variable(prefix?: '++' | '--'): bigint {
    const name = this.#token
    let subscript: string | undefined
    if (this.#text[this.#at] === '[') {
      const close = closing(this.#text, this.#at)
      subscript = this.#text.slice(this.#at + 1, close)
      this.#at = close + 1
    }
    this.#next()
    const read = () => this.#read(name, subscript)
    const write = (value: bigint) => {
      if (this.#skip === 0) this.#scope.set(name, subscript, String(value))
      return value
    }
    if (prefix) return write(wrap(read() + (prefix === '++' ? 1n : -1n)))
    const operator = this.#token
    if (operator === '++' || operator === '--') {
      this.#next()
      const old = read()
      write(wrap(old + (operator === '++' ? 1n : -1n)))
      return old
    }
    if (operator === '=') {
      this.#next()
      return write(this.#ternary())
    }
    if (/^(?:[-+*/%&^|]|<<|>>)=$/.test(operator)) {
      this.#next()
      const start = this.#start
      const right = this.#ternary()
      return write(this.#apply(operator.slice(0, -1), read(), right, start))
    }
    return read()
  }

  #read(name: string, subscript: string | undefined): bigint {
    if (this.#skip > 0) return 0n
    return evaluate(this.#scope.get(name, subscript) ?? '', this.#scope, this.#depth + 1)
  }
}

function closing(text: string, open: number): number {
  let depth = 0
  for (let at = open; at < text.length; at++) {
    if (text[at] === '[') depth++
    if (text[at] === ']' && --depth === 0) return at
  }
  return text.length
}

const wrap = (value: bigint): bigint => BigInt.asIntN(64, value)
const flag = (yes: boolean): bigint => (yes ? 1n : 0n)
