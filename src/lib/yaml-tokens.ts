/** Cuts YAML text into tokens, with libyaml's rules and complaints. */

export type TokenType =
  | 'stream end' | 'document start' | 'document end' | 'block sequence' | 'block mapping' | 'block end'
  | '[' | ']' | '{' | '}' | '-' | ',' | 'key' | 'value' | 'alias' | 'anchor' | 'tag' | 'scalar'

export interface Token {
  readonly type: TokenType
  /** Line where it starts, from 0. */
  readonly line: number
  readonly text: string
  /** A scalar without quotes and not in a block. */
  readonly plain?: boolean
}

/** The message as go-yaml words it, "line 4: " included. */
export class YamlError extends Error {}

interface SimpleKey { possible: boolean; required: boolean; tokenNumber: number; at: number; line: number; column: number }

const isBreak = (char: string | undefined): boolean => char === '\n' || char === '\r'
const isEnd = (char: string | undefined): boolean => char === undefined || isBreak(char)
const isBlank = (char: string | undefined): boolean => char === ' ' || char === '\t'
const isSpace = (char: string | undefined): boolean => isBlank(char) || isEnd(char)

/** Upstream: go-yaml v2 `scannerc.go`. */
export class Scanner {
  private readonly text: string
  private pos = 0
  private line = 0
  private column = 0
  private readonly queue: Token[] = []
  private taken = 0
  private readonly indents: number[] = []
  private indent = -1
  private flow = 0
  private keyAllowed = true
  private readonly keys: SimpleKey[] = [noKey()]
  private ended = false

  constructor(text: string) {
    this.text = text
  }

  peek(): Token {
    while (!this.ended && this.needsMore()) this.fetch()
    return this.queue[0]!
  }

  take(): Token {
    const token = this.peek()
    this.queue.shift()
    this.taken++
    return token
  }

  private needsMore(): boolean {
    if (this.queue.length === 0) return true
    this.dropStaleKeys()
    return this.keys.some(key => key.possible && key.tokenNumber === this.taken)
  }

  private fail(problem: string): never {
    throw new YamlError(`line ${this.line + 1}: ${problem}`)
  }

  private push(type: TokenType, text = '', line = this.line, plain = false): void {
    this.queue.push({ type, line, text, ...(plain ? { plain } : {}) })
  }

  private at(offset = 0): string | undefined {
    return this.text[this.pos + offset]
  }

  private skip(count = 1): void {
    for (; count > 0; count--) {
      const char = this.text[this.pos++]
      if (char === '\n' || (char === '\r' && this.at() !== '\n')) {
        this.line++
        this.column = 0
      } else this.column++
    }
  }

  private fetch(): void {
    this.toNextToken()
    this.dropStaleKeys()
    this.unroll(this.column)
    const char = this.at()
    if (char === undefined) return this.fetchEnd()
    if (this.column === 0 && this.documentMark()) return this.fetchDocument()
    if (char === '%' && this.column === 0) this.fail('found unknown directive name')
    if (char === '[' || char === '{') return this.fetchFlowStart(char)
    if (char === ']' || char === '}') return this.fetchFlowEnd(char)
    if (char === ',') return this.fetchFlowEntry()
    if (char === '-' && isSpace(this.at(1))) return this.fetchBlockEntry()
    if (char === '?' && (this.flow > 0 || isSpace(this.at(1)))) return this.fetchKey()
    if (char === ':' && (this.flow > 0 || isSpace(this.at(1)))) return this.fetchValue()
    if (char === '*' || char === '&') return this.fetchAnchor(char)
    if (char === '!') return this.fetchTag()
    if ((char === '|' || char === '>') && this.flow === 0) return this.fetchBlockScalar(char)
    if (char === "'" || char === '"') return this.fetchQuoted(char)
    const plain = !isSpace(char) && !'-?:,[]{}#&*!|>\'"%@`'.includes(char)
    if (plain || (char === '-' && !isBlank(this.at(1))) ||
      (this.flow === 0 && (char === '?' || char === ':') && !isSpace(this.at(1)))) {
      return this.fetchPlain()
    }
    this.fail('found character that cannot start any token')
  }

