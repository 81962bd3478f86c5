/** Reads a jq filter. */
import { type Filter, JqSyntaxError, type Json, type Pattern } from './ast.ts'

interface Token { readonly type: 'number' | 'text' | 'name' | 'field' | 'variable' | 'format' | 'operator' | 'end'; readonly text: string; readonly parts?: readonly (string | Filter)[] }

const OPERATOR = /^(?:\?\/\/|\/\/=|\|=|\+=|-=|\*=|\/=|%=|==|!=|<=|>=|\/\/|\.\.|[.[\]{}()|,:;=<>+\-*/%?])/
const DEPTH_MAX = 200

export function parseJq(text: string): Filter {
  const parser = new Parser(text)
  return parser.whole()
}

/** Binary operators, loosest first; the pipe and the comma are treated apart. */
const LEVELS: readonly { readonly ops: readonly string[]; readonly side: 'left' | 'right' | 'none' }[] = [
  { ops: ['//'], side: 'right' },
  { ops: ['=', '|=', '+=', '-=', '*=', '/=', '%=', '//='], side: 'none' },
  { ops: ['or'], side: 'left' },
  { ops: ['and'], side: 'left' },
  { ops: ['==', '!=', '<', '<=', '>', '>='], side: 'none' },
  { ops: ['+', '-'], side: 'left' },
  { ops: ['*', '/', '%'], side: 'left' },
]
const UPDATES = new Set(['=', '|=', '+=', '-=', '*=', '/=', '%=', '//='])

class Parser {
  readonly #text: string
  #at = 0
  #token: Token
  #depth = 0

  constructor(text: string) {
    this.#text = text
    this.#token = this.#read()
  }

  whole(): Filter {
    const filter: Filter = this.#ended() ? { type: 'identity' } : this.#pipe()
    if (!this.#ended()) throw this.#error()
    return filter
  }

  #ended(): boolean {
    return this.#token.type === 'end'
  }

