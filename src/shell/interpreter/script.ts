/** Runs script files, and is the program `bash`. */
import { FileError } from '../../lib/files.ts'
import { baseName, resolvePath } from '../../lib/path.ts'
import type { Io, Program, Running } from '../../lib/process.ts'
import type { Steps } from '../kernel.ts'
import type { Stream } from '../streams.ts'
import { createCursor } from '../syntax/cursor.ts'
import { parseLine } from '../syntax/parse.ts'
import { setOptions } from '../builtins/set.ts'
import type { Dialect } from './dialect.ts'
import { giveDefaults } from './defaults.ts'
import { environment, ioStreams, runProgram } from './external.ts'
import { shellMain } from './processes.ts'
import { complain, createShell, type Host, type Shell } from './shell.ts'
import { runText } from './text.ts'
import { runTyped } from './typed.ts'

/** An executable file: its first line says who reads it. */
export function* runScript(
  sh: Shell,
  path: string,
  shownPath: string,
  args: readonly string[],
): Steps<number> {
  const text = sh.host.files.readText(path)
  const shebang = /^#![ \t]*(\S+)(?:[ \t]+(.*?))?[ \t]*(?:\n|$)/.exec(text)
  if (text.startsWith('\x7fELF')) {
    complain(sh, `${shownPath}: cannot execute binary file: Exec format error`)
    return 126
  }
  const words = shebang
    ? [shebang[1] ?? '', ...(shebang[2] ? shebang[2].split(/\s+/) : [])]
    : ['/bin/bash']
  const interpreter =
    baseName(words[0] ?? '') === 'env'
      ? (words.find((word, index) => index > 0 && !word.startsWith('-') && !word.includes('=')) ??
        '')
      : (words[0] ?? '')
  const name = baseName(interpreter)
  if (name === 'bash' || name === 'sh' || name === 'dash' || name === 'ash') {
    const options = baseName(words[0] ?? '') === 'env' ? [] : words.slice(1)
    return yield* runShell(
      sh.host,
      environment(sh),
      sh.cwd,
      sh.fds,
      [name, ...options, shownPath, ...args],
      { scriptPath: path, dialect: name === 'bash' ? 'bash' : (sh.host.dialect ?? 'dash') },
    )
  }
  const program = sh.host.programs.get(name)
  if (program)
    return yield* runProgram(sh, program, [
      name,
      ...words.slice(words.indexOf(interpreter) + 1),
      shownPath,
      ...args,
    ])
  if (baseName(words[0] ?? '') === 'env') {
    sh.fds.get(2)?.write?.(`/usr/bin/env: '${interpreter}': No such file or directory\n`)
    return 127
  }
  complain(sh, `${shownPath}: cannot execute: required file not found`)
  return 127
}

/** The program `bash` (or `sh`) for a session: it shares the session's processes. */
export function bashProgram(host: Host, name: string, dialect: Dialect): Program {
  return (args, io) =>
    runShell({ ...host, files: io.files }, io.env, io.cwd, streamsOf(io), [name, ...args], {
      dialect,
    }) as Running
}

export function streamsOf(io: Io): Map<number, Stream> {
  return new Map(ioStreams(io).map((stream, fd) => [fd, stream]))
}

interface Invocation {
  readonly name: string
  readonly options: readonly string[]
  readonly command?: string
  readonly script?: string
  readonly args: readonly string[]
  readonly error?: string
}

function parseInvocation(argv: readonly string[]): Invocation {
  const [name = 'bash', ...rest] = argv
  const options: string[] = []
  let takesCommand = false
  for (let at = 0; at < rest.length; at++) {
    const arg = rest[at] ?? ''
    if (arg === '--') {
      at++
      return finishInvocation(name, options, takesCommand, rest.slice(at))
    }
    if (/^[-+][oO]$/.test(arg)) options.push(arg, rest[++at] ?? '')
    else if (arg === '--norc' || arg === '--noprofile' || arg === '--posix' || arg === '--login')
      continue
    else if (arg.startsWith('--'))
      return { name, options, args: [], error: `${arg}: invalid option` }
    else if (/^[-+][A-Za-z]+$/.test(arg)) {
      if (arg.startsWith('-') && arg.includes('c')) takesCommand = true
      if (arg.startsWith('-') && arg.includes('s'))
        return { name, options, args: rest.slice(at + 1) }
      const letters = arg.slice(1).replace(/[cils]/g, '')
      if (letters.endsWith('o'))
        options.push(
          ...(letters.length > 1 ? [`${arg[0]}${letters.slice(0, -1)}`] : []),
          `${arg[0]}o`,
          rest[++at] ?? '',
        )
      else if (letters !== '') options.push(`${arg[0]}${letters}`)
    } else return finishInvocation(name, options, takesCommand, rest.slice(at))
  }
  return finishInvocation(name, options, takesCommand, [])
}

