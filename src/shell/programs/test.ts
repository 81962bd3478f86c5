/** test and `[`: judges its arguments. */
import type { Files } from '../../lib/files.ts'
import { resolvePath } from '../../lib/path.ts'
import { compareFiles, compareNumbers } from '../interpreter/test.ts'

export interface TestWorld {
  readonly files: Files
  readonly cwd: string
  unary(op: string, operand: string): boolean
}

type Verdict = boolean | { readonly error: string }

const UNARY = /^-[abcdefghknoprstuvwxzGLNORS]$/
const NUMERIC = /^-(eq|ne|lt|le|gt|ge)$/
const BINARY = /^(=|==|!=|<|>|-(eq|ne|lt|le|gt|ge|nt|ot|ef))$/

export function judge(args: readonly string[], world: TestWorld): Verdict {
  const [first = '', second = '', third = '', fourth = ''] = args
  switch (args.length) {
    case 0:
      return false
    case 1:
      return first !== ''
    case 2:
      if (first === '!') return second === ''
      if (UNARY.test(first)) return world.unary(first, second)
      return { error: `${first}: unary operator expected` }
    case 3:
      if (BINARY.test(second)) return binary(first, second, third, world)
      if (second === '-a') return first !== '' && third !== ''
      if (second === '-o') return first !== '' || third !== ''
      if (first === '!') return not(judge(args.slice(1), world))
      if (first === '(' && third === ')') return second !== ''
      return { error: `${second}: binary operator expected` }
    case 4:
      if (first === '!') return not(judge(args.slice(1), world))
      if (first === '(' && fourth === ')') return judge(args.slice(1, 3), world)
  }
  return new Long(args, world).verdict()
}

const not = (verdict: Verdict): Verdict => (typeof verdict === 'boolean' ? !verdict : verdict)

function binary(left: string, op: string, right: string, world: TestWorld): Verdict {
  if (op === '=' || op === '==') return left === right
  if (op === '!=') return left !== right
  if (op === '<') return left < right
  if (op === '>') return left > right
  if (!NUMERIC.test(op))
    return compareFiles(
      world.files,
      op,
      resolvePath(world.cwd, left),
      resolvePath(world.cwd, right),
    )
  for (const text of [left, right])
    if (!/^\s*[-+]?\d+\s*$/.test(text)) return { error: `${text}: integer expression expected` }
  return compareNumbers(
    op,
    BigInt(left.trim().replace(/^\+/, '')),
    BigInt(right.trim().replace(/^\+/, '')),
  )
}

/** Five arguments and more: a grammar with -o, -a, !, parentheses. */
class Long {
  readonly #args: readonly string[]
  readonly #world: TestWorld
  #at = 0

  constructor(args: readonly string[], world: TestWorld) {
    this.#args = args
    this.#world = world
  }

  verdict(): Verdict {
    const value = this.#or()
    return typeof value === 'boolean' && this.#at < this.#args.length
      ? { error: 'too many arguments' }
      : value
  }

  #or(): Verdict {
    let left = this.#and()
    while (this.#args[this.#at] === '-o') {
      this.#at++
      const right = this.#and()
      if (typeof right !== 'boolean') return right
      left = typeof left === 'boolean' ? left || right : left
    }
    return left
  }

  #and(): Verdict {
    let left = this.#term()
    while (this.#args[this.#at] === '-a') {
      this.#at++
      const right = this.#term()
      if (typeof right !== 'boolean') return right
      left = typeof left === 'boolean' ? left && right : left
    }
    return left
  }

  #term(): Verdict {
    const word = this.#args[this.#at]
    if (word === undefined) return { error: 'argument expected' }
    const next = this.#args[this.#at + 1]
    if (next !== undefined && BINARY.test(next) && this.#args[this.#at + 2] !== undefined) {
      this.#at += 3
      return binary(word, next, this.#args[this.#at - 1] ?? '', this.#world)
    }
    if (word === '!') {
      this.#at++
      return not(this.#term())
    }
    if (word === '(') {
      this.#at++
      const inner = this.#or()
      if (this.#args[this.#at++] !== ')') return { error: "`)' expected" }
      return inner
    }
    if (UNARY.test(word) && next !== undefined) {
      this.#at += 2
      return this.#world.unary(word, next)
    }
    this.#at++
    return word !== ''
  }
}
