/** Reads an awk program. */
import type { AwkFunction, AwkProgram, Expr, Rule, Statement, Target } from './ast.ts'
import { AwkSyntaxError, type Token, tokensOf } from './tokens.ts'

export function parseAwk(text: string): AwkProgram {
  return new Parser(tokensOf(text)).program()
}

const COMPARISONS = new Set(['<', '<=', '==', '!=', '>', '>='])
const ASSIGNMENTS = new Set(['=', '+=', '-=', '*=', '/=', '%=', '^=', '**='])
/** What may begin an operand, so that two values side by side are joined. */
const OPERAND = new Set(['$', '!', '(', '-', '+', '++', '--'])
const DEPTH_MAX = 200

class Parser {
  readonly #tokens: readonly Token[]
  #at = 0
  /** In `print a > "f"` the sign is no comparison. */
  #noGreater = false
  /** In `for (k in a)` the word is no operator. */
  #noIn = false
  #depth = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  program(): AwkProgram {
    const rules: Rule[] = []
    const functions = new Map<string, AwkFunction>()
    for (;;) {
      this.#skipTerminators()
      if (this.#token.type === 'end') return { rules, functions }
      if (this.#isKeyword('function') || this.#isKeyword('func')) {
        this.#at++
        const name = this.#take().text
        functions.set(name, this.#functionRest())
      } else rules.push(this.#rule())
    }
  }

  get #token(): Token {
    return this.#tokens[this.#at] ?? { type: 'end', text: '', line: 0, spaced: false }
  }

  #take(): Token {
    const token = this.#token
    this.#at++
    return token
  }