  private documentMark(): boolean {
    const mark = this.text.slice(this.pos, this.pos + 3)
    return (mark === '---' || mark === '...') && isSpace(this.at(3))
  }

  private toNextToken(): void {
    for (;;) {
      while (this.at() === ' ' || ((this.flow > 0 || !this.keyAllowed) && this.at() === '\t')) this.skip()
      if (this.at() === '\ufeff' && this.pos === 0) this.pos++
      if (this.at() === '#') while (!isEnd(this.at())) this.skip()
      if (!isBreak(this.at())) return
      this.skipBreak()
      if (this.flow === 0) this.keyAllowed = true
    }
  }

  private skipBreak(): void {
    this.skip(this.at() === '\r' && this.at(1) === '\n' ? 2 : 1)
  }

  private dropStaleKeys(): void {
    for (const key of this.keys) {
      if (!key.possible || (key.line >= this.line && key.at + 1024 >= this.pos)) continue
      if (key.required) this.fail("could not find expected ':'")
      key.possible = false
    }
  }

  private saveKey(): void {
    if (!this.keyAllowed) return
    this.removeKey()
    this.keys[this.keys.length - 1] = {
      possible: true, required: this.flow === 0 && this.indent === this.column,
      tokenNumber: this.taken + this.queue.length, at: this.pos, line: this.line, column: this.column,
    }
  }

  private removeKey(): void {
    const key = this.keys.at(-1)!
    if (key.possible && key.required) this.fail("could not find expected ':'")
    key.possible = false
  }

  private roll(column: number, type: TokenType, number?: number, line = this.line): void {
    if (this.flow > 0 || this.indent >= column) return
    this.indents.push(this.indent)
    this.indent = column
    const token: Token = { type, line, text: '' }
    if (number === undefined) this.queue.push(token)
    else this.queue.splice(number - this.taken, 0, token)
  }

  private unroll(column: number): void {
    if (this.flow > 0) return
    while (this.indent > column) {
      this.push('block end')
      this.indent = this.indents.pop()!
    }
  }

  private fetchEnd(): void {
    if (this.column !== 0) {
      this.column = 0
      this.line++
    }
    this.unroll(-1)
    this.removeKey()
    this.keyAllowed = false
    this.push('stream end')
    this.ended = true
  }

  private fetchDocument(): void {
    this.unroll(-1)
    this.removeKey()
    this.keyAllowed = false
    this.push(this.at() === '-' ? 'document start' : 'document end')
    this.skip(3)
  }

  private fetchFlowStart(char: '[' | '{'): void {
    this.saveKey()
    this.keys.push(noKey())
    this.flow++
    this.keyAllowed = true
    this.push(char)
    this.skip()
  }

  private fetchFlowEnd(char: ']' | '}'): void {
    this.removeKey()
    if (this.flow > 0) {
      this.flow--
      this.keys.pop()
    }
    this.keyAllowed = false
    this.push(char)
    this.skip()
  }

  private fetchFlowEntry(): void {
    this.removeKey()
    this.keyAllowed = true
    this.push(',')
    this.skip()
  }

  private fetchBlockEntry(): void {
    if (this.flow === 0) {
      if (!this.keyAllowed) this.fail('block sequence entries are not allowed in this context')
      this.roll(this.column, 'block sequence')
    }
    this.removeKey()
    this.keyAllowed = true
    this.push('-')
    this.skip()
  }

  private fetchKey(): void {
    if (this.flow === 0) {
      if (!this.keyAllowed) this.fail('mapping keys are not allowed in this context')
      this.roll(this.column, 'block mapping')
    }
    this.removeKey()
    this.keyAllowed = this.flow === 0
    this.push('key')
    this.skip()
  }

  private fetchValue(): void {
    const key = this.keys.at(-1)!
    if (key.possible) {
      this.queue.splice(key.tokenNumber - this.taken, 0, { type: 'key', line: key.line, text: '' })
      this.roll(key.column, 'block mapping', key.tokenNumber, key.line)
      key.possible = false
      this.keyAllowed = false
    } else {
      if (this.flow === 0) {
        if (!this.keyAllowed) this.fail('mapping values are not allowed in this context')
        this.roll(this.column, 'block mapping')
      }
      this.keyAllowed = this.flow === 0
    }
    this.push('value')
    this.skip()
  }

