/** echo, printf, test, true, false, yes, seq, pwd, env: programs for where no shell runs. */
import type { Io, Running } from '../../lib/process.ts'
import { unaryOfFiles } from '../interpreter/test.ts'
import { echo } from './echo.ts'
import type { ProgramTable } from './index.ts'
import { formatText, realText } from './printf.ts'
import { badOption } from './program.ts'
import { judge } from './test.ts'

export const outputPrograms: ProgramTable = context => ({
  echo(args, io) {
    io.stdout.write(echo(args))
    return 0
  },
  printf([format, ...values], io) {
    if (format === undefined) {
      io.stderr.write("printf: missing operand\nTry 'printf --help' for more information.\n")
      return 1
    }
    const { text, errors } = formatText(format, values, context.now())
    io.stdout.write(text)
    for (const error of errors) io.stderr.write(`printf: ${error}\n`)
    return errors.length > 0 ? 1 : 0
  },
  test: (args, io) => test('test', args, io),
  '[': (args, io) =>
    args.at(-1) === ']' ? test('[', args.slice(0, -1), io) : test('[', ['!', 'x', ''], io),
  true: () => 0,
  false: () => 1,
  yes,
  seq,
  pwd(_, io) {
    io.stdout.write(`${io.cwd}\n`)
    return 0
  },
  printenv(args, io) {
    if (args.length === 0) return printEnvironment(io)
    const found = args.filter(name => io.env.has(name))
    for (const name of found) io.stdout.write(`${io.env.get(name)}\n`)
    return found.length === args.length ? 0 : 1
  },
  clear(_, io) {
    if (io.terminal) io.stdout.write('\x1b[H\x1b[2J\x1b[3J')
    return 0
  },
})

export function printEnvironment(io: Io): number {
  for (const [name, value] of io.env) io.stdout.write(`${name}=${value}\n`)
  return 0
}

function test(name: string, args: readonly string[], io: Io): number {
  const verdict = judge(args, {
    files: io.files,
    cwd: io.cwd,
    unary: (op, operand) => unaryOfFiles(io.files, io.cwd, op, operand),
  })
  if (typeof verdict === 'boolean') return verdict ? 0 : 1
  io.stderr.write(`${name}: ${verdict.error}\n`)
  return 2
}

const YES_LINES_PER_WRITE = 1024

function* yes(args: readonly string[], io: Io): Running {
  const text = `${args.length > 0 ? args.join(' ') : 'y'}\n`.repeat(YES_LINES_PER_WRITE)
  for (;;) {
    io.stdout.write(text)
    yield { for: 'room' }
  }
}

function* seq(args: readonly string[], io: Io): Running {
  let separator = '\n'
  let format: string | undefined
  let equal = false
  const numbers: string[] = []
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? ''
    if (arg === '-s') separator = args[++at] ?? ''
    else if (/^-s./.test(arg)) separator = arg.slice(2)
    else if (arg === '-f') format = args[++at]
    else if (arg === '-w') equal = true
    else numbers.push(arg)
  }
  const option = numbers.find(text => text.startsWith('--'))
  if (option !== undefined) return badOption(io, 'seq', option)
  const bad = numbers.find(text => Number.isNaN(Number(text)) || text.trim() === '')
  if (bad !== undefined || numbers.length === 0 || numbers.length > 3) {
    io.stderr.write(
      bad !== undefined
        ? `seq: invalid floating point argument: ‘${bad}’\n`
        : numbers.length === 0
          ? 'seq: missing operand\n'
          : `seq: extra operand ‘${numbers[3]}’\n`,
    )
    io.stderr.write("Try 'seq --help' for more information.\n")
    return 1
  }
  const [first, step, last] =
    numbers.length === 1
      ? ['1', '1', numbers[0]]
      : numbers.length === 2
        ? [numbers[0], '1', numbers[1]]
        : numbers
  const places = Math.max(
    ...[first, step].map(text => (/\.(\d+)/.exec(text ?? '')?.[1] ?? '').length),
  )
  const by = Number(step)
  if (by === 0) {
    io.stderr.write(
      `seq: invalid Zero increment value: ‘${step}’\nTry 'seq --help' for more information.\n`,
    )
    return 1
  }
  const width = equal
    ? Math.max(Number(first).toFixed(places).length, Number(last).toFixed(places).length)
    : 0
  let out = ''
  let count = 0
  for (; ; count++) {
    const value = Number(first) + count * by
    if (by > 0 ? value > Number(last) + 1e-9 : value < Number(last) - 1e-9) break
    const text =
      format === undefined
        ? pad(value.toFixed(places), width)
        : format.replace(
            /%(0?)(\d*)(?:\.(\d+))?([gfe])/,
            (_, zero: string, size: string, digits: string | undefined, letter: string) =>
              realText(value, letter, digits === undefined ? 6 : Number(digits)).padStart(
                Number(size || 0),
                zero === '0' ? '0' : ' ',
              ),
          )
    out += (count > 0 ? separator : '') + text
    if (out.length > 32_768) {
      io.stdout.write(out)
      out = ''
      yield { for: 'room' }
    }
  }
  if (count > 0) io.stdout.write(`${out}\n`)
  return 0
}

function pad(text: string, width: number): string {
  return text.startsWith('-')
    ? `-${text.slice(1).padStart(width - 1, '0')}`
    : text.padStart(width, '0')
}
