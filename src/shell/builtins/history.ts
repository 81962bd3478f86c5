/** history. */
import { complain, fdOf } from '../interpreter/shell.ts'
import type { Builtins } from './index.ts'

export const historyBuiltins: Builtins = {
  history(sh, args) {
    const { history } = sh.host
    if (args[0] === '-c') {
      history.length = 0
      return 0
    }
    if (args[0] === '-d') {
      const at = Number(args[1])
      if (!(at >= 1 && at <= history.length)) {
        complain(sh, `history: ${args[1] ?? ''}: history position out of range`)
        return 1
      }
      history.splice(at - 1, 1)
      return 0
    }
    if (args[0] === '-s') {
      history.push(args.slice(1).join(' '))
      return 0
    }
    if (/^-[awrn]$/.test(args[0] ?? '')) return 0
    if (args[0] !== undefined && !/^\d+$/.test(args[0])) {
      complain(sh, `history: ${args[0]}: numeric argument required`)
      return 1
    }
    const from = args[0] === undefined ? 0 : Math.max(0, history.length - Number(args[0]))
    for (const [index, line] of history.entries()) {
      if (index >= from) fdOf(sh, 1).write?.(`${String(index + 1).padStart(5)}  ${line}\n`)
    }
    return 0
  },
}
