/** alias and unalias. */
import { complain, fdOf, type Shell } from '../interpreter/shell.ts'
import { quoteAlways } from '../interpreter/quote.ts'
import type { Builtins } from './index.ts'

export const aliasBuiltins: Builtins = {
  alias(sh, args) {
    const names = args.filter(arg => arg !== '-p')
    if (names.length === 0) {
      for (const name of [...sh.aliases.keys()].sort()) print(sh, name)
      return 0
    }
    let status = 0
    for (const arg of names) {
      const equals = arg.indexOf('=', 1)
      if (equals > 0) sh.aliases.set(arg.slice(0, equals), arg.slice(equals + 1))
      else if (sh.aliases.has(arg)) print(sh, arg)
      else {
        complain(sh, `alias: ${arg}: not found`)
        status = 1
      }
    }
    return status
  },
  unalias(sh, args) {
    if (args.length === 0) {
      fdOf(sh, 2).write?.('unalias: usage: unalias [-a] name [name ...]\n')
      return 2
    }
    if (args[0] === '-a') {
      sh.aliases.clear()
      return 0
    }
    let status = 0
    for (const name of args) {
      if (sh.aliases.delete(name)) continue
      complain(sh, `unalias: ${name}: not found`)
      status = 1
    }
    return status
  },
}

function print(sh: Shell, name: string): void {
  fdOf(sh, 1).write?.(`alias ${name}=${quoteAlways(sh.aliases.get(name) ?? '')}\n`)
}
