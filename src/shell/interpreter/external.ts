/** Finds and runs what is not part of the shell: programs and scripts. */
import { FileError } from '../../lib/files.ts'
import { baseName, resolvePath } from '../../lib/path.ts'
import type { Input, Io, Output, Pause, Program, Running } from '../../lib/process.ts'
import type { Step, Steps } from '../kernel.ts'
import type { Stream } from '../streams.ts'
import { callFunction } from './functions.ts'
import { runScript } from './script.ts'
import { complain, fdOf, forkShell, type Shell } from './shell.ts'

/** Where PATH finds programs. */
const HOME_FOLDERS = new Set(['/bin', '/usr/bin'])
/** Where programs may be called by their path. */
const PROGRAM_FOLDERS = new Set([
  '/bin',
  '/usr/bin',
  '/usr/local/bin',
  '/sbin',
  '/usr/sbin',
  '/usr/local/sbin',
])
export const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

export type Found =
  | { readonly program: Program; readonly path: string }
  | { readonly script: string; readonly path: string }
  | { readonly error: string; readonly status: number }

/** What a command name leads to outside the shell; the words of the error are bash's. */
export function findExternal(sh: Shell, name: string): Found {
  if (name.includes('/')) return atPath(sh, name)
  const path = sh.variables.value('PATH')
  if (path === undefined || path === '')
    return { error: `${name}: No such file or directory`, status: 127 }
  let denied = false
  for (const folder of path.split(':')) {
    const full = resolvePath(sh.cwd, `${folder}/${name}`)
    const program = HOME_FOLDERS.has(full.slice(0, -name.length - 1))
      ? sh.host.programs.get(name)
      : undefined
    if (program) return { program, path: full }
    if (!isFile(sh, full) || isStub(sh, full)) continue
    if ((sh.host.files.stat(full).mode & 0o111) !== 0) return { script: full, path: full }
    denied = true
  }
  return denied
    ? { error: `${name}: Permission denied`, status: 126 }
    : { error: `${name}: command not found`, status: 127 }
}

/** What stands in the file system in a program's place. */
export const PROGRAM_STUB = '\x7fELF'

function isStub(sh: Shell, path: string): boolean {
  return (
    sh.host.programs.has(baseName(path)) &&
    PROGRAM_FOLDERS.has(resolvePath(path, '..')) &&
    sh.host.files.readText(path) === PROGRAM_STUB
  )
}

function isFile(sh: Shell, path: string): boolean {
  try {
    return sh.host.files.stat(path).type === 'file'
  } catch {
    return false
  }
}

function atPath(sh: Shell, name: string): Found {
  const path = resolvePath(sh.cwd, name)
  const { files } = sh.host
  try {
    const stat = files.stat(path)
    if (stat.type === 'directory') return { error: `${name}: Is a directory`, status: 126 }
    const stub = isStub(sh, path) ? sh.host.programs.get(baseName(path)) : undefined
    if (stub) return { program: stub, path }
    if ((stat.mode & 0o111) === 0) return { error: `${name}: Permission denied`, status: 126 }
    return { script: path, path: name }
  } catch (thrown) {
    if (!(thrown instanceof FileError)) throw thrown
    const program = PROGRAM_FOLDERS.has(resolvePath(path, '..'))
      ? sh.host.programs.get(baseName(path))
      : undefined
    if (program) return { program, path }
    return { error: `${name}: ${thrown.text}`, status: thrown.code === 'ENOTDIR' ? 126 : 127 }
  }
}

/** Runs a program or script with the shell's descriptors. `replaces`: it is `exec`, whose error names itself. */
export function* runExternal(sh: Shell, argv: readonly string[], replaces = false): Steps<number> {
  const name = argv[0] ?? ''
  const found = findExternal(sh, name)
  if ('error' in found) {
    const handler =
      replaces || found.status !== 127 || name.includes('/')
        ? undefined
        : sh.functions.get('command_not_found_handle')
    if (handler) return yield* callFunction(sh, 'command_not_found_handle', handler, argv)
    complain(
      sh,
      replaces ? `exec: ${found.error.replace('command not found', 'not found')}` : found.error,
    )
    return found.status
  }
  if ('script' in found) return yield* runScript(sh, found.script, found.path, argv.slice(1))
  return yield* runProgram(sh, found.program, argv)
}

export function* runProgram(sh: Shell, program: Program, argv: readonly string[]): Steps<number> {
  const io = ioOf(sh)
  const args = argv.slice(1)
  if (args.includes('/dev/stdin') || args.includes('/dev/fd/0')) yield* drainToFile(sh, args)
  try {
    const running = program(args, io)
    return typeof running === 'number'
      ? running
      : yield* drive(running, sh.fds.get(0), sh.fds.get(1))
  } catch (thrown) {
    if (!(thrown instanceof FileError)) throw thrown
    fdOf(sh, 2).write?.(`${argv[0]}: ${thrown.path}: ${thrown.text}\n`)
    return 1
  }
}

