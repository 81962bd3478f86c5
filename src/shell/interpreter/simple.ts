/** Runs a simple command: assignments, expansion, then function, builtin or program. */
import type { Steps } from '../kernel.ts'
import { builtins, SPECIAL_BUILTINS } from '../builtins/index.ts'
import type { Assignment, SimpleCommand, Word } from '../syntax/ast.ts'
import { isAssignment } from '../syntax/ast.ts'
import { assign, type Declared, evaluateAssignment } from './assign.ts'
import { expandWords } from './expand.ts'
import { ExpansionFailure, ExitFlow } from './flow.ts'
import { callFunction } from './functions.ts'
import { failExpansion } from './lists.ts'
import { runExternal } from './external.ts'
import { quoteIfNeeded } from './quote.ts'
import { applyRedirects, withRedirects } from './redirect.ts'
import { complain, type Shell } from './shell.ts'
import { traceText } from './trace.ts'
import type { Variable } from './variables.ts'

export function* runSimple(sh: Shell, command: SimpleCommand): Steps<number> {
  sh.line = command.line
  try {
    return yield* run(sh, command)
  } catch (thrown) {
    if (!(thrown instanceof ExpansionFailure)) throw thrown
    return failExpansion(sh, thrown)
  } finally {
    if (sh.afterCommand.length > 0) for (const after of sh.afterCommand.splice(0)) yield* after()
  }
}

function* run(sh: Shell, command: SimpleCommand): Steps<number> {
  sh.substituted = false
  const declared = new Map<number, Declared>()
  const args = yield* expandArguments(sh, command.words, declared)
  if (args.length === 0) return yield* runAssignments(sh, command)
  const prefix: Declared[] = []
  for (const assignment of command.assignments)
    prefix.push(yield* evaluateAssignment(sh, assignment))
  trace(sh, command.assignments, args, prefix)
  if (args[0] === 'exec') return yield* runExec(sh, command, args.slice(1), prefix)
  if (command.redirects.length === 0) return yield* dispatch(sh, args, prefix, declared)
  return yield* withRedirects(sh, command.redirects, () => dispatch(sh, args, prefix, declared))
}

function* expandArguments(
  sh: Shell,
  words: readonly (Word | Assignment)[],
  declared: Map<number, Declared>,
): Steps<string[]> {
  const args: string[] = []
  for (const word of words) {
    if (!isAssignment(word)) {
      if (word.literal !== undefined) args.push(word.literal)
      else args.push(...(yield* expandWords(sh, [word])))
      continue
    }
    const evaluated = yield* evaluateAssignment(sh, word)
    declared.set(args.length, evaluated)
    args.push(
      typeof evaluated.value === 'string'
        ? `${evaluated.name}${evaluated.append ? '+' : ''}=${evaluated.value}`
        : word.source,
    )
  }
  return args
}

function* runAssignments(sh: Shell, command: SimpleCommand): Steps<number> {
  if (command.redirects.length > 0) {
    const status = yield* withRedirects(sh, command.redirects, function* () {
      return 0
    })
    if (status !== 0) return status
  }
  for (const assignment of command.assignments) {
    const evaluated = yield* evaluateAssignment(sh, assignment)
    trace(sh, [assignment], [], [evaluated])
    try {
      assign(sh, evaluated)
    } catch (thrown) {
      if (!(thrown instanceof ExpansionFailure) || sh.interactive) throw thrown
      complain(sh, thrown.text)
      throw new ExitFlow(1)
    }
  }
  return sh.substituted ? sh.status : 0
}

/** `exec` without a command keeps its redirections; with one, the shell ends with it. */
function* runExec(
  sh: Shell,
  command: SimpleCommand,
  args: readonly string[],
  prefix: readonly Declared[],
): Steps<number> {
  if (!(yield* applyRedirects(sh, command.redirects))) {
    if (sh.interactive) return 1
    throw new ExitFlow(1)
  }
  const rest =
    args[0] === '-a'
      ? args.slice(2)
      : args.filter((arg, index) => !(index === 0 && /^-[cl]+$/.test(arg)))
  if (rest.length === 0) return 0
  const status = yield* withVariables(sh, prefix, true, () => runExternal(sh, rest, true))
  throw new ExitFlow(status)
}

function* dispatch(
  sh: Shell,
  args: readonly string[],
  prefix: readonly Declared[],
  declared: ReadonlyMap<number, Declared>,
): Steps<number> {
  const name = args[0] ?? ''
  const status = yield* lookUp(sh, name, args, prefix, declared)
  sh.lastArgument = args.at(-1) ?? ''
  return status
}

function* lookUp(
  sh: Shell,
  name: string,
  args: readonly string[],
  prefix: readonly Declared[],
  declared: ReadonlyMap<number, Declared>,
): Steps<number> {
  const defined = sh.functions.get(name)
  if (defined)
    return yield* withVariables(sh, prefix, false, () =>
      callFunction(sh, name, defined, args.slice(1)),
    )
  const builtin = builtins.get(name)
  if (builtin && !sh.switches.has(`disabled ${name}`)) {
    const body = function* (): Steps<number> {
      const result = builtin(sh, args.slice(1), declared)
      return typeof result === 'number' ? result : yield* result
    }
    if (prefix.length === 0) return yield* body()
    return yield* withVariables(
      sh,
      prefix,
      SPECIAL_BUILTINS.has(name) && sh.options.has('posix'),
      body,
    )
  }
  return yield* withVariables(sh, prefix, false, () => runExternal(sh, args))
}

/** Puts `X=1` before a command into force, exported, and takes it away afterwards. */
function* withVariables(
  sh: Shell,
  prefix: readonly Declared[],
  keep: boolean,
  body: () => Steps<number>,
): Steps<number> {
  if (prefix.length === 0) return yield* body()
  const saved = new Map<string, Variable | undefined>()
  for (const each of prefix) {
    if (!saved.has(each.name)) saved.set(each.name, sh.variables.all.get(each.name))
    assign(sh, each)
    sh.variables.attributes(each.name, { exported: true })
  }
  try {
    return yield* body()
  } finally {
    if (!keep) {
      for (const [name, variable] of saved) {
        if (variable) sh.variables.put(name, variable)
        else sh.variables.unset(name)
      }
    }
  }
}

function trace(
  sh: Shell,
  assignments: readonly Assignment[],
  args: readonly string[],
  prefix: readonly Declared[],
): void {
  if (!sh.options.has('xtrace')) return
  const values = prefix.map(({ name, value, append }, index) =>
    typeof value === 'string'
      ? `${name}${append ? '+' : ''}=${quoteIfNeeded(value).replace(/^''$/, '')}`
      : (assignments[index]?.source ?? name),
  )
  traceText(sh, [...values, ...args.map(quoteIfNeeded)].join(' '))
}