  #error(): JqSyntaxError {
    const near = this.#token.type === 'end' ? 'end of file' : this.#token.type === 'operator' ? `'${this.#token.text}'` : this.#token.type === 'name' ? 'IDENT' : 'token'
    return new JqSyntaxError(`syntax error, unexpected ${near} (Unix shell quoting issues?)`)
  }

  #read(): Token {
    for (let blank = /^(?:\s+|#[^\n]*)/.exec(this.#text.slice(this.#at)); blank; blank = /^(?:\s+|#[^\n]*)/.exec(this.#text.slice(this.#at))) this.#at += blank[0].length
    const rest = this.#text.slice(this.#at)
    if (rest === '') return { type: 'end', text: '' }
    const take = (type: Token['type'], pattern: RegExp): Token | undefined => {
      const match = pattern.exec(rest)
      if (!match) return undefined
      this.#at += match[0].length
      return { type, text: match[1] ?? match[0] }
    }
    if (rest[0] === '"') return this.#string()
    const token = take('field', /^\.([A-Za-z_]\w*)/) ?? take('variable', /^\$(__loc__|[A-Za-z_][\w:]*)/) ?? take('number', /^(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/)
      ?? take('format', /^@[A-Za-z0-9]+/) ?? take('name', /^[A-Za-z_](?:\w|::)*/) ?? take('operator', OPERATOR)
    if (!token) throw new JqSyntaxError(`syntax error, unexpected INVALID_CHARACTER (Unix shell quoting issues?)`)
    return token
  }

  /** The cursor is at the quote; `\( … )` is parsed where it stands. */
  #string(): Token {
    const parts: (string | Filter)[] = []
    let text = ''
    this.#at++
    for (;;) {
      const char = this.#text[this.#at]
      if (char === undefined) throw new JqSyntaxError('syntax error, unexpected end of file, expecting QQSTRING_TEXT or QQSTRING_INTERP_START or QQSTRING_END (Unix shell quoting issues?)')
      if (char === '"') break
      if (char !== '\\') {
        text += char
        this.#at++
        continue
      }
      const next = this.#text[this.#at + 1] ?? ''
      if (next === '(') {
        this.#at += 2
        parts.push(text)
        text = ''
        this.#token = this.#read()
        parts.push(this.#pipe())
        if (this.#token.text !== ')') throw this.#error()
        continue
      }
      const unicode = /^u[0-9a-fA-F]{4}/.exec(this.#text.slice(this.#at + 1))
      text += unicode ? String.fromCharCode(Number.parseInt(unicode[0].slice(1), 16)) : { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' }[next] ?? next
      this.#at += 1 + (unicode ? 5 : 1)
    }
    this.#at++
    parts.push(text)
    return { type: 'text', text, parts }
  }

  #next(): Token {
    const token = this.#token
    this.#token = this.#read()
    return token
  }

  #is(text: string): boolean {
    return (this.#token.type === 'operator' || this.#token.type === 'name') && this.#token.text === text
  }

  #accept(text: string): boolean {
    if (!this.#is(text)) return false
    this.#next()
    return true
  }

  #expect(text: string): void {
    if (!this.#accept(text)) throw this.#error()
  }

  #pipe(): Filter {
    if (++this.#depth > DEPTH_MAX) throw new JqSyntaxError('filter nested too deeply')
    try {
      if (this.#is('def')) return this.#define()
      const left = this.#comma()
      if (this.#accept('as')) {
        const pattern = this.#pattern()
        this.#expect('|')
        return { type: 'bind', source: left, pattern, body: this.#pipe() }
      }
      return this.#accept('|') ? { type: 'pipe', left, right: this.#pipe() } : left
    } finally {
      this.#depth--
    }
  }

  #define(): Filter {
    this.#next()
    const name = this.#next().text
    const parameters: string[] = []
    if (this.#accept('(')) {
      do {
        const token = this.#next()
        parameters.push(token.type === 'variable' ? `$${token.text}` : token.text)
      } while (this.#accept(';'))
      this.#expect(')')
    }
    this.#expect(':')
    const body = this.#pipe()
    this.#expect(';')
    const rest = this.#token.type === 'end' ? { type: 'identity' } as const : this.#pipe()
    return { type: 'define', name, parameters, body, rest }
  }

  #comma(): Filter {
    let left = this.#binary(0)
    while (this.#accept(',')) left = { type: 'comma', left, right: this.#binary(0) }
    return left
  }

  #binary(level: number): Filter {
    const here = LEVELS[level]
    if (!here) return this.#postfix()
    let left = this.#binary(level + 1)
    while ((this.#token.type === 'operator' || this.#token.type === 'name') && here.ops.includes(this.#token.text)) {
      const op = this.#next().text
      const right = here.side === 'right' ? this.#binary(level) : UPDATES.has(op) ? this.#binary(0) : this.#binary(level + 1)
      left = op === '//' ? { type: 'alternative', left, right } : op === 'and' || op === 'or' ? { type: op, left, right }
        : UPDATES.has(op) ? { type: 'update', op, left, right } : { type: 'binary', op, left, right }
      if (here.side === 'none') break
    }
    return left
  }

  #postfix(): Filter {
    let value = this.#term()
    for (;;) {
      if (this.#token.type === 'field') value = this.#maybe({ type: 'field', from: value, key: { type: 'literal', value: this.#next().text } })
      else if (this.#is('[')) value = this.#brackets(value)
      else if (this.#accept('?')) value = { type: 'try', body: value }
      else if (this.#is('.')) {
        this.#next()
        if (this.#token.type === 'text') value = this.#maybe({ type: 'field', from: value, key: this.#text_() })
        else if (!this.#is('[')) throw this.#error()
      } else if (this.#is('as')) {
        this.#next()
        const pattern = this.#pattern()
        this.#expect('|')
        return { type: 'bind', source: value, pattern, body: this.#pipe() }
      } else return value
    }
  }

  #maybe(filter: Filter): Filter {
    return filter
  }

  #brackets(from: Filter): Filter {
    this.#next()
    if (this.#accept(']')) return { type: 'each', from }
    if (this.#accept(':')) {
      const end = this.#pipe()
      this.#expect(']')
      return { type: 'slice', from, end }
    }
    const start = this.#pipe()
    if (!this.#accept(':')) {
      this.#expect(']')
      return { type: 'field', from, key: start }
    }
    if (this.#accept(']')) return { type: 'slice', from, start }
    const end = this.#pipe()
    this.#expect(']')
    return { type: 'slice', from, start, end }
  }

  #text_(format?: string): Filter {
    const token = this.#next()
    const parts = token.parts ?? []
    if (parts.length === 1) return { type: 'literal', value: parts[0] as string }
    return { type: 'text', parts, format }
  }

  #term(): Filter {
    const token = this.#token
    switch (token.type) {
      case 'number': return { type: 'literal', value: Number(this.#next().text) }
      case 'text': return this.#text_()
      case 'format': {
        const name = this.#next().text
        return (this.#token.type as string) === 'text' ? this.#text_(name) : { type: 'format', name }
      }
      case 'field': return { type: 'field', from: { type: 'identity' }, key: { type: 'literal', value: this.#next().text } }
      case 'variable': return { type: 'variable', name: this.#next().text }
      case 'name': return this.#named(this.#next().text)
      case 'operator': return this.#operator(this.#next().text)
      case 'end': throw this.#error()
    }
  }

  #operator(text: string): Filter {
    switch (text) {
      case '..': return { type: 'recurse' }
      case '-': return { type: 'negate', value: this.#postfix() }
      case '(': {
        const inner = this.#pipe()
        this.#expect(')')
        return inner
      }
      case '[': {
        if (this.#accept(']')) return { type: 'array' }
        const value = this.#pipe()
        this.#expect(']')
        return { type: 'array', value }
      }
      case '{': return this.#object()
      case '.': {
        if (this.#token.type === 'text') return { type: 'field', from: { type: 'identity' }, key: this.#text_() }
        if (this.#is('[')) return this.#brackets({ type: 'identity' })
        return { type: 'identity' }
      }
      default: throw new JqSyntaxError(`syntax error, unexpected '${text}' (Unix shell quoting issues?)`)
    }
  }

  #named(name: string): Filter {
    const constants: Readonly<Record<string, Json>> = { true: true, false: false, null: null }
    if (Object.hasOwn(constants, name)) return { type: 'literal', value: constants[name] ?? null }
    switch (name) {
      case 'if': return this.#if()
      case 'try': {
        const body = this.#postfix()
        return this.#accept('catch') ? { type: 'try', body, handler: this.#postfix() } : { type: 'try', body }
      }
      case 'reduce': case 'foreach': {
        const source = this.#term_()
        this.#expect('as')
        const pattern = this.#pattern()
        this.#expect('(')
        const start = this.#pipe()
        this.#expect(';')
        const step = this.#pipe()
        const extract = name === 'foreach' && this.#accept(';') ? { extract: this.#pipe() } : {}
        this.#expect(')')
        return name === 'reduce' ? { type: 'reduce', source, pattern, start, step } : { type: 'foreach', source, pattern, start, step, ...extract }
      }
      case 'def': throw this.#error()
    }
    const args: Filter[] = []
    if (this.#accept('(')) {
      do args.push(this.#pipe())
      while (this.#accept(';'))
      this.#expect(')')
    }
    return { type: 'call', name, args }
  }

  /** A term with its suffixes, but without `as`, which belongs to reduce. */
  #term_(): Filter {
    let value = this.#term()
    for (;;) {
      if (this.#token.type === 'field') value = { type: 'field', from: value, key: { type: 'literal', value: this.#next().text } }
      else if (this.#is('[')) value = this.#brackets(value)
      else if (this.#accept('?')) value = { type: 'try', body: value }
      else return value
    }
  }

  #if(): Filter {
    const test = this.#pipe()
    this.#expect('then')
    const yes = this.#pipe()
    if (this.#accept('elif')) return { type: 'if', test, yes, no: this.#if() }
    const no = this.#accept('else') ? { no: this.#pipe() } : {}
    this.#expect('end')
    return { type: 'if', test, yes, ...no }
  }

  #object(): Filter {
    const entries: { key: Filter; value: Filter }[] = []
    while (!this.#accept('}')) {
      entries.push(this.#entry())
      if (!this.#is('}')) this.#expect(',')
    }
    return { type: 'object', entries }
  }

  #entry(): { key: Filter; value: Filter } {
    const token = this.#token
    if (token.type === 'variable') {
      this.#next()
      return { key: { type: 'literal', value: token.text }, value: { type: 'variable', name: token.text } }
    }
    let key: Filter
    if (token.type === 'name' || token.type === 'number') key = { type: 'literal', value: this.#next().text }
    else if (token.type === 'text') key = this.#text_()
    else if (token.type === 'format') key = this.#term()
    else {
      this.#expect('(')
      key = this.#pipe()
      this.#expect(')')
    }
    if (!this.#accept(':')) return { key, value: { type: 'field', from: { type: 'identity' }, key } }
    let value = this.#binaryWithoutComma()
    while (this.#accept('|')) value = { type: 'pipe', left: value, right: this.#binaryWithoutComma() }
    return { key, value }
  }

  #binaryWithoutComma(): Filter {
    return this.#binary(0)
  }

  #pattern(): Pattern {
    const token = this.#next()
    if (token.type === 'variable') return { type: 'name', name: token.text }
    if (token.text === '[') {
      const items: Pattern[] = []
      do items.push(this.#pattern())
      while (this.#accept(','))
      this.#expect(']')
      return { type: 'array', items }
    }
    if (token.text !== '{') throw this.#error()
    const entries: { key: Filter; value?: Pattern; name?: string }[] = []
    do {
      const key = this.#next()
      const own = key.type === 'variable' ? { name: key.text } : {}
      const value = this.#accept(':') ? { value: this.#pattern() } : {}
      entries.push({ key: { type: 'literal', value: key.text }, ...own, ...value })
    } while (this.#accept(','))
    this.#expect('}')
    return { type: 'object', entries }
  }
}
