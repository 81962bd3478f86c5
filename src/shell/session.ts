/**
 * A bash session: state that lives on from line to line, and programs that run in it.
 *
 *   const session = createSession({ files, env, programs, now, random })
 *   runSync(session.run('for i in 1 2; do echo $i; done | tac', { stdout, stderr }), { onPause })
 */
import type { Files } from '../lib/files.ts'
import {
  type Input,
  type Io,
  type Output,
  type Program,
  type Running,
  Signal,
} from '../lib/process.ts'
import type { Dialect } from './interpreter/dialect.ts'
import { giveDefaults } from './interpreter/defaults.ts'
import { DEFAULT_PATH, ioOf, PROGRAM_STUB } from './interpreter/external.ts'
import { ExitFlow, ExpansionFailure, LoopFlow, ReturnFlow } from './interpreter/flow.ts'
import { reapJobs } from './interpreter/jobs.ts'
import { runTrap, takesSignal } from './interpreter/processes.ts'
import { bashProgram, runShell, streamsOf } from './interpreter/script.ts'
import {
  complain,
  createShell,
  fdOf,
  forkShell,
  type Host,
  type Shell,
  type ShellLimits,
} from './interpreter/shell.ts'
import { runText } from './interpreter/text.ts'
import { isIncomplete, shownPrompt } from './interpreter/typed.ts'
import { createKernel, LimitReached, type Steps } from './kernel.ts'
import { expandHistory, type HistoryExpansion } from './history.ts'
import { createPrograms } from './programs/index.ts'
import { inputStream, outputStream } from './streams.ts'

export interface SessionOptions {
  readonly files: Files
  /** Exported variables at the start; PATH, HOME, USER and the like get defaults. */
  readonly env?: Readonly<Record<string, string>>
  /** Programs beside those of the shell's own room; a name given here wins. */
  readonly programs?: ReadonlyMap<string, Program>
  readonly now: () => number
  /** For $RANDOM, shuf and mktemp; 0 <= n < 1. */
  readonly random?: () => number
  readonly cwd?: string
  /** Errors without line numbers, aliases, job messages, ~/.bashrc. */
  readonly interactive?: boolean
  readonly limits?: Partial<ShellLimits>
}

/** Where one line reads and writes; what is absent is empty or thrown away. */
interface LineIo {
  readonly stdin?: Input
  readonly stdout?: Output
  readonly stderr?: Output
  /** The outputs are a terminal of this size. */
  readonly terminal?: { readonly columns: number; readonly rows: number }
}

interface SessionSnapshot {
  readonly shell: Shell
  readonly history: readonly string[]
}

export interface Session {
  /** Runs a line, or several. Its driver may throw `Signal('INT')` into it; `.return()` kills what runs. */
  run(line: string, io?: LineIo): Running
  /** Lets background jobs go on as far as they can without waiting. */
  settle(): void
  /** The text is a command that is not finished: a quote, loop or here-document is open. */
  needsMore(text: string): boolean
  /** `!!`, `!$`, `!-2`, `^a^b`: undefined if there is none of it in the line. */
  expandHistory(line: string): HistoryExpansion | undefined
  /** PS1, PS2 … with its escapes worked out. */
  prompt(name?: 'PS1' | 'PS2'): string
  /** What a program started now would get, e.g. for completers that ask the cluster. */
  io(): Io
  readonly shell: Shell
  readonly programs: ReadonlyMap<string, Program>
  readonly history: string[]
  readonly cwd: string
  readonly status: number
  /** `exit` was typed. */
  readonly exited: boolean
  /** Everything but the files, so that lines can be undone. */
  snapshot(): SessionSnapshot
  restore(snapshot: SessionSnapshot): void
}

const DEFAULT_LIMITS: ShellLimits = {
  commandsMax: 500_000,
  processesMax: 512,
  outputCharsMax: 64 * 1024 * 1024,
  functionDepthMax: 200,
}
const FIRST_PID = 4211

