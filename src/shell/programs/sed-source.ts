/** The lines that sed reads, one ahead of the editor, so that `$` is known and an endless input can be left. */
import { resolvePath } from '../../lib/path.ts'
import type { Io } from '../../lib/process.ts'
import type { Work } from './program.ts'
import { complainOfSource } from './sed.ts'

export interface SedLine {
  readonly text: string
  readonly whole: boolean
  readonly lastOfFile: boolean
}

export class SedSource {
  readonly newline: string
  readonly #io: Io
  readonly #paths: string[]
  readonly #separate: boolean
  #ready: SedLine[] = []
  /** Standard input is being read; this much of it is no whole line yet. */
  #rest: string | undefined
  #current: SedLine | undefined
  status = 0

  /** `separate`: `$` is the last line of each file. */
  constructor(io: Io, operands: readonly string[], separate: boolean, newline: string) {
    this.#io = io
    this.#paths = operands.length > 0 ? [...operands] : ['-']
    this.#separate = separate
    this.newline = newline
  }

  get atEnd(): boolean {
    return this.#separate && this.#current?.lastOfFile ? true : this.#ready.length === 0
  }

  *next(): Work<SedLine | undefined> {
    if (this.#ready.length < 2) yield* this.#fill()
    this.#current = this.#ready.shift()
    if (this.#ready.length === 0) yield* this.#fill()
    return this.#current
  }

  /** Until two lines wait, or nothing more comes. */
  *#fill(): Work<void> {
    while (this.#ready.length < 2) {
      if (this.#rest !== undefined) {
        const chunk = this.#io.stdin.read()
        if (chunk === '') yield { for: 'input' }
        else this.#take(chunk)
        continue
      }
      const path = this.#paths.shift()
      if (path === undefined) return
      if (path === '-') this.#rest = ''
      else this.#readFile(path)
    }
  }

  #take(chunk: string | undefined): void {
    const pieces = ((this.#rest ?? '') + (chunk ?? '')).split(this.newline)
    const rest = pieces.pop() ?? ''
    for (const text of pieces) this.#ready.push({ text, whole: true, lastOfFile: false })
    this.#rest = chunk === undefined ? undefined : rest
    if (chunk === undefined && rest !== '')
      this.#ready.push({ text: rest, whole: false, lastOfFile: true })
  }

  #readFile(path: string): void {
    try {
      const pieces = this.#io.files.readText(resolvePath(this.#io.cwd, path)).split(this.newline)
      const rest = pieces.pop() ?? ''
      for (const [index, text] of pieces.entries())
        this.#ready.push({
          text,
          whole: true,
          lastOfFile: rest === '' && index === pieces.length - 1,
        })
      if (rest !== '') this.#ready.push({ text: rest, whole: false, lastOfFile: true })
    } catch (thrown) {
      complainOfSource(this.#io, path, thrown)
      this.status = 2
    }
  }
}
