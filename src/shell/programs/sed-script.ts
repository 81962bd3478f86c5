/** Reads a sed script into commands. */
import { basicRegExp, extendedRegExp } from '../posix-regexp.ts'

export type Address =
  | { readonly type: 'line'; readonly line: number }
  | { readonly type: 'last' }
  | { readonly type: 'regexp'; readonly regexp: RegExp }
  | { readonly type: 'step'; readonly first: number; readonly step: number }
  | { readonly type: 'plus' | 'multiple'; readonly count: number }

export interface SedCommand {
  readonly name: string
  readonly from?: Address | undefined
  readonly to?: Address | undefined
  readonly negated: boolean
  readonly text?: string
  readonly number?: number
  readonly regexp?: RegExp
  readonly replacement?: (groups: readonly string[]) => string
  readonly occurrence?: number
  readonly global?: boolean
  readonly prints?: boolean
  readonly table?: ReadonlyMap<string, string>
  readonly label?: string
  /** Index to go on from: of a label, or of the brace that closes. */
  jump?: number
}

/** `at` is the character that sed's message names. */
export class SedError extends Error {
  readonly at: number
  constructor(message: string, at: number) {
    super(message)
    this.at = at
  }
}

export function parseSed(script: string, extended: boolean): readonly SedCommand[] {
  return new Parser(script, extended).commands()
}

class Parser {
  readonly #text: string
  readonly #extended: boolean
  #at = 0
  /** An empty pattern means the last one that was used. */
  #lastPattern: RegExp | undefined

  constructor(text: string, extended: boolean) {
    this.#text = text
    this.#extended = extended
  }

