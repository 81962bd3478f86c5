/** What the text programs share: reading standard input and files line by line, and complaining. */
import { FileError } from '../../lib/files.ts'
import { resolvePath } from '../../lib/path.ts'
import type { Input, Io, Pause } from '../../lib/process.ts'

/** What programs need beside Io. */
export interface ProgramContext {
  readonly now: () => number
  readonly random: () => number
}

export type Work<T> = Generator<Pause, T, unknown>

export function* readAll(input: Input): Work<string> {
  let text = ''
  for (;;) {
    const chunk = input.read()
    if (chunk === undefined) return text
    if (chunk === '') yield { for: 'input' }
    else text += chunk
  }
}

/** The whole of a file, or of standard input for `-`; undefined after a complaint. */
export function* readSource(io: Io, name: string, path: string): Work<string | undefined> {
  if (path === '-') return yield* readAll(io.stdin)
  try {
    return io.files.readText(resolvePath(io.cwd, path))
  } catch (thrown) {
    complainOf(io, name, path, thrown)
    return undefined
  }
}

/** `name: path: No such file or directory` */
export function complainOf(io: Io, name: string, path: string, thrown: unknown): void {
  if (!(thrown instanceof FileError)) throw thrown
  io.stderr.write(`${name}: ${path}: ${thrown.text}\n`)
}

/**
 * Gives each line as soon as it is there, without its newline; `whole` says whether it had one.
 * A visitor that returns false wants no more. Returns 1 if a source could not be read.
 */
export function* eachLine(
  io: Io,
  name: string,
  paths: readonly string[],
  visit: (line: string, whole: boolean, path: string) => boolean | void,
): Work<number> {
  let status = 0
  for (const path of paths.length > 0 ? paths : ['-']) {
    if (path !== '-') {
      const text = yield* readSource(io, name, path)
      if (text === undefined) status = 1
      else if (!visitText(text, path, visit)) return status
    } else if (!(yield* eachInputLine(io.stdin, visit))) return status
  }
  return status
}

function* eachInputLine(
  input: Input,
  visit: (line: string, whole: boolean, path: string) => boolean | void,
): Work<boolean> {
  let rest = ''
  for (;;) {
    const chunk = input.read()
    if (chunk === undefined) return rest === '' || visit(rest, false, '-') !== false
    if (chunk === '') {
      yield { for: 'input' }
      continue
    }
    rest += chunk
    let from = 0
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n', from)) {
      if (visit(rest.slice(from, end), true, '-') === false) return false
      from = end + 1
    }
    rest = rest.slice(from)
  }
}

function visitText(
  text: string,
  path: string,
  visit: (line: string, whole: boolean, path: string) => boolean | void,
): boolean {
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from)
    const whole = end >= 0
    if (visit(text.slice(from, whole ? end : undefined), whole, path) === false) return false
    from = whole ? end + 1 : text.length
  }
  return true
}

export function lines(text: string): string[] {
  const all = text.split('\n')
  if (all.at(-1) === '') all.pop()
  return all
}

/** GNU's words for a wrong option. */
export function badOption(io: Io, name: string, option: string): number {
  const text = option.startsWith('--')
    ? `unrecognized option '${option}'`
    : `invalid option -- '${option.replace(/^-/, '')[0] ?? ''}'`
  io.stderr.write(`${name}: ${text}\nTry '${name} --help' for more information.\n`)
  return 1
}
