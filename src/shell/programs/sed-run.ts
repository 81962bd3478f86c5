/** Runs a sed script over its input: the cycle of read, edit, print. */
import { resolvePath } from '../../lib/path.ts'
import type { Io, Pause } from '../../lib/process.ts'
import type { Work } from './program.ts'
import type { Address, SedCommand } from './sed-script.ts'
import type { SedSource } from './sed-source.ts'

/** Commands on one line before it is held to be an endless loop. */
const STEPS_MAX = 100_000

export class SedRun {
  readonly #commands: readonly SedCommand[]
  readonly #source: SedSource
  readonly #quiet: boolean
  readonly #io: Io
  readonly #write: (text: string) => void
  /** Ranges that have begun, with the line where they end if that is known. */
  readonly #open = new Map<SedCommand, number>()
  #next = 0
  #space = ''
  #hold = ''
  #whole = true
  #after: string[] = []
  #substituted = false
  #quit: number | undefined

  constructor(
    commands: readonly SedCommand[],
    source: SedSource,
    quiet: boolean,
    io: Io,
    write: (text: string) => void,
  ) {
    this.#commands = commands
    this.#source = source
    this.#quiet = quiet
    this.#io = io
    this.#write = write
  }

  *run(): Generator<Pause, number, unknown> {
    while (this.#quit === undefined && (yield* this.#load())) {
      const printed = yield* this.#cycle()
      if (printed && !this.#quiet) this.#print(this.#space)
      this.#flush()
    }
    return this.#quit ?? 0
  }

  *#load(): Work<boolean> {
    const line = yield* this.#source.next()
    if (!line) return false
    this.#next++
    this.#space = line.text
    this.#whole = line.whole
    return true
  }