function finishInvocation(
  name: string,
  options: readonly string[],
  takesCommand: boolean,
  rest: readonly string[],
): Invocation {
  const [first, ...args] = rest
  if (takesCommand) {
    if (first === undefined)
      return { name, options, args, error: '-c: option requires an argument' }
    return { name: args[0] ?? name, options, command: first, args: args.slice(1) }
  }
  return first === undefined || first === '-'
    ? { name, options, args }
    : { name, options, script: first, args }
}

/** A shell as a process: `-c`, a script file, or commands from standard input. */
export function* runShell(
  host: Host,
  env: ReadonlyMap<string, string>,
  cwd: string,
  fds: ReadonlyMap<number, Stream>,
  argv: readonly string[],
  options: { scriptPath?: string; init?: boolean; dialect?: Dialect } = {},
): Steps<number> {
  const call = parseInvocation(argv)
  const { kernel } = host
  const sh = createShell(
    { ...host, history: [] },
    {
      cwd,
      env,
      fds,
      name: call.script ?? call.name,
      pid: kernel.current?.pid ?? 1,
      positional: call.args,
      dialect: options.dialect ?? 'bash',
    },
  )
  if (kernel.current) sh.process = kernel.current
  sh.init = options.init ?? false
  sh.options.add('hashall')
  if (argv[0] === 'sh') sh.options.add('posix')
  giveDefaults(sh)
  importFunctions(sh, env)
  if (call.error !== undefined) {
    sh.fds.get(2)?.write?.(`${call.name}: ${call.error}\n`)
    return 2
  }
  const bad = setOptions(sh, call.options)
  if (bad !== undefined) return bad
  sh.fromCommand = call.command !== undefined
  if (call.command !== undefined && sh.dialect === 'bash') sh.functionLabel = 'environment'
  if (call.command !== undefined)
    return yield* shellMain(sh, runText(sh, call.command, { origin: '-c: ' }))
  if (call.script === undefined) return yield* shellMain(sh, runInput(sh))
  const text = readScript(sh, options.scriptPath ?? call.script)
  return typeof text === 'number' ? text : yield* shellMain(sh, runText(sh, text))
}

function importFunctions(sh: Shell, env: ReadonlyMap<string, string>): void {
  for (const [key, value] of env) {
    const name = /^BASH_FUNC_(.+)%%$/.exec(key)?.[1]
    if (name === undefined) continue
    const lists = parseLine(createCursor(`${name} ${value}`))
    const command = lists?.[0]?.first.commands[0]
    if (command?.type === 'function')
      sh.functions.set(name, { body: command.body, source: command.source, exported: true })
  }
  for (const [name, variable] of sh.variables.all)
    if (name.startsWith('BASH_FUNC_') && variable) sh.variables.unset(name)
}

function readScript(sh: Shell, script: string): string | number {
  const { files } = sh.host
  const path = resolvePath(sh.cwd, script)
  const fail = (text: string, status: number) => {
    sh.fds.get(2)?.write?.(`bash: ${script}: ${text}\n`)
    return status
  }
  try {
    return files.readText(path)
  } catch (thrown) {
    if (!(thrown instanceof FileError)) throw thrown
    if (thrown.code === 'EISDIR') return fail('Is a directory', 126)
    return fail(thrown.text, 127)
  }
}

function* runInput(sh: Shell): Steps<number> {
  const stream = sh.fds.get(0)
  if (stream?.terminal && sh.fds.get(1)?.terminal) return yield* runTyped(sh, stream)
  let text = ''
  for (let chunk = stream?.read?.(); chunk !== undefined; chunk = stream?.read?.()) {
    text += chunk
    if (chunk === '')
      yield stream?.ready
        ? { for: 'ready', ready: () => stream.ready?.() ?? true }
        : { for: 'input' }
  }
  return yield* runText(sh, text)
}
