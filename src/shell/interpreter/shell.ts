/** The state of one shell: a subshell is a copy of it. */
import type { Files } from '../../lib/files.ts'
import type { Program, SignalName } from '../../lib/process.ts'
import type { Kernel, Process, Steps } from '../kernel.ts'
import type { Command } from '../syntax/ast.ts'
import { nullStream, type Stream } from '../streams.ts'
import { type Dialect, dialectPrefix, dialectText } from './dialect.ts'
import { createVariables, type Variables } from './variables.ts'

/** What all shells of a session have in common. */
export interface Host {
  readonly kernel: Kernel
  readonly files: Files
  /** Programs by the name they are typed with. */
  readonly programs: ReadonlyMap<string, Program>
  readonly now: () => number
  readonly random: () => number
  readonly limits: ShellLimits
  readonly terminal?: { readonly columns: number; readonly rows: number }
  readonly history: string[]
  /** What `sh` is on this machine; dash if absent. */
  readonly dialect?: Dialect
}

export interface ShellLimits {
  readonly commandsMax: number
  readonly processesMax: number
  readonly outputCharsMax: number
  readonly functionDepthMax: number
}

export interface ShellFunction {
  readonly body: Command
  /** As written, for `declare -f` and `export -f`. */
  readonly source: string
  readonly exported?: boolean
}

export interface Job {
  readonly id: number
  readonly process: Process
  readonly command: string
  reported?: boolean
}

export type Trap = SignalName | 'EXIT' | 'ERR' | 'DEBUG' | 'RETURN'

/** Options of `set -o`, with their letters. */
export const OPTION_LETTERS: Readonly<Record<string, string>> = {
  a: 'allexport',
  b: 'notify',
  e: 'errexit',
  f: 'noglob',
  h: 'hashall',
  k: 'keyword',
  m: 'monitor',
  n: 'noexec',
  p: 'privileged',
  u: 'nounset',
  v: 'verbose',
  x: 'xtrace',
  B: 'braceexpand',
  C: 'noclobber',
  E: 'errtrace',
  H: 'histexpand',
  P: 'physical',
  T: 'functrace',
}
export const OPTION_NAMES = [
  'allexport',
  'braceexpand',
  'emacs',
  'errexit',
  'errtrace',
  'functrace',
  'hashall',
  'histexpand',
  'history',
  'ignoreeof',
  'interactive-comments',
  'keyword',
  'monitor',
  'noclobber',
  'noexec',
  'noglob',
  'nolog',
  'notify',
  'nounset',
  'onecmd',
  'physical',
  'pipefail',
  'posix',
  'privileged',
  'verbose',
  'vi',
  'xtrace',
] as const

export interface Shell {
  readonly host: Host
  readonly variables: Variables
  readonly functions: Map<string, ShellFunction>
  readonly aliases: Map<string, string>
  /** set -o */
  readonly options: Set<string>
  /** shopt -s */
  readonly switches: Set<string>
  readonly traps: Map<Trap, string>
  /** Signals that came while a command ran, and whose traps wait for its end. */
  readonly pendingTraps: SignalName[]
  readonly fds: Map<number, Stream>
  readonly jobs: Job[]
  /** Jobs of the shell around a subshell: `jobs | wc -l` still shows them. */
  readonly parentJobs?: readonly Job[]
  readonly directories: string[]
  positional: readonly string[]
  cwd: string
  /** $0 */
  name: string
  /** What errors begin with: `bash` or the script's path. */
  label: string
  /** What errors in functions begin with, if not with the label: functions of `bash -c` come from the environment. */
  functionLabel?: string
  dialect: Dialect
  /** The text came from `-c`. */
  fromCommand: boolean
  /** Errors name the line. */
  showsLine: boolean
  interactive: boolean
  line: number
  status: number
  /** Exit statuses of the last pipeline. */
  pipeStatus: readonly number[]
  lastBackground?: number
  lastArgument: string
  pid: number
  /** Process this shell runs in. */
  process?: Process
  subshellDepth: number
  loopDepth: number
  functionNames: readonly string[]
  sourceDepth: number
  /** > 0 where a failure is looked at by `if`, `&&`, `!` … and errexit does not count. */
  tested: number
  startedMs: number
  optionIndex: number
  /** The line that the prompt gave, for `history` and `$BASH_COMMAND`. */
  command: string
  /** A command substitution ran: its status counts for a command of assignments only. */
  substituted: boolean
  /** What must be done when the current command has ended: process substitutions. */
  afterCommand: (() => Steps<void>)[]
  /** It is process 1 of a container: a signal without a trap does nothing to it. */
  init: boolean
}

export function createShell(
  host: Host,
  setup: {
    cwd: string
    env: ReadonlyMap<string, string>
    fds: ReadonlyMap<number, Stream>
    name: string
    pid: number
    interactive?: boolean
    positional?: readonly string[]
    dialect?: Dialect
  },
): Shell {
  const variables = createVariables()
  const functions = new Map<string, ShellFunction>()
  for (const [name, value] of setup.env) {
    if (/^[A-Za-z_]\w*$/.test(name)) variables.put(name, { value, exported: true })
  }
  const interactive = setup.interactive ?? false
  return {
    host,
    variables,
    functions,
    aliases: new Map(),
    traps: new Map(),
    pendingTraps: [],
    options: new Set([
      'braceexpand',
      'hashall',
      'interactive-comments',
      ...(interactive ? ['emacs', 'history', 'histexpand', 'monitor'] : []),
    ]),
    switches: new Set(interactive ? ['expand_aliases', 'checkwinsize'] : ['checkwinsize']),
    fds: new Map(setup.fds),
    jobs: [],
    directories: [],
    positional: setup.positional ?? [],
    cwd: setup.cwd,
    name: setup.name,
    label: setup.name,
    showsLine: !interactive,
    interactive,
    line: 1,
    status: 0,
    pipeStatus: [0],
    lastArgument: '',
    pid: setup.pid,
    subshellDepth: 0,
    loopDepth: 0,
    functionNames: [],
    sourceDepth: 0,
    tested: 0,
    startedMs: host.now(),
    optionIndex: 1,
    command: '',
    substituted: false,
    afterCommand: [],
    init: false,
    dialect: setup.dialect ?? 'bash',
    fromCommand: false,
  }
}

/** A subshell: everything is copied, traps are reset (ignored signals stay ignored). */
export function forkShell(shell: Shell): Shell {
  return {
    ...shell,
    variables: shell.variables.fork(),
    functions: new Map(shell.functions),
    aliases: new Map(shell.aliases),
    options: new Set(shell.options),
    switches: new Set(shell.switches),
    traps: new Map([...shell.traps].filter(([, action]) => action === '')),
    pendingTraps: [],
    fds: new Map(shell.fds),
    jobs: [],
    parentJobs: shell.jobs,
    directories: [...shell.directories],
    subshellDepth: shell.subshellDepth + 1,
    loopDepth: 0,
    interactive: false,
    afterCommand: [],
  }
}

export const fdOf = (shell: Shell, fd: number): Stream => shell.fds.get(fd) ?? nullStream

/** Writes `bash: text` or `script: line 3: text` to standard error. */
export function complain(shell: Shell, text: string): void {
  fdOf(shell, 2).write?.(`${prefix(shell)}${dialectText(shell.dialect, text)}\n`)
}

function prefix(shell: Shell, line = shell.line): string {
  return shell.showsLine
    ? dialectPrefix(shell.dialect, shell.label, line, shell.fromCommand)
    : `${shell.label}: `
}