  #print(text: string): void {
    this.#write(this.#whole ? text + this.#source.newline : text)
  }

  #flush(): void {
    for (const text of this.#after.splice(0)) {
      if (!this.#whole) this.#write('\n')
      this.#write(text)
    }
  }

  get #last(): boolean {
    return this.#source.atEnd
  }

  #matches(address: Address): boolean {
    if (address.type === 'line') return this.#next === address.line
    if (address.type === 'last') return this.#last
    if (address.type === 'step')
      return address.step === 0
        ? this.#next === address.first
        : this.#next >= address.first && (this.#next - address.first) % address.step === 0
    if (address.type !== 'regexp') return false
    address.regexp.lastIndex = 0
    return address.regexp.test(this.#space)
  }

  #selected(command: SedCommand): boolean {
    const { from, to } = command
    let chosen: boolean
    if (!from) chosen = true
    else if (!to) chosen = this.#matches(from)
    else chosen = this.#inRange(command, from, to)
    return chosen !== command.negated
  }

  #inRange(command: SedCommand, from: Address, to: Address): boolean {
    const end = this.#open.get(command)
    if (end !== undefined) {
      if (Number.isNaN(end) ? this.#matches(to) : this.#next >= end) this.#open.delete(command)
      return Number.isNaN(end) || this.#next <= end
    }
    const zero = from.type === 'line' && from.line === 0
    if (zero ? this.#next !== 1 : !this.#matches(from)) return false
    if (zero && this.#matches(to)) return true
    const known =
      to.type === 'line'
        ? to.line
        : to.type === 'plus'
          ? this.#next + to.count
          : to.type === 'multiple'
            ? Math.ceil(this.#next / to.count) * to.count
            : Number.NaN
    if (Number.isNaN(known) ? to.type === 'last' && this.#last : known <= this.#next) return true
    this.#open.set(command, known)
    return true
  }

  /** One line's worth of commands; false if the pattern space was deleted. */
  *#cycle(): Work<boolean> {
    this.#substituted = false
    for (let at = 0, steps = 0; at < this.#commands.length; at++) {
      if (++steps > STEPS_MAX) return true
      const command = this.#commands[at]
      if (!command) continue
      if (!this.#selected(command)) {
        if (command.name === '{') at = command.jump ?? at
        continue
      }
      const next = yield* this.#execute(command, at)
      if (next === 'delete') return false
      if (next === 'end') return true
      if (next === 'restart') at = -1
      else if (typeof next === 'number') at = next
    }
    return true
  }

  *#execute(
    command: SedCommand,
    at: number,
  ): Work<'delete' | 'end' | 'restart' | number | undefined> {
    switch (command.name) {
      case 's':
        return this.#substitute(command)
      case 'p':
        return void this.#print(this.#space)
      case 'P':
        return void this.#write(`${this.#space.split('\n')[0]}\n`)
      case 'd':
        return 'delete'
      case 'D': {
        const newline = this.#space.indexOf('\n')
        if (newline < 0) return 'delete'
        this.#space = this.#space.slice(newline + 1)
        return 'restart'
      }
      case 'q':
        this.#quit = command.number ?? 0
        return 'end'
      case 'Q':
        this.#quit = command.number ?? 0
        return 'delete'
      case 'a':
        return void this.#after.push(`${command.text ?? ''}\n`)
      case 'i':
        return void this.#write(`${command.text ?? ''}\n`)
      case 'c':
        if (!command.to || command.negated || !this.#open.has(command))
          this.#write(`${command.text ?? ''}\n`)
        return 'delete'
      case 'n':
        if (this.#last) {
          if (!this.#quiet) this.#print(this.#space)
          this.#quit = 0
          return 'delete'
        }
        if (!this.#quiet) this.#print(this.#space)
        this.#flush()
        yield* this.#load()
        return undefined
      case 'N': {
        const before = this.#space
        if (this.#last) {
          this.#quit = 0
          return 'end'
        }
        yield* this.#load()
        this.#space = `${before}\n${this.#space}`
        return undefined
      }
      case 'h':
        this.#hold = this.#space
        return undefined
      case 'H':
        this.#hold += `\n${this.#space}`
        return undefined
      case 'g':
        this.#space = this.#hold
        return undefined
      case 'G':
        this.#space += `\n${this.#hold}`
        return undefined
      case 'x':
        ;[this.#space, this.#hold] = [this.#hold, this.#space]
        return undefined
      case 'y':
        this.#space = [...this.#space].map(char => command.table?.get(char) ?? char).join('')
        return undefined
      case '=':
        return void this.#write(`${this.#next}\n`)
      case 'l':
        return void this.#write(
          `${this.#space.replace(/\\/g, '\\\\').replace(/\t/g, '\\t').replace(/\n/g, '\\n')}$\n`,
        )
      case 'b':
        return command.jump ?? 'end'
      case 't':
        if (!this.#substituted) return undefined
        this.#substituted = false
        return command.jump ?? 'end'
      case 'T':
        if (!this.#substituted) return command.jump ?? 'end'
        this.#substituted = false
        return undefined
      case 'r':
        return void this.#readFile(command.text ?? '')
      case 'w':
        return void this.#io.files.write(
          resolvePath(this.#io.cwd, command.text ?? ''),
          `${this.#space}\n`,
          { append: true },
        )
      case '{':
        return at
      default:
        return undefined
    }
  }

  #readFile(path: string): void {
    const full = resolvePath(this.#io.cwd, path)
    if (this.#io.files.exists(full)) this.#after.push(this.#io.files.readText(full))
  }

  #substitute(command: SedCommand): 'end' | undefined {
    const { regexp, replacement, occurrence = 1, global = false } = command
    if (!regexp || !replacement) return undefined
    let count = 0
    let changed = false
    regexp.lastIndex = 0
    const result = this.#space.replace(regexp, (...found: unknown[]) => {
      const match = String(found[0])
      if (++count < occurrence || (!global && count > occurrence)) return match
      changed = true
      const end = found.findIndex((each, index) => index > 0 && typeof each === 'number')
      return replacement(found.slice(0, end).map(each => (each === undefined ? '' : String(each))))
    })
    if (!changed) return undefined
    this.#space = result
    this.#substituted = true
    if (command.prints) this.#print(this.#space)
    if (command.text !== undefined)
      this.#io.files.write(resolvePath(this.#io.cwd, command.text), `${this.#space}\n`, {
        append: true,
      })
    return undefined
  }
}
