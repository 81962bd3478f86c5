/** echo, printf, test and `[` as the shell's own commands; the programs of the same names share their work. */
import { echo } from '../programs/echo.ts'
import { formatText } from '../programs/printf.ts'
import { judge } from '../programs/test.ts'
import { complain, fdOf, type Shell } from '../interpreter/shell.ts'
import { assignElement, assignVariable } from '../interpreter/values.ts'
import { unary } from '../interpreter/test.ts'
import type { Builtins } from './index.ts'

export const outputBuiltins: Builtins = {
  echo(sh, args) {
    const stream = sh.fds.get(1)
    if (!stream?.write) {
      complain(sh, 'echo: write error: Bad file descriptor')
      return 1
    }
    stream.write(echo(args, sh.switches.has('xpg_echo')))
    return 0
  },
  printf(sh, args) {
    const [first, ...rest] = args
    if (first === '-v') {
      const [name = '', format, ...values] = rest
      if (format === undefined) return usage(sh)
      const { text, errors } = formatText(format, values, sh.host.now())
      for (const error of errors) complain(sh, `printf: ${error}`)
      const element = /^([A-Za-z_]\w*)\[(.*)\]$/.exec(name)
      if (element?.[1]) assignElement(sh, element[1], element[2] ?? '0', text)
      else assignVariable(sh, name, text)
      return errors.length > 0 ? 1 : 0
    }
    const [format, ...values] = first === '--' ? rest : args
    if (format === undefined) return usage(sh)
    const { text, errors } = formatText(format, values, sh.host.now())
    for (const error of errors) complain(sh, `printf: ${error}`)
    fdOf(sh, 1).write?.(text)
    return errors.length > 0 ? 1 : 0
  },
  test: (sh, args) => runTestCommand(sh, 'test', args),
  '['(sh, args) {
    if (args.at(-1) === ']') return runTestCommand(sh, '[', args.slice(0, -1))
    complain(sh, "[: missing `]'")
    return 2
  },
}

function usage(sh: Shell): number {
  fdOf(sh, 2).write?.('printf: usage: printf [-v var] format [arguments]\n')
  return 2
}

function runTestCommand(sh: Shell, name: string, args: readonly string[]): number {
  const verdict = judge(args, {
    files: sh.host.files,
    cwd: sh.cwd,
    unary: (op, operand) => unary(sh, op, operand),
  })
  if (typeof verdict === 'boolean') return verdict ? 0 : 1
  complain(sh, `${name}: ${verdict.error}`)
  return 2
}
