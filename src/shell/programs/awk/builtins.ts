/** awk's own functions. */
import { extendedRegExp } from '../../posix-regexp.ts'
import { formatTime } from '../strftime.ts'
import type { Expr, Target } from './ast.ts'
import type { AwkArray, AwkRun } from './run.ts'
import { splitText } from './text.ts'
import { compare, InputText, toNumber, type Value } from './values.ts'

type Call = (run: AwkRun, args: readonly Expr[]) => Value

const numeric =
  (work: (value: number, other: number) => number): Call =>
  (run, args) => {
    const [a, b] = args.map(arg => toNumber(run.evaluate(arg)))
    return work(a ?? 0, b ?? 0)
  }

/** An argument's text; without one, the record. */
const textOf = (run: AwkRun, arg: Expr | undefined): string =>
  run.text(arg ? run.evaluate(arg) : run.field(0))

const CALLS: Readonly<Record<string, Call>> = {
  sin: numeric(Math.sin),
  cos: numeric(Math.cos),
  atan2: numeric(Math.atan2),
  exp: numeric(Math.exp),
  log: numeric(Math.log),
  sqrt: numeric(Math.sqrt),
  int: numeric(Math.trunc),
  and: numeric((a, b) => Number(BigInt(a) & BigInt(b))),
  or: numeric((a, b) => Number(BigInt(a) | BigInt(b))),
  xor: numeric((a, b) => Number(BigInt(a) ^ BigInt(b))),
  lshift: numeric((a, b) => a * 2 ** b),
  rshift: numeric((a, b) => Math.floor(a / 2 ** b)),
  compl: numeric(a => 2 ** 53 - 1 - a),
  rand: run => run.context.random(),
  srand: () => 0,
  systime: run => Math.floor(run.context.now() / 1000),
  strftime: (run, [format, time]) =>
    formatTime(
      format ? run.text(run.evaluate(format)) : '%a %b %e %H:%M:%S %Z %Y',
      time ? toNumber(run.evaluate(time)) * 1000 : run.context.now(),
    ),
  length(run, [arg]) {
    if (
      arg?.type === 'variable' &&
      (run.globals.get(arg.name) instanceof Map || isArray(run, arg.name))
    )
      return run.array(arg.name).size
    return [...textOf(run, arg)].length
  },
  tolower: (run, [arg]) => textOf(run, arg).toLowerCase(),
  toupper: (run, [arg]) => textOf(run, arg).toUpperCase(),
  substr(run, [text, from, length]) {
    const chars = [...textOf(run, text)]
    const start = Math.round(toNumber(from ? run.evaluate(from) : 1))
    const end = length
      ? start + Math.round(toNumber(run.evaluate(length)))
      : Number.POSITIVE_INFINITY
    return chars.slice(Math.max(0, start - 1), Math.max(0, end - 1)).join('')
  },
  index: (run, [text, part]) => textOf(run, text).indexOf(textOf(run, part)) + 1,
  split,
  match,
  sprintf: (run, args) => run.format(args),
  sub: (run, args) => replace(run, args, false),
  gsub: (run, args) => replace(run, args, true),
  gensub,
  system: (run, [command]) => run.streams.drive(textOf(run, command)),
  close: (run, [name]) => run.streams.close(textOf(run, name)),
  fflush: () => 0,
  asort: (run, args) => sortArray(run, args, false),
  asorti: (run, args) => sortArray(run, args, true),
}

export function callBuiltin(run: AwkRun, name: string, args: readonly Expr[]): Value {
  return CALLS[name]?.(run, args)
}

function isArray(run: AwkRun, name: string): boolean {
  return run.read({ type: 'variable', name }) === undefined && run.array(name).size > 0
}

const nameOf = (expr: Expr | undefined): string => (expr?.type === 'variable' ? expr.name : '')

function split(run: AwkRun, [text, array, separator]: readonly Expr[]): Value {
  const value = textOf(run, text)
  const parts =
    separator?.type === 'regexp' && separator.source !== ' '
      ? value === ''
        ? []
        : value.split(
            new RegExp(extendedRegExp(separator.source).source.replace(/\((?!\?)/g, '(?:')),
          )
      : splitText(
          value,
          separator ? run.text(run.evaluate(separator)) : run.text(run.globals.get('FS') as Value),
        )
  const target = run.array(nameOf(array))
  target.clear()
  for (const [index, part] of parts.entries()) target.set(String(index + 1), new InputText(part))
  return parts.length
}

function match(run: AwkRun, [text, pattern, array]: readonly Expr[]): Value {
  const found = pattern ? run.regexp(pattern).exec(textOf(run, text)) : null
  const start = found ? found.index + 1 : 0
  run.globals.set('RSTART', start)
  run.globals.set('RLENGTH', found ? found[0].length : -1)
  if (array) {
    const target = run.array(nameOf(array))
    target.clear()
    for (const [index, group] of (found ?? []).entries())
      target.set(String(index), new InputText(group ?? ''))
  }
  return start
}

function replace(
  run: AwkRun,
  [pattern, replacement, target]: readonly Expr[],
  all: boolean,
): Value {
  if (!pattern) return 0
  const place: Target =
    target && (target.type === 'variable' || target.type === 'element' || target.type === 'field')
      ? target
      : { type: 'field', index: { type: 'number', value: 0 } }
  const text = textOf(run, replacement)
  const before = target && place !== target ? textOf(run, target) : run.text(run.read(place))
  let count = 0
  const after = before.replace(
    new RegExp(run.regexp(pattern).source, all ? 'g' : ''),
    (...found: unknown[]) => {
      count++
      return text.replace(/\\\\&|\\&|&/g, mark =>
        mark === '&' ? String(found[0]) : mark === '\\&' ? '&' : `\\${String(found[0])}`,
      )
    },
  )
  if (count > 0) run.assign(place, after)
  return count
}

function gensub(run: AwkRun, [pattern, replacement, how, target]: readonly Expr[]): Value {
  if (!pattern) return ''
  const which = textOf(run, how)
  const text = textOf(run, replacement)
  let count = 0
  return textOf(run, target).replace(
    new RegExp(run.regexp(pattern).source, 'g'),
    (...found: unknown[]) => {
      count++
      if (!/^[gG]/.test(which) && count !== Number(which)) return String(found[0])
      return text.replace(/\\(\d)|\\&|&/g, (mark, group: string | undefined) =>
        group !== undefined
          ? String(found[Number(group)] ?? '')
          : mark === '&'
            ? String(found[0])
            : '&',
      )
    },
  )
}

function sortArray(run: AwkRun, [source, target]: readonly Expr[], byKey: boolean): Value {
  const array = run.array(nameOf(source))
  const values: Value[] = byKey ? [...array.keys()] : [...array.values()]
  values.sort((a, b) => compare(a, b, String))
  const out: AwkArray = run.array(nameOf(target ?? source))
  out.clear()
  for (const [index, value] of values.entries()) out.set(String(index + 1), value)
  return values.length
}