  #is(text: string): boolean {
    return this.#token.type === 'operator' && this.#token.text === text
  }

  #isKeyword(text: string): boolean {
    return this.#token.type === 'keyword' && this.#token.text === text
  }

  #accept(text: string): boolean {
    if (!this.#is(text) && !this.#isKeyword(text)) return false
    this.#at++
    return true
  }

  #expect(text: string): void {
    if (!this.#accept(text)) throw this.#error()
  }

  #error(): AwkSyntaxError {
    const near = this.#token.type === 'end' ? 'end of file' : this.#token.type === 'newline' ? 'end of line' : this.#token.text
    return new AwkSyntaxError(`line ${this.#token.line}: syntax error at or near ${near}`)
  }

  #skipNewlines(): void {
    while (this.#token.type === 'newline') this.#at++
  }

  #skipTerminators(): void {
    while (this.#token.type === 'newline' || this.#is(';')) this.#at++
  }

  #functionRest(): AwkFunction {
    this.#expect('(')
    const parameters: string[] = []
    while (!this.#is(')')) {
      parameters.push(this.#take().text)
      if (!this.#accept(',')) break
      this.#skipNewlines()
    }
    this.#expect(')')
    this.#skipNewlines()
    return { parameters, body: this.#block() }
  }

  #rule(): Rule {
    if (this.#accept('BEGIN')) return { when: 'BEGIN', body: this.#block() }
    if (this.#accept('END')) return { when: 'END', body: this.#block() }
    if (this.#is('{')) return { when: {}, body: this.#block() }
    const from = this.#expression()
    let when: Rule['when'] = { from }
    if (this.#accept(',')) {
      this.#skipNewlines()
      when = { from, to: this.#expression() }
    }
    return this.#is('{') ? { when, body: this.#block() } : { when }
  }

  #block(): Statement {
    this.#expect('{')
    const body: Statement[] = []
    for (;;) {
      this.#skipTerminators()
      if (this.#token.type === 'end') throw new AwkSyntaxError(`line ${this.#token.line + 1}: missing } near end of file`)
      if (this.#accept('}')) return { type: 'block', body }
      body.push(this.#statement())
    }
  }

  #body(): Statement {
    this.#skipNewlines()
    if (this.#accept(';')) return { type: 'block', body: [] }
    return this.#statement()
  }

  #end(): void {
    if (this.#is('}') || this.#token.type === 'end') return
    if (this.#token.type === 'newline' || this.#is(';')) {
      this.#at++
      return
    }
    throw this.#error()
  }

  #statement(): Statement {
    if (++this.#depth > DEPTH_MAX) throw new AwkSyntaxError('program nested too deeply')
    try {
      if (this.#is('{')) return this.#block()
      if (this.#token.type === 'keyword') {
        const statement = this.#keywordStatement(this.#token.text)
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
      case 'if': return this.#if()
      case 'while': {
        this.#at++
        const test = this.#condition()
        return { type: 'while', test, body: this.#body() }
      }
      case 'do': {
        this.#at++
        const body = this.#body()
        this.#skipTerminators()
        this.#expect('while')
        const test = this.#condition()
        this.#end()
        return { type: 'do', test, body }
      }
      case 'for': return this.#for()
      case 'next': case 'nextfile': case 'break': case 'continue':
        this.#at++
        this.#end()
        return { type: word }
      case 'exit': case 'return': {
        this.#at++
        const bare = this.#token.type === 'newline' || this.#token.type === 'end' || this.#is(';') || this.#is('}')
        const value = bare ? {} : { value: this.#expression() }
        this.#end()
        return { type: word, ...value }
      }
      default: return undefined
    }
  }

  #condition(): Expr {
    this.#expect('(')
    const test = this.#expression()
    this.#expect(')')
    return test
  }

  #if(): Statement {
    this.#at++
    const test = this.#condition()
    const yes = this.#body()
    const before = this.#at
    this.#skipTerminators()
    if (this.#accept('else')) return { type: 'if', test, yes, no: this.#body() }
    this.#at = before
    return { type: 'if', test, yes }
  }

  #for(): Statement {
    this.#at++
    this.#expect('(')
    const [name, word, array, close] = this.#tokens.slice(this.#at, this.#at + 4)
    if (name?.type === 'name' && word?.text === 'in' && array?.type === 'name' && close?.text === ')') {
      this.#at += 4
      return { type: 'each', name: name.text, array: array.text, body: this.#body() }
    }
    const start = this.#is(';') ? undefined : this.#simple()
    this.#expect(';')
    this.#skipNewlines()
    const test = this.#is(';') ? undefined : this.#expression()
    this.#expect(';')
    this.#skipNewlines()
    const step = this.#is(')') ? undefined : this.#simple()
    this.#expect(')')
    return { type: 'for', ...(start && { start }), ...(test && { test }), ...(step && { step }), body: this.#body() }
  }

  #simple(): Statement {
    if (this.#isKeyword('print') || this.#isKeyword('printf')) return this.#print()
    if (this.#accept('delete')) {
      const name = this.#take().text
      if (!this.#accept('[')) return { type: 'delete', name }
      const keys = this.#list()
      this.#expect(']')
      return { type: 'delete', name, keys }
    }
    return { type: 'expression', value: this.#expression() }
  }

  #print(): Statement {
    const format = this.#take().text === 'printf'
    this.#noGreater = true
    let args: Expr[] = []
    if (!this.#endsPrint()) {
      args = this.#list()
      const only = args[0]
      // `print (a, b)`: the parentheses hold the list.
      if (args.length === 1 && only?.type === 'in' && only.array === '') args = [...only.keys]
    }
    this.#noGreater = false
    for (const op of ['>>', '>', '|'] as const) {
      if (this.#accept(op)) return { type: 'print', format, args, redirect: { op, to: this.#concatenation() } }
    }
    return { type: 'print', format, args }
  }

  #endsPrint(): boolean {
    return this.#token.type === 'newline' || this.#token.type === 'end' || [';', '}', '>', '>>', '|'].some(text => this.#is(text))
  }

  #list(): Expr[] {
    const list = [this.#expression()]
    while (this.#accept(',')) {
      this.#skipNewlines()
      list.push(this.#expression())
    }
    return list
  }

  #expression(): Expr {
    const left = this.#choice()
    const op = this.#token.text
    if (this.#token.type !== 'operator' || !ASSIGNMENTS.has(op)) return left
    if (left.type !== 'variable' && left.type !== 'element' && left.type !== 'field') throw this.#error()
    this.#at++
    this.#skipNewlines()
    return { type: 'assign', op: op === '**=' ? '^' : op.slice(0, -1), target: left, value: this.#expression() }
  }

  #choice(): Expr {
    const test = this.#or()
    if (!this.#accept('?')) return test
    this.#skipNewlines()
    const yes = this.#expression()
    this.#skipNewlines()
    this.#expect(':')
    this.#skipNewlines()
    return { type: 'choice', test, yes, no: this.#expression() }
  }

  #or(): Expr {
    let left = this.#and()
    while (this.#accept('||')) {
      this.#skipNewlines()
      left = { type: 'or', left, right: this.#and() }
    }
    return left
  }

  #and(): Expr {
    let left = this.#membership()
    while (this.#accept('&&')) {
      this.#skipNewlines()
      left = { type: 'and', left, right: this.#membership() }
    }
    return left
  }

  #membership(): Expr {
    let left = this.#matching()
    while (!this.#noIn && this.#isKeyword('in')) {
      this.#at++
      const keys = left.type === 'in' && left.array === '' ? left.keys : [left]
      left = { type: 'in', keys, array: this.#take().text }
    }
    return left
  }

  #matching(): Expr {
    let left = this.#comparison()
    while (this.#is('~') || this.#is('!~')) {
      const negated = this.#take().text === '!~'
      left = { type: 'match', negated, left, right: this.#comparison() }
    }
    return left
  }

  #comparison(): Expr {
    const left = this.#concatenation()
    const op = this.#token.text
    if (this.#token.type === 'operator' && COMPARISONS.has(op) && !(op === '>' && this.#noGreater)) {
      this.#at++
      return { type: 'binary', op, left, right: this.#concatenation() }
    }
    if (this.#is('|') && this.#tokens[this.#at + 1]?.text === 'getline') return this.#pipedGetline(left)
    return left
  }

  #pipedGetline(command: Expr): Expr {
    let result = command
    while (this.#is('|') && this.#tokens[this.#at + 1]?.text === 'getline') {
      this.#at += 2
      const target = this.#optionalTarget()
      result = { type: 'getline', command: result, ...(target && { target }) }
    }
    return result
  }

  #concatenation(): Expr {
    let left = this.#additive()
    while (this.#beginsOperand()) left = { type: 'concat', left, right: this.#additive() }
    return left
  }

  #beginsOperand(): boolean {
    const { type, text } = this.#token
    if (type === 'number' || type === 'string' || type === 'name' || type === 'call' || type === 'builtin' || type === 'regexp') return true
    return type === 'operator' && OPERAND.has(text) && text !== '-' && text !== '+'
  }

  #additive(): Expr {
    let left = this.#multiplicative()
    while (this.#is('+') || this.#is('-')) left = { type: 'binary', op: this.#take().text, left, right: this.#multiplicative() }
    return left
  }

  #multiplicative(): Expr {
    let left = this.#unary()
    while (this.#is('*') || this.#is('/') || this.#is('%')) left = { type: 'binary', op: this.#take().text, left, right: this.#unary() }
    return left
  }

  #unary(): Expr {
    if (this.#is('!') || this.#is('-') || this.#is('+')) {
      const op = this.#take().text as '!' | '-' | '+'
      return { type: 'unary', op, value: this.#unary() }
    }
    return this.#power()
  }

  #power(): Expr {
    const base = this.#postfix()
    if (!this.#accept('^') && !this.#accept('**')) return base
    const right = this.#is('-') || this.#is('+') || this.#is('!') ? this.#unary() : this.#power()
    return { type: 'binary', op: '^', left: base, right }
  }

  #postfix(): Expr {
    const value = this.#primary()
    if (!(this.#is('++') || this.#is('--')) || (value.type !== 'variable' && value.type !== 'element' && value.type !== 'field')) return value
    return { type: 'step', by: this.#take().text === '++' ? 1 : -1, before: false, target: value }
  }

  #primary(): Expr {
    const token = this.#take()
    switch (token.type) {
      case 'number': return { type: 'number', value: Number(token.text) }
      case 'string': return { type: 'string', value: token.text }
      case 'regexp': return { type: 'regexp', source: token.text }
      case 'name': return this.#named(token.text)
      case 'call': return { type: 'call', name: token.text, args: this.#arguments() }
      case 'builtin': return { type: 'call', name: token.text, args: this.#is('(') ? this.#arguments() : [] }
      case 'keyword':
        if (token.text === 'getline') return this.#getline()
        break
      case 'operator':
        if (token.text === '$') return { type: 'field', index: this.#is('++') || this.#is('--') ? this.#unary() : this.#is('-') ? this.#unary() : this.#primary() }
        if (token.text === '++' || token.text === '--') return { type: 'step', by: token.text === '++' ? 1 : -1, before: true, target: this.#target() }
        if (token.text === '(') return this.#grouped()
    }
    this.#at--
    throw this.#error()
  }

  #named(name: string): Target {
    if (!this.#is('[')) return { type: 'variable', name }
    this.#at++
    const keys = this.#inBrackets(() => this.#list())
    this.#expect(']')
    return { type: 'element', name, keys }
  }

  #inBrackets<T>(read: () => T): T {
    const [noGreater, noIn] = [this.#noGreater, this.#noIn]
    this.#noGreater = false
    this.#noIn = false
    const result = read()
    this.#noGreater = noGreater
    this.#noIn = noIn
    return result
  }

  /** `(a, b)` can only be the left side of `in`, or the list of a print. */
  #grouped(): Expr {
    return this.#inBrackets(() => {
      const list = this.#list()
      this.#expect(')')
      const only = list[0]
      return list.length === 1 && only ? { type: 'group', value: only } as const : { type: 'in', keys: list, array: '' } as const
    })
  }

  #arguments(): Expr[] {
    this.#expect('(')
    return this.#inBrackets(() => {
      this.#skipNewlines()
      if (this.#accept(')')) return []
      const list = this.#list()
      this.#skipNewlines()
      this.#expect(')')
      return list
    })
  }

  #target(): Target {
    const value = this.#primary()
    if (value.type !== 'variable' && value.type !== 'element' && value.type !== 'field') throw this.#error()
    return value
  }

  #optionalTarget(): Target | undefined {
    return this.#token.type === 'name' || this.#is('$') ? this.#target() : undefined
  }

  #getline(): Expr {
    const target = this.#optionalTarget()
    if (!this.#accept('<')) return { type: 'getline', ...(target && { target }) }
    return { type: 'getline', ...(target && { target }), file: this.#primary() }
  }
}
