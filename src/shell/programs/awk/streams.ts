/** Files and commands that an awk program reads from and prints to. */
import { resolvePath } from '../../../lib/path.ts'
import type { Io } from '../../../lib/process.ts'
import { pipedIo } from './text.ts'

const TURNS_MAX = 1_000_000

export class AwkStreams {
  readonly #io: Io
  readonly #pipes = new Map<string, string>()
  readonly #readers = new Map<string, string[]>()
  readonly #opened = new Set<string>()

  constructor(io: Io) {
    this.#io = io
  }

  /** What is left to read of a file or a command's output; undefined: it cannot be read. */
  lines(name: string, isFile: boolean): string[] | undefined {
    const known = this.#readers.get(name) ?? (isFile ? this.#openFile(name) : this.#shell(name))
    if (known) this.#readers.set(name, known)
    return known
  }

  #openFile(name: string): string[] | undefined {
    const path = resolvePath(this.#io.cwd, name)
    if (!this.#io.files.exists(path)) return undefined
    return this.#io.files.readText(path).replace(/\n$/, '').split('\n')
  }

  /** Output of a command, in lines. It runs to its end at once, so it must not have to wait. */
  #shell(command: string): string[] {
    let out = ''
    this.drive(command, {
      ...this.#io,
      stdout: {
        write: text => {
          out += text
        },
      },
    })
    return out === '' ? [] : out.replace(/\n$/, '').split('\n')
  }

  drive(command: string, io: Io = this.#io): number {
    const running = io.run(['sh', '-c', command], io)
    for (let turns = 0; turns < TURNS_MAX; turns++) {
      const result = running.next()
      if (result.done) return result.value
      if ((result.value.for as string) !== 'turn') break
    }
    running.return(1)
    return 1
  }

  print(op: '>' | '>>' | '|', name: string, text: string): void {
    if (op === '|') this.#pipes.set(name, (this.#pipes.get(name) ?? '') + text)
    else if (name === '/dev/stderr') this.#io.stderr.write(text)
    else {
      this.#io.files.write(resolvePath(this.#io.cwd, name), text, {
        append: op === '>>' || this.#opened.has(name),
      })
      this.#opened.add(name)
    }
  }

  close(name: string): number {
    const text = this.#pipes.get(name)
    this.#pipes.delete(name)
    const known = this.#readers.delete(name) || this.#opened.delete(name)
    if (text === undefined) return known ? 0 : -1
    return this.drive(name, pipedIo(this.#io, text))
  }

  /** What was printed into commands, for the caller to run when the program has ended. */
  takePipes(): [string, string][] {
    const pipes = [...this.#pipes]
    this.#pipes.clear()
    return pipes
  }
}
