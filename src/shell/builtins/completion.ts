/** complete, compgen, compopt and bind: accepted, so that `source <(kubectl completion bash)` works; Tab has its own model. */
import { complain, fdOf } from '../interpreter/shell.ts'
import { builtins, type Builtins, KEYWORDS } from './index.ts'

export const completionBuiltins: Builtins = {
  complete: () => 0,
  compopt: () => 0,
  bind: () => 0,
  compgen(sh, args) {
    const word = args.findLast(arg => !arg.startsWith('-')) ?? ''
    const list = args.includes('-W')
      ? (args[args.indexOf('-W') + 1] ?? '').split(/\s+/)
      : args.includes('-b')
        ? [...builtins.keys()].sort()
        : args.includes('-k')
          ? KEYWORDS
          : args.includes('-v')
            ? [...sh.variables.all.keys()].sort()
            : args.includes('-a')
              ? [...sh.aliases.keys()].sort()
              : args.includes('-c')
                ? [
                    ...new Set([
                      ...builtins.keys(),
                      ...sh.host.programs.keys(),
                      ...sh.functions.keys(),
                    ]),
                  ].sort()
                : []
    const prefix = args.at(-1) === word && args.at(-2) !== '-W' ? word : ''
    const found = list.filter(each => each !== '' && each.startsWith(prefix))
    fdOf(sh, 1).write?.(found.map(each => `${each}\n`).join(''))
    return found.length > 0 ? 0 : 1
  },
  caller(sh) {
    if (sh.functionNames.length === 0) return 1
    fdOf(sh, 1).write?.(`${sh.line} ${sh.functionNames[1] ?? 'main'}\n`)
    return 0
  },
  fc(sh) {
    complain(sh, 'fc: no command found')
    return 1
  },
}
