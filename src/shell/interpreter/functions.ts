/** Calls shell functions. */
import type { Steps } from '../kernel.ts'
import { ReturnFlow } from './flow.ts'
import { runCommand } from './lists.ts'
import { runTrap } from './processes.ts'
import { complain, type Shell, type ShellFunction } from './shell.ts'

export function* callFunction(
  sh: Shell,
  name: string,
  called: ShellFunction,
  args: readonly string[],
): Steps<number> {
  const { positional, functionNames, loopDepth, label } = sh
  const { functionDepthMax } = sh.host.limits
  if (functionNames.length >= functionDepthMax) {
    complain(sh, `${name}: maximum function nesting level exceeded (${functionDepthMax})`)
    return 1
  }
  sh.positional = args
  sh.functionNames = [name, ...functionNames]
  sh.loopDepth = 0
  sh.label = sh.functionLabel ?? label
  sh.variables.pushFrame()
  try {
    return yield* runCommand(sh, called.body)
  } catch (thrown) {
    if (!(thrown instanceof ReturnFlow)) throw thrown
    return (sh.status = thrown.status)
  } finally {
    sh.variables.popFrame()
    sh.positional = positional
    sh.functionNames = functionNames
    sh.loopDepth = loopDepth
    sh.label = label
    if (sh.traps.has('RETURN')) yield* runTrap(sh, 'RETURN')
  }
}
