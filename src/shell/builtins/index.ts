/** All commands that are part of the shell itself. */
import type { Steps } from '../kernel.ts'
import type { Declared } from '../interpreter/assign.ts'
import type { Shell } from '../interpreter/shell.ts'
import { aliasBuiltins } from './alias.ts'
import { argumentBuiltins } from './arguments.ts'
import { commandBuiltins } from './command.ts'
import { completionBuiltins } from './completion.ts'
import { declareBuiltins } from './declare.ts'
import { directoryBuiltins } from './directory.ts'
import { flowBuiltins } from './flow.ts'
import { historyBuiltins } from './history.ts'
import { jobBuiltins } from './jobs.ts'
import { limitBuiltins } from './limits.ts'
import { outputBuiltins } from './output.ts'
import { readBuiltins } from './read.ts'
import { setBuiltins } from './set.ts'
import { trapBuiltins } from './trap.ts'

/** `declared`: arguments that are assignments, by their position in the command (the name is 0). */
export type Builtin = (
  sh: Shell,
  args: readonly string[],
  declared: ReadonlyMap<number, Declared>,
) => number | Steps<number>
export type Builtins = Readonly<Record<string, Builtin>>

const all: readonly Builtins[] = [
  aliasBuiltins,
  argumentBuiltins,
  commandBuiltins,
  completionBuiltins,
  declareBuiltins,
  directoryBuiltins,
  flowBuiltins,
  historyBuiltins,
  jobBuiltins,
  limitBuiltins,
  outputBuiltins,
  readBuiltins,
  setBuiltins,
  trapBuiltins,
]

export const builtins: ReadonlyMap<string, Builtin> = new Map(
  all.flatMap(each => Object.entries(each)),
)

/** POSIX's special builtins. */
export const SPECIAL_BUILTINS: ReadonlySet<string> = new Set([
  ':',
  '.',
  'source',
  'break',
  'continue',
  'eval',
  'exec',
  'exit',
  'export',
  'readonly',
  'return',
  'set',
  'shift',
  'trap',
  'unset',
])

/** Commands that have no entry above because the grammar or the runner deals with them. */
export const KEYWORDS: readonly string[] = [
  'if',
  'then',
  'else',
  'elif',
  'fi',
  'case',
  'esac',
  'for',
  'select',
  'while',
  'until',
  'do',
  'done',
  'in',
  'function',
  'time',
  '{',
  '}',
  '!',
  '[[',
  ']]',
  'coproc',
]
