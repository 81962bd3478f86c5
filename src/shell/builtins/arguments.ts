/** shift, getopts, let. */
import { arithmetic } from '../interpreter/arithmetic-scope.ts'
import { complain, fdOf, type Shell } from '../interpreter/shell.ts'
import { assignVariable } from '../interpreter/values.ts'
import type { Builtins } from './index.ts'

export const argumentBuiltins: Builtins = {
  shift(sh, args) {
    const count = args[0] === undefined ? 1 : Number(args[0])
    if (!/^-?\d+$/.test(args[0] ?? '1')) {
      complain(sh, `shift: ${args[0]}: numeric argument required`)
      return 1
    }
    if (count < 0) {
      complain(sh, `shift: ${count}: shift count out of range`)
      return 1
    }
    if (count > sh.positional.length) return 1
    sh.positional = sh.positional.slice(count)
    return 0
  },
  let(sh, args) {
    if (args.length === 0) {
      complain(sh, 'let: expression expected')
      return 1
    }
    let value = 0n
    for (const arg of args) value = arithmetic(sh, arg)
    return value === 0n ? 1 : 0
  },
  getopts(sh, args) {
    const [spec, name, ...given] = args
    if (spec === undefined || name === undefined) {
      fdOf(sh, 2).write?.('getopts: usage: getopts optstring name [arg ...]\n')
      return 2
    }
    return getopts(sh, spec, name, given.length > 0 ? given : sh.positional)
  },
}

/** OPTIND counts arguments; `optionIndex` the letter within `-abc`. */
function getopts(sh: Shell, spec: string, name: string, list: readonly string[]): number {
  const silent = spec.startsWith(':')
  let index = Number(sh.variables.value('OPTIND') ?? '1') || 1
  const arg = list[index - 1]
  const setIndex = (value: number, letter: number) => {
    sh.variables.set('OPTIND', String(value))
    sh.optionIndex = letter
  }
  if (arg === undefined || !/^-./.test(arg) || arg === '--') {
    setIndex(arg === '--' ? index + 1 : index, 1)
    assignVariable(sh, name, '?')
    sh.variables.unset('OPTARG')
    return 1
  }
  const letter = arg[sh.optionIndex] ?? ''
  const last = sh.optionIndex >= arg.length - 1
  const at = spec.indexOf(letter, silent ? 1 : 0)
  if (at < 0 || letter === ':') {
    setIndex(last ? index + 1 : index, last ? 1 : sh.optionIndex + 1)
    return problem(sh, name, silent, '?', letter, `illegal option -- ${letter}`)
  }
  if (spec[at + 1] !== ':') {
    setIndex(last ? index + 1 : index, last ? 1 : sh.optionIndex + 1)
    sh.variables.unset('OPTARG')
    assignVariable(sh, name, letter)
    return 0
  }
  const value = last ? list[index++] : arg.slice(sh.optionIndex + 1)
  setIndex(index + 1, 1)
  if (value === undefined)
    return problem(sh, name, silent, ':', letter, `option requires an argument -- ${letter}`)
  assignVariable(sh, 'OPTARG', value)
  assignVariable(sh, name, letter)
  return 0
}

function problem(
  sh: Shell,
  name: string,
  silent: boolean,
  mark: '?' | ':',
  letter: string,
  text: string,
): number {
  if (silent) assignVariable(sh, 'OPTARG', letter)
  else {
    sh.variables.unset('OPTARG')
    fdOf(sh, 2).write?.(`${sh.name}: ${text}\n`)
  }
  assignVariable(sh, name, silent ? mark : '?')
  return 0
}
