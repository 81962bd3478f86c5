/** Cuts YAML text into tokens, with libyaml's rules and complaints. */
import { YamlCursor, isBlank, isBreak, isEnd, isSpace } from './yaml-cursor.ts'
import { blockText, quotedText } from './yaml-text.ts'

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

interface SimpleKey { possible: boolean; required: boolean; tokenNumber: number; at: number; line: number; column: number }

/** Upstream: go-yaml v2 `scannerc.go`. */
export class Scanner extends YamlCursor {
  private readonly queue: Token[] = []
  private taken = 0
  private readonly indents: number[] = []
  private indent = -1
  private flow = 0
  private keyAllowed = true
  private readonly keys: SimpleKey[] = [noKey()]
  private ended = false

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

  private push(type: TokenType, text = '', line = this.line, plain = false): void {
    this.queue.push({ type, line, text, ...(plain ? { plain } : {}) })
  }

  private fetch(): void {
    this.toNextToken()
    this.dropStaleKeys()
    this.unroll(this.column)
    const char = this.at()
    if (char === undefined) return this.fetchEnd()
    if (this.column === 0 && this.documentMark()) return this.fetchDocument()
    if (char === '%' && this.column === 0) this.failDirective()
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

  private failDirective(): never {
    const name = /^%([\w-]*)(.?)/.exec(this.text.slice(this.pos, this.pos + 80))
    if (!name?.[1]) this.fail('could not find expected directive name')
    this.fail(isSpace(name[2] || undefined) ? 'found unknown directive name' : 'found unexpected non-alphabetical character')
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
    this.push('scalar', blockText(this, char === '|', chomp, increment, this.indent), line)
  }

  private fetchQuoted(quote: "'" | '"'): void {
    this.saveKey()
    this.keyAllowed = false
    const { line } = this
    this.skip()
    this.push('scalar', quotedText(this, quote), line)
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