  private fetchAnchor(char: '*' | '&'): void {
    this.saveKey()
    this.keyAllowed = false
    const { line } = this
    this.skip()
    const start = this.pos
    while (/[\w-]/.test(this.at() ?? '')) this.skip()
    const name = this.text.slice(start, this.pos)
    if (name === '' || !(isSpace(this.at()) || '?:,]}%@`'.includes(this.at()!))) {
      this.fail('did not find expected alphabetic or numeric character')
    }
    this.push(char === '*' ? 'alias' : 'anchor', name, line)
  }

  private fetchTag(): void {
    this.saveKey()
    this.keyAllowed = false
    const { line } = this
    const start = this.pos
    while (!isSpace(this.at()) && !(this.flow > 0 && ',[]{}'.includes(this.at()!))) this.skip()
    this.push('tag', this.text.slice(start, this.pos), line)
  }

  private fetchBlockScalar(char: '|' | '>'): void {
    this.removeKey()
    this.keyAllowed = true
    const { line } = this
    this.skip()
    let chomp = ''
    let increment = 0
    for (let part = 0; part < 2; part++) {
      if (this.at() === '+' || this.at() === '-') {
        chomp = this.at()!
        this.skip()
      } else if (/\d/.test(this.at() ?? '')) {
        increment = Number(this.at())
        if (increment === 0) this.fail('found an indentation indicator equal to 0')
        this.skip()
      }
    }
    while (isBlank(this.at())) this.skip()
    if (this.at() === '#') while (!isEnd(this.at())) this.skip()
    if (!isEnd(this.at())) this.fail('did not find expected comment or line break')
    if (isBreak(this.at())) this.skipBreak()
    this.push('scalar', this.blockText(char === '|', chomp, increment), line)
  }

  private blockText(literal: boolean, chomp: string, increment: number): string {
    let indent = increment === 0 ? 0 : Math.max(this.indent, 0) + increment
    let text = ''
    let leadingBreak = ''
    let breaks: string
    ;[indent, breaks] = this.blockBreaks(indent)
    let leadingBlank = false
    while (this.column === indent && this.at() !== undefined) {
      const trailingBlank = isBlank(this.at())
      if (!literal && leadingBreak.startsWith('\n') && !leadingBlank && !trailingBlank) {
        if (breaks === '') text += ' '
      } else text += leadingBreak
      leadingBreak = ''
      text += breaks
      leadingBlank = isBlank(this.at())
      const start = this.pos
      while (!isEnd(this.at())) this.skip()
      text += this.text.slice(start, this.pos)
      if (this.at() === undefined) {
        breaks = ''
        break
      }
      this.skipBreak()
      leadingBreak = '\n'
      ;[indent, breaks] = this.blockBreaks(indent)
    }
    if (chomp !== '-') text += leadingBreak
    return chomp === '+' ? text + breaks : text
  }

  /** Empty lines; finds the indentation where it is not known yet. */
  private blockBreaks(known: number): [indent: number, breaks: string] {
    let breaks = ''
    let widest = 0
    for (;;) {
      while ((known === 0 || this.column < known) && this.at() === ' ') this.skip()
      widest = Math.max(widest, this.column)
      if ((known === 0 || this.column < known) && this.at() === '\t') {
        this.fail('found a tab character where an indentation space is expected')
      }
      if (!isBreak(this.at())) break
      breaks += '\n'
      this.skipBreak()
    }
    return [known === 0 ? Math.max(widest, this.indent + 1, 1) : known, breaks]
  }

  private fetchQuoted(quote: "'" | '"'): void {
    this.saveKey()
    this.keyAllowed = false
    const { line } = this
    this.skip()
    let text = ''
    for (;;) {
      if (this.column === 0 && this.documentMark()) this.fail('found unexpected document indicator')
      if (this.at() === undefined) {
        if (this.column !== 0) this.line++
        this.fail('found unexpected end of stream')
      }
      const [words, escapedBreak] = this.quotedWords(quote)
      text += words
      if (this.at() === quote) break
      text += this.quotedBlanks(escapedBreak)
    }
    this.skip()
    this.push('scalar', text, line)
  }