  commands(): SedCommand[] {
    const commands: SedCommand[] = []
    const open: number[] = []
    for (;;) {
      this.#skip(/[\s;]/)
      if (this.#at >= this.#text.length) break
      if (this.#text[this.#at] === '#') {
        this.#line()
        continue
      }
      const command = this.#command()
      if (command.name === '{') open.push(commands.length)
      if (command.name === '}') {
        const start = commands[open.pop() ?? -1]
        if (!start) throw this.#error("unexpected `}'")
        start.jump = commands.length
      }
      commands.push(command)
    }
    if (open.length > 0) throw new SedError("unmatched `{'", 0)
    for (const command of commands) {
      if (!/^[btT]$/.test(command.name) || command.label === undefined || command.label === '')
        continue
      const at = commands.findIndex(each => each.name === ':' && each.label === command.label)
      if (at < 0)
        throw new SedError(`can't find label for jump to \`${command.label}'`, this.#text.length)
      command.jump = at
    }
    return commands
  }

  #error(message: string): SedError {
    return new SedError(message, Math.min(this.#at, this.#text.length))
  }

  #skip(what: RegExp): void {
    while (this.#at < this.#text.length && what.test(this.#text[this.#at] ?? '')) this.#at++
  }

  #line(): string {
    const end = this.#text.indexOf('\n', this.#at)
    const line = this.#text.slice(this.#at, end < 0 ? undefined : end)
    this.#at = end < 0 ? this.#text.length : end + 1
    return line
  }

  #command(): SedCommand {
    const from = this.#address()
    let to: Address | undefined
    this.#skip(/[ \t]/)
    if (from && this.#text[this.#at] === ',') {
      this.#at++
      this.#skip(/[ \t]/)
      to = this.#address(true)
      if (!to) throw this.#error("unexpected `,'")
    }
    this.#skip(/[ \t]/)
    let negated = false
    while (this.#text[this.#at] === '!') {
      negated = true
      this.#at++
      this.#skip(/[ \t]/)
    }
    const name = this.#text[this.#at]
    if (name === undefined) throw this.#error('missing command')
    this.#at++
    return { name, from, to, negated, ...this.#arguments(name) }
  }

  #address(second = false): Address | undefined {
    const number = /^\d+/.exec(this.#text.slice(this.#at))?.[0]
    const char = this.#text[this.#at]
    if (number !== undefined) {
      this.#at += number.length
      const step = /^~(\d+)/.exec(this.#text.slice(this.#at))
      if (!step) return { type: 'line', line: Number(number) }
      this.#at += step[0].length
      return { type: 'step', first: Number(number), step: Number(step[1]) }
    }
    if (second && (char === '+' || char === '~')) {
      const count = /^.(\d+)/.exec(this.#text.slice(this.#at))
      if (!count) throw this.#error("unexpected `,'")
      this.#at += count[0].length
      return { type: char === '+' ? 'plus' : 'multiple', count: Number(count[1]) }
    }
    if (char === '$') {
      this.#at++
      return { type: 'last' }
    }
    if (char !== '/' && char !== '\\') return undefined
    if (char === '\\') this.#at++
    const delimiter = this.#text[this.#at++] ?? '/'
    const pattern = this.#until(delimiter, 'unterminated address regex')
    const flags = /^[IM]*/.exec(this.#text.slice(this.#at))?.[0] ?? ''
    this.#at += flags.length
    return { type: 'regexp', regexp: this.#regexp(pattern, flags.includes('I') ? 'i' : '') }
  }

  /** Text up to the delimiter; an escaped delimiter is plain. */
  #until(delimiter: string, problem: string): string {
    let out = ''
    for (let bracket = false; ; this.#at++) {
      const char = this.#text[this.#at]
      if (char === undefined) {
        this.#at = this.#text.length
        throw this.#error(problem)
      }
      if (char === '\\') {
        const next = this.#text[++this.#at] ?? ''
        out +=
          next === delimiter ? delimiter : next === 'n' ? '\n' : next === 't' ? '\t' : `\\${next}`
        continue
      }
      if (char === '[' && !bracket) bracket = true
      else if (char === ']') bracket = false
      if (char === delimiter && !(bracket && this.#closes())) {
        this.#at++
        return out
      }
      out += char
    }
  }

  /** Inside a bracket expression the delimiter is plain, if the bracket is closed later. */
  #closes(): boolean {
    const rest = this.#text.slice(
      this.#at,
      this.#text.indexOf('\n', this.#at) < 0 ? undefined : this.#text.indexOf('\n', this.#at),
    )
    return /^[^[\]]{0,20}\]/.test(rest)
  }

  #regexp(pattern: string, flags: string): RegExp {
    if (pattern === '' && this.#lastPattern) return this.#lastPattern
    try {
      const made = this.#extended
        ? extendedRegExp(pattern, `${flags}gm`)
        : basicRegExp(pattern, `${flags}gm`)
      this.#lastPattern = new RegExp(made.source, flags === 'i' ? 'gi' : 'g')
      return this.#lastPattern
    } catch {
      throw this.#error(
        /\(/.test(pattern) ? 'Unmatched ( or \\(' : 'Invalid preceding regular expression',
      )
    }
  }

  #arguments(name: string): Partial<SedCommand> {
    switch (name) {
      case 's':
        return this.#substitution()
      case 'y':
        return this.#translation()
      case 'a':
      case 'i':
      case 'c':
        return { text: this.#textArgument() }
      case ':':
        return { label: this.#word() }
      case 'b':
      case 't':
      case 'T':
        return { label: this.#word() }
      case 'r':
      case 'w': {
        this.#skip(/[ \t]/)
        return { text: this.#line() }
      }
      case 'q':
      case 'Q':
      case 'l': {
        const number = /^\s*(\d+)/.exec(this.#text.slice(this.#at))
        this.#at += number?.[0].length ?? 0
        this.#end()
        return number ? { number: Number(number[1]) } : {}
      }
      case '{':
        return {}
      case '}':
      case '=':
      case 'd':
      case 'D':
      case 'g':
      case 'G':
      case 'h':
      case 'H':
      case 'n':
      case 'N':
      case 'p':
      case 'P':
      case 'x':
      case 'z':
      case 'F':
        this.#end()
        return {}
      default:
        throw this.#error(`unknown command: \`${name}'`)
    }
  }

  #end(): void {
    this.#skip(/[ \t]/)
    const char = this.#text[this.#at]
    if (char === undefined || char === '}' || char === '#') return
    this.#at++
    if (char !== ';' && char !== '\n') throw this.#error('extra characters after command')
  }

  #word(): string {
    this.#skip(/[ \t]/)
    const word = /^[^\s;}]*/.exec(this.#text.slice(this.#at))?.[0] ?? ''
    this.#at += word.length
    return word
  }

  /** GNU's one-line form `a text`, or the classic one with a backslash; continued lines end in one. */
  #textArgument(): string {
    this.#skip(/[ \t]/)
    if (this.#text[this.#at] === '\\') {
      this.#at++
      const blank = /^[ \t]*\n/.exec(this.#text.slice(this.#at))
      if (blank) this.#at += blank[0].length
    }
    if (this.#at >= this.#text.length) throw this.#error("expected \\ after `a', `c' or `i'")
    let text = ''
    for (; this.#at < this.#text.length; this.#at++) {
      const char = this.#text[this.#at]
      if (char === '\n') break
      if (char === '\\') {
        this.#at++
        const next = this.#text[this.#at] ?? ''
        text += next === 't' ? '\t' : next
      } else text += char
    }
    this.#at++
    return text
  }

  #substitution(): Partial<SedCommand> {
    const delimiter = this.#text[this.#at++] ?? ''
    const pattern = this.#until(delimiter, "unterminated `s' command")
    const replacement = this.#replacement(delimiter)
    let flags = ''
    let occurrence: number | undefined
    let text: string | undefined
    for (;;) {
      const rest = this.#text.slice(this.#at)
      const number = /^\d+/.exec(rest)?.[0]
      if (number !== undefined) {
        occurrence = Number(number)
        this.#at += number.length
      } else if (/^[gpiIme]/.test(rest)) flags += this.#text[this.#at++]
      else if (/^w/.test(rest)) {
        this.#at++
        this.#skip(/[ \t]/)
        text = this.#line()
        break
      } else break
    }
    if (text === undefined) {
      this.#skip(/[ \t]/)
      const char = this.#text[this.#at]
      if (char !== undefined && !/[;}#\n]/.test(char)) {
        this.#at++
        throw this.#error("unknown option to `s'")
      }
    }
    return {
      regexp: this.#regexp(pattern, /[iI]/.test(flags) ? 'i' : ''),
      replacement,
      global: flags.includes('g'),
      prints: flags.includes('p'),
      ...(occurrence !== undefined && { occurrence }),
      ...(text !== undefined && { text }),
    }
  }

  #replacement(delimiter: string): (groups: readonly string[]) => string {
    const parts: (string | number | { readonly fold: string })[] = []
    const push = (text: string) => {
      if (typeof parts.at(-1) === 'string') parts[parts.length - 1] += text
      else parts.push(text)
    }
    for (; ; this.#at++) {
      const char = this.#text[this.#at]
      if (char === undefined) {
        this.#at = this.#text.length
        throw this.#error("unterminated `s' command")
      }
      if (char === delimiter) break
      if (char === '&') parts.push(0)
      else if (char !== '\\') push(char)
      else {
        const next = this.#text[++this.#at] ?? ''
        if (/\d/.test(next)) parts.push(Number(next))
        else if (/[ULEul]/.test(next)) parts.push({ fold: next })
        else push(next === 'n' ? '\n' : next === 't' ? '\t' : next)
      }
    }
    this.#at++
    return groups => render(parts, groups)
  }

  #translation(): Partial<SedCommand> {
    const delimiter = this.#text[this.#at++] ?? ''
    const from = [...this.#until(delimiter, "unterminated `y' command").replace(/\\\\/g, '\\')]
    const to = [...this.#until(delimiter, "unterminated `y' command").replace(/\\\\/g, '\\')]
    if (from.length !== to.length)
      throw this.#error("strings for `y' command are different lengths")
    this.#end()
    return { table: new Map(from.map((char, index) => [char, to[index] ?? char])) }
  }
}

function render(
  parts: readonly (string | number | { readonly fold: string })[],
  groups: readonly string[],
): string {
  let out = ''
  let fold = ''
  let once = ''
  for (const part of parts) {
    if (typeof part === 'object') {
      if (/[ul]/.test(part.fold)) once = part.fold
      else fold = part.fold
      continue
    }
    let text = typeof part === 'number' ? (groups[part] ?? '') : part
    if (fold === 'U') text = text.toUpperCase()
    if (fold === 'L') text = text.toLowerCase()
    if (once !== '' && text !== '') {
      text = (once === 'u' ? text[0]?.toUpperCase() : text[0]?.toLowerCase()) + text.slice(1)
      once = ''
    }
    out += text
  }
  return out
}
