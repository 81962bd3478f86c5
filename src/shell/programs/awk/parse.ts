/** Reads an awk program. */
import type { AwkFunction, AwkProgram, Expr, Rule, Statement } from './ast.ts'
import { ExpressionReader } from './expressions.ts'
import { AwkSyntaxError, tokensOf } from './tokens.ts'

export function parseAwk(text: string): AwkProgram {
  return new Parser(tokensOf(text)).program()
}

const DEPTH_MAX = 200

class Parser extends ExpressionReader {
  #depth = 0

  program(): AwkProgram {
    const rules: Rule[] = []
    const functions = new Map<string, AwkFunction>()
    for (;;) {
      this.skipTerminators()
      if (this.token.type === 'end') return { rules, functions }
      if (this.isKeyword('function') || this.isKeyword('func')) {
        this.at++
        const name = this.take().text
        functions.set(name, this.#functionRest())
      } else rules.push(this.#rule())
    }
  }

  #functionRest(): AwkFunction {
    this.expect('(')
    const parameters: string[] = []
    while (!this.is(')')) {
      parameters.push(this.take().text)
      if (!this.accept(',')) break
      this.skipNewlines()
    }
    this.expect(')')
    this.skipNewlines()
    return { parameters, body: this.#block() }
  }

  #rule(): Rule {
    if (this.accept('BEGIN')) return { when: 'BEGIN', body: this.#block() }
    if (this.accept('END')) return { when: 'END', body: this.#block() }
    if (this.is('{')) return { when: {}, body: this.#block() }
    const from = this.expression()
    let when: Rule['when'] = { from }
    if (this.accept(',')) {
      this.skipNewlines()
      when = { from, to: this.expression() }
    }
    return this.is('{') ? { when, body: this.#block() } : { when }
  }

  #block(): Statement {
    this.expect('{')
    const body: Statement[] = []
    for (;;) {
      this.skipTerminators()
      if (this.token.type === 'end')
        throw new AwkSyntaxError(`line ${this.token.line + 1}: missing } near end of file`)
      if (this.accept('}')) return { type: 'block', body }
      body.push(this.#statement())
    }
  }

  #body(): Statement {
    this.skipNewlines()
    if (this.accept(';')) return { type: 'block', body: [] }
    return this.#statement()
  }

  #end(): void {
    if (this.is('}') || this.token.type === 'end') return
    if (this.token.type === 'newline' || this.is(';')) {
      this.at++
      return
    }
    throw this.error()
  }

  #statement(): Statement {
    if (++this.#depth > DEPTH_MAX) throw new AwkSyntaxError('program nested too deeply')
    try {
      if (this.is('{')) return this.#block()
      if (this.token.type === 'keyword') {
        const statement = this.#keywordStatement(this.token.text)
        if (statement) return statement
      }
      const statement = this.#simple()
      this.#end()
      return statement
    } finally {
      this.#depth--
    }
  }

  #keywordStatement(word: string): Statement | undefined {
    switch (word) {
      case 'if':
        return this.#if()
      case 'while': {
        this.at++
        const test = this.#condition()
        return { type: 'while', test, body: this.#body() }
      }
      case 'do': {
        this.at++
        const body = this.#body()
        this.skipTerminators()
        this.expect('while')
        const test = this.#condition()
        this.#end()
        return { type: 'do', test, body }
      }
      case 'for':
        return this.#for()
      case 'next':
      case 'nextfile':
      case 'break':
      case 'continue':
        this.at++
        this.#end()
        return { type: word }
      case 'exit':
      case 'return': {
        this.at++
        const bare =
          this.token.type === 'newline' || this.token.type === 'end' || this.is(';') || this.is('}')
        const value = bare ? {} : { value: this.expression() }
        this.#end()
        return { type: word, ...value }
      }
      default:
        return undefined
    }
  }

  #condition(): Expr {
    this.expect('(')
    const test = this.expression()
    this.expect(')')
    return test
  }

  #if(): Statement {
    this.at++
    const test = this.#condition()
    const yes = this.#body()
    const before = this.at
    this.skipTerminators()
    if (this.accept('else')) return { type: 'if', test, yes, no: this.#body() }
    this.at = before
    return { type: 'if', test, yes }
  }

  #for(): Statement {
    this.at++
    this.expect('(')
    const [name, word, array, close] = this.tokens.slice(this.at, this.at + 4)
    if (
      name?.type === 'name' &&
      word?.text === 'in' &&
      array?.type === 'name' &&
      close?.text === ')'
    ) {
      this.at += 4
      return { type: 'each', name: name.text, array: array.text, body: this.#body() }
    }
    const start = this.is(';') ? undefined : this.#simple()
    this.expect(';')
    this.skipNewlines()
    const test = this.is(';') ? undefined : this.expression()
    this.expect(';')
    this.skipNewlines()
    const step = this.is(')') ? undefined : this.#simple()
    this.expect(')')
    return {
      type: 'for',
      ...(start && { start }),
      ...(test && { test }),
      ...(step && { step }),
      body: this.#body(),
    }
  }

  #simple(): Statement {
    if (this.isKeyword('print') || this.isKeyword('printf')) return this.#print()
    if (this.accept('delete')) {
      const name = this.take().text
      if (!this.accept('[')) return { type: 'delete', name }
      const keys = this.list()
      this.expect(']')
      return { type: 'delete', name, keys }
    }
    return { type: 'expression', value: this.expression() }
  }

  #print(): Statement {
    const format = this.take().text === 'printf'
    this.noGreater = true
    let args: Expr[] = []
    if (!this.#endsPrint()) {
      args = this.list()
      const only = args[0]
      // `print (a, b)`: the parentheses hold the list.
      if (args.length === 1 && only?.type === 'in' && only.array === '') args = [...only.keys]
    }
    this.noGreater = false
    for (const op of ['>>', '>', '|'] as const) {
      if (this.accept(op))
        return { type: 'print', format, args, redirect: { op, to: this.concatenation() } }
    }
    return { type: 'print', format, args }
  }

  #endsPrint(): boolean {
    return (
      this.token.type === 'newline' ||
      this.token.type === 'end' ||
      [';', '}', '>', '>>', '|'].some(text => this.is(text))
    )
  }
}
