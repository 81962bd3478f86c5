/** Walks over YAML text, keeping count of lines and columns. */

/** The message as go-yaml words it, "line 4: " included. */
export class YamlError extends Error {}

export const isBreak = (char: string | undefined): boolean => char === '\n' || char === '\r'
export const isEnd = (char: string | undefined): boolean => char === undefined || isBreak(char)
export const isBlank = (char: string | undefined): boolean => char === ' ' || char === '\t'
export const isSpace = (char: string | undefined): boolean => isBlank(char) || isEnd(char)

export class YamlCursor {
  readonly text: string
  pos = 0
  line = 0
  column = 0

  constructor(text: string) {
    this.text = text
  }

  fail(problem: string): never {
    throw new YamlError(this.line === 0 ? problem : `line ${this.line + 1}: ${problem}`)
  }

  at(offset = 0): string | undefined {
    return this.text[this.pos + offset]
  }

  skip(count = 1): void {
    for (; count > 0; count--) {
      const char = this.text[this.pos++]
      if (char === '\n' || (char === '\r' && this.at() !== '\n')) {
        this.line++
        this.column = 0
      } else this.column++
    }
  }

  documentMark(): boolean {
    const mark = this.text.slice(this.pos, this.pos + 3)
    return (mark === '---' || mark === '...') && isSpace(this.at(3))
  }

  skipBreak(): void {
    this.skip(this.at() === '\r' && this.at(1) === '\n' ? 2 : 1)
  }
}