  private quotedWords(quote: string): [text: string, escapedBreak: boolean] {
    let text = ''
    while (!isSpace(this.at())) {
      const char = this.at()!
      if (quote === "'" && char === "'" && this.at(1) === "'") {
        text += "'"
        this.skip(2)
      } else if (char === quote) break
      else if (quote === '"' && char === '\\' && isBreak(this.at(1))) {
        this.skip()
        this.skipBreak()
        return [text, true]
      } else if (quote === '"' && char === '\\') text += this.escape()
      else {
        text += char
        this.skip()
      }
    }
    return [text, false]
  }

  private quotedBlanks(escapedBreak: boolean): string {
    let blanks = ''
    let breaks = ''
    let leading = escapedBreak
    let first = ''
    while (isBlank(this.at()) || isBreak(this.at())) {
      if (isBlank(this.at())) {
        if (!leading) blanks += this.at()
        this.skip()
        continue
      }
      this.skipBreak()
      if (leading) breaks += '\n'
      else {
        blanks = ''
        first = '\n'
        leading = true
      }
    }
    if (!leading) return blanks
    if (first === '') return breaks
    return breaks === '' ? ' ' : breaks
  }

  private escape(): string {
    const name = this.at(1) ?? ''
    const digits = { x: 2, u: 4, U: 8 }[name]
    if (digits === undefined) {
      const plain = ESCAPES[name]
      if (plain === undefined) this.fail('found unknown escape character')
      this.skip(2)
      return plain!
    }
    const hex = this.text.slice(this.pos + 2, this.pos + 2 + digits)
    if (!/^[\da-fA-F]+$/.test(hex) || hex.length < digits) this.fail('did not find expected hexdecimal number')
    const code = Number.parseInt(hex, 16)
    if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) {
      this.fail('found invalid Unicode character escape code')
    }
    this.skip(2 + digits)
    return String.fromCodePoint(code)
  }

  private fetchPlain(): void {
    this.saveKey()
    this.keyAllowed = false
    const { line } = this
    const indent = this.indent + 1
    let text = ''
    let blanks = ''
    let breaks = ''
    let leading = false
    for (;;) {
      if ((this.column === 0 && this.documentMark()) || this.at() === '#') break
      while (!isSpace(this.at())) {
        const char = this.at()!
        if (char === ':' && (isSpace(this.at(1)) || (this.flow > 0 && ',?[]{}'.includes(this.at(1)!)))) break
        if (this.flow > 0 && ',?[]{}'.includes(char)) break
        if (leading) {
          text += breaks === '\n' ? ' ' : breaks.slice(1)
          leading = false
          breaks = ''
        }
        text += blanks + char
        blanks = ''
        this.skip()
      }
      if (!(isBlank(this.at()) || isBreak(this.at()))) break
      while (isBlank(this.at()) || isBreak(this.at())) {
        if (isBlank(this.at())) {
          if (leading && this.column < indent && this.at() === '\t') {
            this.fail('found a tab character that violates indentation')
          }
          if (!leading) blanks += this.at()
          this.skip()
          continue
        }
        this.skipBreak()
        blanks = ''
        breaks += '\n'
        leading = true
      }
      if (this.flow === 0 && this.column < indent) break
    }
    this.push('scalar', text, line, true)
    if (leading) this.keyAllowed = true
  }
}

const noKey = (): SimpleKey =>
  ({ possible: false, required: false, tokenNumber: 0, at: 0, line: 0, column: 0 })

const ESCAPES: Readonly<Record<string, string>> = {
  0: '\0', a: '\x07', b: '\b', t: '\t', '\t': '\t', n: '\n', v: '\v', f: '\f', r: '\r', e: '\x1b',
  ' ': ' ', '"': '"', "'": "'", '\\': '\\', '/': '/', N: '\x85', _: '\xa0', L: '\u2028', P: '\u2029',
}