/** Programs that open /dev/stdin by name find what the shell would have given them. */
function* drainToFile(sh: Shell, args: readonly string[]): Steps<void> {
  const stream = fdOf(sh, 0)
  let text = ''
  for (let chunk = stream.read?.(); chunk !== undefined; chunk = stream.read?.()) {
    text += chunk
    if (chunk === '')
      yield stream.ready
        ? { for: 'ready', ready: () => stream.ready?.() ?? true }
        : { for: 'input' }
  }
  const path = args.includes('/dev/stdin') ? '/dev/stdin' : '/dev/fd/0'
  const { files } = sh.host
  files.mkdir('/dev/fd', { recursive: true })
  files.write(path, text)
  sh.afterCommand.push(function* () {
    files.remove(path)
  })
}

/** Turns a program's wait for input or room into a wait for the pipe it hangs on. */
function* drive(
  running: Running,
  input: Stream | undefined,
  output: Stream | undefined,
): Steps<number> {
  let reply: unknown
  let failure: { thrown: unknown } | undefined
  try {
    for (;;) {
      const result: IteratorResult<Step, number> = failure
        ? running.throw(failure.thrown)
        : running.next(reply)
      failure = undefined
      if (result.done) return result.value
      try {
        reply = yield translated(result.value, input, output)
      } catch (thrown) {
        failure = { thrown }
      }
    }
  } finally {
    running.return(0)
  }
}

function translated(step: Step, input: Stream | undefined, output: Stream | undefined): Step {
  if (step.for === 'input' && step.ms === undefined && input?.ready)
    return { for: 'ready', ready: () => input.ready?.() ?? true }
  if (step.for === 'room')
    return output?.full ? { for: 'ready', ready: () => !output.full?.() } : { for: 'turn' }
  return step
}

/** A program's view of the shell. */
export function ioOf(sh: Shell): Io {
  const input: Input = { read: () => fdOf(sh, 0).read?.() }
  const stdin = sh.fds.get(0)
  const terminal = fdOf(sh, 1).terminal ? sh.host.terminal : undefined
  return {
    stdin: stdin
      ? { read: () => stdin.read?.(), ...(stdin.terminal && { terminal: true }) }
      : input,
    stdout: outputOf(sh.fds.get(1)),
    stderr: outputOf(sh.fds.get(2)),
    files: sh.host.files,
    env: environment(sh),
    cwd: sh.cwd,
    ...(terminal && { terminal }),
    run: (argv, io) => runWithIo(sh, argv, io) as Generator<Pause, number, unknown>,
  }
}

function outputOf(stream: Stream | undefined): Output {
  return { write: text => stream?.write?.(text) }
}

export function environment(sh: Shell): Map<string, string> {
  const env = sh.variables.exported()
  for (const [name, { source, exported }] of sh.functions)
    if (exported) env.set(`BASH_FUNC_${name}%%`, `() ${source}`)
  return env
}

/** What `io.run` does: another program in this one's place, e.g. for xargs and timeout. */
function* runWithIo(sh: Shell, argv: readonly string[], io: Io): Steps<number> {
  const sub = forkShell(sh)
  for (const [name, variable] of sub.variables.all)
    if (variable.exported && !io.env.has(name)) sub.variables.unset(name)
  for (const [name, value] of io.env)
    if (sub.variables.value(name) !== value) sub.variables.put(name, { value, exported: true })
  if (!io.env.has('PATH')) sub.variables.put('PATH', { value: DEFAULT_PATH })
  sub.cwd = io.cwd
  const own = ioStreams(io)
  for (const fd of [0, 1, 2]) sub.fds.set(fd, own[fd] as Stream)
  const found = findExternal(sub, argv[0] ?? '')
  if ('error' in found) {
    const text = found.status === 127 ? `${argv[0]}: No such file or directory` : found.error
    throw new FileError(found.status === 127 ? 'ENOENT' : 'EACCES', text.split(':')[0] ?? '')
  }
  if ('script' in found) return yield* runScript(sub, found.script, found.path, argv.slice(1))
  return yield* runProgram(sub, found.program, argv)
}

function ioStreams(io: Io): Stream[] {
  let back = ''
  const stdin: Stream = {
    read() {
      if (back === '') return io.stdin.read()
      const text = back
      back = ''
      return text
    },
    unread: text => {
      back = text + back
    },
    terminal: io.stdin.terminal === true,
  }
  const terminal = io.terminal !== undefined
  return [
    stdin,
    { write: text => io.stdout.write(text), terminal },
    { write: text => io.stderr.write(text), terminal },
  ]
}

export { ioStreams }
