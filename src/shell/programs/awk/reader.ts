/** Walks over the tokens of an awk program. */
import { AwkSyntaxError, type Token } from './tokens.ts'

export class TokenReader {
  readonly tokens: readonly Token[]
  at = 0

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens
  }

  get token(): Token {
    return this.tokens[this.at] ?? { type: 'end', text: '', line: 0, spaced: false }
  }

  take(): Token {
    const token = this.token
    this.at++
    return token
  }

  is(text: string): boolean {
    return this.token.type === 'operator' && this.token.text === text
  }

  isKeyword(text: string): boolean {
    return this.token.type === 'keyword' && this.token.text === text
  }

  accept(text: string): boolean {
    if (!this.is(text) && !this.isKeyword(text)) return false
    this.at++
    return true
  }

  expect(text: string): void {
    if (!this.accept(text)) throw this.error()
  }

  error(): AwkSyntaxError {
    const near =
      this.token.type === 'end'
        ? 'end of file'
        : this.token.type === 'newline'
          ? 'end of line'
          : this.token.text
    return new AwkSyntaxError(`line ${this.token.line}: syntax error at or near ${near}`)
  }

  skipNewlines(): void {
    while (this.token.type === 'newline') this.at++
  }

  skipTerminators(): void {
    while (this.token.type === 'newline' || this.is(';')) this.at++
  }
}