export function createSession(options: SessionOptions): Session {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const kernel = createKernel({ now: options.now, ...limits, firstPid: FIRST_PID })
  const programs = new Map<string, Program>()
  const random = options.random ?? (() => 0.5)
  let current: LineIo = {}
  let written = 0
  const history: string[] = []
  const host: Host = {
    kernel,
    files: options.files,
    programs,
    now: options.now,
    random,
    limits,
    history,
    get terminal() {
      return current.terminal ?? { columns: 80, rows: 24 }
    },
  }
  for (const [name, program] of createPrograms({ now: options.now, random }))
    programs.set(name, program)
  for (const name of ['bash', 'sh', 'dash'])
    programs.set(name, bashProgram(host, name, name === 'bash' ? 'bash' : 'dash'))
  for (const [name, program] of options.programs ?? []) programs.set(name, program)

  showPrograms(options.files, programs)

  const output = (which: 'stdout' | 'stderr'): Output => ({
    write(text) {
      written += text.length
      if (written > limits.outputCharsMax)
        throw new LimitReached(`stopped after ${limits.outputCharsMax} characters of output`)
      current[which]?.write(text)
    },
  })
  const isTerminal = {
    get terminal() {
      return current.terminal !== undefined
    },
  }
  const stream = (which: 'stdout' | 'stderr') =>
    Object.defineProperty(outputStream(output(which)), 'terminal', {
      get: () => isTerminal.terminal,
    })
  const stdin = Object.defineProperty(
    inputStream({ read: () => (current.stdin ? current.stdin.read() : undefined) }),
    'terminal',
    { get: () => isTerminal.terminal },
  )
  const env = sessionEnvironment(options)
  let shell = createShell(host, {
    cwd: options.cwd ?? env.get('HOME') ?? '/root',
    env,
    name: 'bash',
    pid: FIRST_PID - 1,
    interactive: options.interactive ?? false,
    fds: new Map([
      [0, stdin],
      [1, stream('stdout')],
      [2, stream('stderr')],
    ]),
  })
  giveDefaults(shell)
  let exited = false
  let greeted = false

  const body = function* (line: string): Steps<number> {
    if (!greeted) {
      greeted = true
      if (shell.interactive) yield* readStartFile(shell)
    }
    try {
      shell.command = line
      return yield* runText(shell, line, { prompt: shell.interactive })
    } catch (thrown) {
      if (thrown instanceof ExitFlow) {
        exited = true
        shell.status = thrown.status
        yield* runTrap(shell, 'EXIT')
        return thrown.status
      }
      if (thrown instanceof ExpansionFailure) {
        if (!thrown.told) complain(shell, thrown.text)
        return (shell.status = thrown.fatal ? 127 : 1)
      }
      if (thrown instanceof ReturnFlow || thrown instanceof LoopFlow) return shell.status
      throw thrown
    }
  }

  const run = function* (line: string, io: LineIo = {}): Running {
    current = io
    written = 0
    kernel.resetCount()
    if (/\S/.test(line) && !/^\s/.test(line)) history.push(line.replace(/\n+$/, ''))
    const main = kernel.spawn('bash', body(line))
    main.takes = signal => takesSignal(shell, signal)
    shell.process = main
    try {
      shell.status = yield* kernel.run(main)
      kernel.settle()
    } catch (thrown) {
      written = 0
      kernel.killAll()
      shell.status = reportBreakdown(shell, thrown)
    } finally {
      if (main.status === undefined) shell.status = new Signal('INT').status
      if (shell.interactive) fdOf(shell, 2).write?.(reapJobs(shell))
    }
    return shell.status
  }

  return {
    run,
    settle() {
      try {
        kernel.settle()
      } catch (thrown) {
        kernel.killAll()
        if (!(thrown instanceof LimitReached) && !(thrown instanceof RangeError)) throw thrown
      }
    },
    needsMore: text => isIncomplete(text),
    expandHistory: line => expandHistory(line, history),
    prompt: (name = 'PS1') => shownPrompt(shell, name),
    io: () => ioOf(shell),
    get shell() {
      return shell
    },
    programs,
    history,
    get cwd() {
      return shell.cwd
    },
    get status() {
      return shell.status
    },
    get exited() {
      return exited
    },
    snapshot: () => ({ shell: keptShell(shell), history: [...history] }),
    restore(snapshot) {
      shell = keptShell(snapshot.shell)
      history.splice(0, history.length, ...snapshot.history)
      exited = false
    },
  }
}

