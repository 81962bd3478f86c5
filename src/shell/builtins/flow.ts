/** break, continue, return, exit, true, false and `:`. */
import { ExitFlow, LoopFlow, ReturnFlow } from '../interpreter/flow.ts'
import { complain, fdOf, type Shell } from '../interpreter/shell.ts'
import type { Builtins } from './index.ts'

const loop = (kind: 'break' | 'continue') => (sh: Shell, args: readonly string[]): number => {
  const levels = Number(args[0] ?? '1')
  if (sh.loopDepth === 0) {
    complain(sh, `${kind}: only meaningful in a \`for', \`while', or \`until' loop`)
    return 0
  }
  if (!/^-?\d+$/.test(args[0] ?? '1')) {
    complain(sh, `${kind}: ${args[0]}: numeric argument required`)
    throw new ExitFlow(128)
  }
  if (levels < 1) {
    complain(sh, `${kind}: ${levels}: loop count out of range`)
    throw new LoopFlow('break', sh.loopDepth)
  }
  throw new LoopFlow(kind, levels)
}

/** The status a command asks for: its argument, or that of the last command. */
function statusOf(sh: Shell, name: string, args: readonly string[]): number {
  if (args[0] === undefined) return sh.status
  if (/^[-+]?\d+$/.test(args[0].trim())) return Number(args[0]) & 255
  complain(sh, `${name}: ${args[0]}: numeric argument required`)
  return 2
}

export const flowBuiltins: Builtins = {
  break: loop('break'),
  continue: loop('continue'),
  return(sh, args) {
    if (sh.functionNames.length === 0 && sh.sourceDepth === 0) {
      complain(sh, "return: can only `return' from a function or sourced script")
      return 2
    }
    throw new ReturnFlow(statusOf(sh, 'return', args))
  },
  exit(sh, args) {
    if (sh.interactive) fdOf(sh, 2).write?.('exit\n')
    if (args.length > 1 && /^[-+]?\d+$/.test(args[0] ?? '')) {
      complain(sh, 'exit: too many arguments')
      return 1
    }
    throw new ExitFlow(statusOf(sh, 'exit', args))
  },
  logout(sh) {
    complain(sh, "logout: not login shell: use `exit'")
    return 1
  },
  true: () => 0,
  false: () => 1,
  ':': () => 0,
}
