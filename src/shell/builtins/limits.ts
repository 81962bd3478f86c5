/** umask, ulimit, times: they answer as on an idle machine. */
import { fdOf } from '../interpreter/shell.ts'
import type { Builtins } from './index.ts'

export const limitBuiltins: Builtins = {
  umask(sh, args) {
    if (args.length === 0) fdOf(sh, 1).write?.('0022\n')
    return 0
  },
  ulimit(sh, args) {
    if (args.length <= 1) fdOf(sh, 1).write?.(args[0] === '-n' ? '1048576\n' : 'unlimited\n')
    return 0
  },
  times(sh) {
    fdOf(sh, 1).write?.('0m0.000s 0m0.000s\n0m0.000s 0m0.000s\n')
    return 0
  },
  suspend: () => 1,
}