/** The `sh` of a container: the same interpreter with its own processes. `init`: it is the container's process 1. */
export function shellProgram(options: {
  readonly programs: ReadonlyMap<string, Program>
  readonly now: () => number
  readonly random?: () => number
  readonly limits?: Partial<ShellLimits>
  readonly name?: string
  /** Whose words its errors are in, unless it is called bash. */
  readonly dialect?: Dialect
  readonly init?: boolean
}): Program {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  return function* (args, io): Running {
    const kernel = createKernel({ now: options.now, ...limits, firstPid: options.init ? 1 : 7 })
    const programs = new Map(options.programs)
    const random = options.random ?? (() => 0.5)
    const host: Host = {
      kernel,
      files: io.files,
      programs,
      now: options.now,
      random,
      limits,
      history: [],
      ...(options.dialect && { dialect: options.dialect }),
      ...(io.terminal && { terminal: io.terminal }),
    }
    const name = options.name ?? 'sh'
    const dialectOf = (each: string): Dialect =>
      each === 'bash' ? 'bash' : (options.dialect ?? 'dash')
    for (const each of ['bash', 'sh', 'ash', 'dash', name])
      if (programs.has(each) || each === name)
        programs.set(each, bashProgram(host, each, dialectOf(each)))
    const main = kernel.spawn(
      name,
      runShell(host, io.env, io.cwd, streamsOf(io), [name, ...args], {
        init: options.init ?? false,
        dialect: dialectOf(name),
      }),
    )
    try {
      return yield* kernel.run(main)
    } catch (thrown) {
      kernel.killAll()
      if (!(thrown instanceof LimitReached) && !(thrown instanceof RangeError)) throw thrown
      io.stderr.write(`${name}: ${limitText(thrown)}\n`)
      return 1
    }
  }
}

/** `ls /usr/bin` shows what can be run; the files are made when somebody looks. */
function showPrograms(files: Files, programs: ReadonlyMap<string, Program>): void {
  if (files.exists('/usr/bin')) return
  files.mount('/usr/bin', () => new Map([...programs.keys()].map(name => [name, PROGRAM_STUB])), {
    mode: 0o755,
  })
  if (!files.exists('/bin')) files.symlink('usr/bin', '/bin')
}

function sessionEnvironment(options: SessionOptions): Map<string, string> {
  return new Map(
    Object.entries({
      PATH: DEFAULT_PATH,
      HOME: '/root',
      USER: 'root',
      LOGNAME: 'root',
      SHELL: '/bin/bash',
      TERM: 'xterm-256color',
      LANG: 'C.UTF-8',
      HOSTNAME: 'controlplane',
      SHLVL: '1',
      ...options.env,
      PWD: options.cwd ?? options.env?.HOME ?? '/root',
    }),
  )
}

function* readStartFile(shell: Shell): Steps<void> {
  const path = `${shell.variables.value('HOME') ?? '/root'}/.bashrc`
  if (!shell.host.files.exists(path)) return
  try {
    yield* runText(shell, shell.host.files.readText(path))
  } catch (thrown) {
    if (
      !(thrown instanceof ExitFlow) &&
      !(thrown instanceof ReturnFlow) &&
      !(thrown instanceof ExpansionFailure)
    )
      throw thrown
  }
}

/** A copy that lives on: a subshell that is none. */
function keptShell(shell: Shell): Shell {
  return {
    ...forkShell(shell),
    traps: new Map(shell.traps),
    jobs: [...shell.jobs],
    interactive: shell.interactive,
    subshellDepth: shell.subshellDepth,
    tested: 0,
    functionNames: [],
  }
}

function reportBreakdown(shell: Shell, thrown: unknown): number {
  if (!(thrown instanceof LimitReached) && !(thrown instanceof RangeError)) throw thrown
  shell.jobs.length = 0
  fdOf(shell, 2).write?.(`bash: ${limitText(thrown)}\n`)
  return 1
}

const limitText = (thrown: Error): string =>
  thrown instanceof LimitReached ? thrown.message : 'nested too deeply'
