/** Reads awk's expressions, from the loosest operator to the tightest. */
import type { Expr, Target } from './ast.ts'
import { TokenReader } from './reader.ts'

const COMPARISONS = new Set(['<', '<=', '==', '!=', '>', '>='])
const ASSIGNMENTS = new Set(['=', '+=', '-=', '*=', '/=', '%=', '^=', '**='])
/** What may begin an operand, so that two values side by side are joined. */
const OPERAND = new Set(['$', '!', '(', '-', '+', '++', '--'])

export class ExpressionReader extends TokenReader {
  /** In `print a > "f"` the sign is no comparison. */
  noGreater = false
  /** In `for (k in a)` the word is no operator. */
  #noIn = false

  list(): Expr[] {
    const list = [this.expression()]
    while (this.accept(',')) {
      this.skipNewlines()
      list.push(this.expression())
    }
    return list
  }

  expression(): Expr {
    const left = this.#choice()
    const op = this.token.text
    if (this.token.type !== 'operator' || !ASSIGNMENTS.has(op)) return left
    if (left.type !== 'variable' && left.type !== 'element' && left.type !== 'field')
      throw this.error()
    this.at++
    this.skipNewlines()
    return {
      type: 'assign',
      op: op === '**=' ? '^' : op.slice(0, -1),
      target: left,
      value: this.expression(),
    }
  }

