/** trap. */
import { SIGNALS } from '../../lib/process.ts'
import { quoteAlways } from '../interpreter/quote.ts'
import { complain, fdOf, type Shell, type Trap } from '../interpreter/shell.ts'
import type { Builtins } from './index.ts'

const SPECIAL: Readonly<Record<string, Trap>> = {
  EXIT: 'EXIT',
  ERR: 'ERR',
  DEBUG: 'DEBUG',
  RETURN: 'RETURN',
  '0': 'EXIT',
}

const NAMES =
  'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS'.split(
    ' ',
  )
const PER_ROW = 5

/** `kill -l`: all that Linux has, five in a row. */
export function signalTable(): string {
  const cells = NAMES.map((name, index) => `${String(index + 1).padStart(2)}) SIG${name}`)
  const rows: string[] = []
  for (let at = 0; at < cells.length; at += PER_ROW)
    rows.push(`${cells.slice(at, at + PER_ROW).join('\t')}\n`)
  return rows.join('')
}

/** `INT`, `SIGINT`, `int` and `2` are one. */
export function signalName(text: string): Trap | undefined {
  const name = text.toUpperCase().replace(/^SIG/, '')
  if (Object.hasOwn(SPECIAL, name)) return SPECIAL[name]
  if (Object.hasOwn(SIGNALS, name)) return name as Trap
  const byNumber = Object.entries(SIGNALS).find(([, number]) => String(number) === text)
  return byNumber?.[0] as Trap | undefined
}

export const trapBuiltins: Builtins = {
  trap(sh, args) {
    const words = args[0] === '--' ? args.slice(1) : args
    if (words[0] === '-l') {
      fdOf(sh, 1).write?.(signalTable())
      return 0
    }
    if (words.length === 0 || words[0] === '-p') return print(sh, words.slice(1))
    const [first = '', ...names] = words
    const resets = first === '-' || names.length === 0
    let status = 0
    for (const name of names.length === 0 ? [first] : names) {
      const signal = signalName(name)
      if (!signal) {
        complain(sh, `trap: ${name}: invalid signal specification`)
        status = 1
      } else if (resets) sh.traps.delete(signal)
      else sh.traps.set(signal, first)
    }
    return status
  },
}

function print(sh: Shell, names: readonly string[]): number {
  const wanted = names.map(signalName)
  const number = (name: Trap) =>
    name === 'EXIT' ? 0 : Object.hasOwn(SIGNALS, name) ? SIGNALS[name as keyof typeof SIGNALS] : 99
  for (const [name, action] of [...sh.traps].sort((a, b) => number(a[0]) - number(b[0]))) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    fdOf(sh, 1).write?.(
      `trap -- ${quoteAlways(action)} ${Object.hasOwn(SIGNALS, name) ? 'SIG' : ''}${name}\n`,
    )
  }
  return 0
}