  #choice(): Expr {
    const test = this.#or()
    if (!this.accept('?')) return test
    this.skipNewlines()
    const yes = this.expression()
    this.skipNewlines()
    this.expect(':')
    this.skipNewlines()
    return { type: 'choice', test, yes, no: this.expression() }
  }

  #or(): Expr {
    let left = this.#and()
    while (this.accept('||')) {
      this.skipNewlines()
      left = { type: 'or', left, right: this.#and() }
    }
    return left
  }

  #and(): Expr {
    let left = this.#membership()
    while (this.accept('&&')) {
      this.skipNewlines()
      left = { type: 'and', left, right: this.#membership() }
    }
    return left
  }

  #membership(): Expr {
    let left = this.#matching()
    while (!this.#noIn && this.isKeyword('in')) {
      this.at++
      const keys = left.type === 'in' && left.array === '' ? left.keys : [left]
      left = { type: 'in', keys, array: this.take().text }
    }
    return left
  }

  #matching(): Expr {
    let left = this.#comparison()
    while (this.is('~') || this.is('!~')) {
      const negated = this.take().text === '!~'
      left = { type: 'match', negated, left, right: this.#comparison() }
    }
    return left
  }

  #comparison(): Expr {
    const left = this.concatenation()
    const op = this.token.text
    if (this.token.type === 'operator' && COMPARISONS.has(op) && !(op === '>' && this.noGreater)) {
      this.at++
      return { type: 'binary', op, left, right: this.concatenation() }
    }
    if (this.is('|') && this.tokens[this.at + 1]?.text === 'getline')
      return this.#pipedGetline(left)
    return left
  }

  #pipedGetline(command: Expr): Expr {
    let result = command
    while (this.is('|') && this.tokens[this.at + 1]?.text === 'getline') {
      this.at += 2
      const target = this.#optionalTarget()
      result = { type: 'getline', command: result, ...(target && { target }) }
    }
    return result
  }

  concatenation(): Expr {
    let left = this.#additive()
    while (this.#beginsOperand()) left = { type: 'concat', left, right: this.#additive() }
    return left
  }

  #beginsOperand(): boolean {
    const { type, text } = this.token
    if (
      type === 'number' ||
      type === 'string' ||
      type === 'name' ||
      type === 'call' ||
      type === 'builtin' ||
      type === 'regexp'
    )
      return true
    return type === 'operator' && OPERAND.has(text) && text !== '-' && text !== '+'
  }

  #additive(): Expr {
    let left = this.#multiplicative()
    while (this.is('+') || this.is('-'))
      left = { type: 'binary', op: this.take().text, left, right: this.#multiplicative() }
    return left
  }

  #multiplicative(): Expr {
    let left = this.#unary()
    while (this.is('*') || this.is('/') || this.is('%'))
      left = { type: 'binary', op: this.take().text, left, right: this.#unary() }
    return left
  }

  #unary(): Expr {
    if (this.is('!') || this.is('-') || this.is('+')) {
      const op = this.take().text as '!' | '-' | '+'
      return { type: 'unary', op, value: this.#unary() }
    }
    return this.#power()
  }

  #power(): Expr {
    const base = this.#postfix()
    if (!this.accept('^') && !this.accept('**')) return base
    const right = this.is('-') || this.is('+') || this.is('!') ? this.#unary() : this.#power()
    return { type: 'binary', op: '^', left: base, right }
  }

  #postfix(): Expr {
    const value = this.#primary()
    if (
      !(this.is('++') || this.is('--')) ||
      (value.type !== 'variable' && value.type !== 'element' && value.type !== 'field')
    )
      return value
    return { type: 'step', by: this.take().text === '++' ? 1 : -1, before: false, target: value }
  }

  #primary(): Expr {
    const token = this.take()
    switch (token.type) {
      case 'number':
        return { type: 'number', value: Number(token.text) }
      case 'string':
        return { type: 'string', value: token.text }
      case 'regexp':
        return { type: 'regexp', source: token.text }
      case 'name':
        return this.#named(token.text)
      case 'call':
        return { type: 'call', name: token.text, args: this.#arguments() }
      case 'builtin':
        return { type: 'call', name: token.text, args: this.is('(') ? this.#arguments() : [] }
      case 'keyword':
        if (token.text === 'getline') return this.#getline()
        break
      case 'operator':
        if (token.text === '$')
          return {
            type: 'field',
            index:
              this.is('++') || this.is('--')
                ? this.#unary()
                : this.is('-')
                  ? this.#unary()
                  : this.#primary(),
          }
        if (token.text === '++' || token.text === '--')
          return {
            type: 'step',
            by: token.text === '++' ? 1 : -1,
            before: true,
            target: this.#target(),
          }
        if (token.text === '(') return this.#grouped()
    }
    this.at--
    throw this.error()
  }

  #named(name: string): Target {
    if (!this.is('[')) return { type: 'variable', name }
    this.at++
    const keys = this.#inBrackets(() => this.list())
    this.expect(']')
    return { type: 'element', name, keys }
  }

  #inBrackets<T>(read: () => T): T {
    const [noGreater, noIn] = [this.noGreater, this.#noIn]
    this.noGreater = false
    this.#noIn = false
    const result = read()
    this.noGreater = noGreater
    this.#noIn = noIn
    return result
  }

  /** `(a, b)` can only be the left side of `in`, or the list of a print. */
  #grouped(): Expr {
    return this.#inBrackets(() => {
      const list = this.list()
      this.expect(')')
      const only = list[0]
      return list.length === 1 && only
        ? ({ type: 'group', value: only } as const)
        : ({ type: 'in', keys: list, array: '' } as const)
    })
  }

  #arguments(): Expr[] {
    this.expect('(')
    return this.#inBrackets(() => {
      this.skipNewlines()
      if (this.accept(')')) return []
      const list = this.list()
      this.skipNewlines()
      this.expect(')')
      return list
    })
  }

  #target(): Target {
    const value = this.#primary()
    if (value.type !== 'variable' && value.type !== 'element' && value.type !== 'field')
      throw this.error()
    return value
  }

  #optionalTarget(): Target | undefined {
    return this.token.type === 'name' || this.is('$') ? this.#target() : undefined
  }

  #getline(): Expr {
    const target = this.#optionalTarget()
    if (!this.accept('<')) return { type: 'getline', ...(target && { target }) }
    return { type: 'getline', ...(target && { target }), file: this.#primary() }
  }
}
