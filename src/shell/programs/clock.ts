/** date, sleep, and what else asks for the time. All of it is virtual. */
import { parseDuration } from './duration.ts'
import type { Io, Running } from '../../lib/process.ts'
import { resolvePath } from '../../lib/path.ts'
import { parseDate } from './date-text.ts'
import type { ProgramTable } from './index.ts'
import { parseOptions } from './options.ts'
import { badOption, type ProgramContext } from './program.ts'
import { formatTime } from './strftime.ts'

export const clockPrograms: ProgramTable = context => ({
  sleep,
  date: (args, io) => date(args, io, context),
  uptime(_, io) {
    io.stdout.write(
      ` ${formatTime('%H:%M:%S', context.now())} up 1 day,  2:17,  1 user,  load average: 0.21, 0.17, 0.11\n`,
    )
    return 0
  },
  cal(_, io) {
    io.stdout.write(calendar(context.now()))
    return 0
  },
})

function* sleep(args: readonly string[], io: Io): Running {
  if (args.length === 0) {
    io.stderr.write("sleep: missing operand\nTry 'sleep --help' for more information.\n")
    return 1
  }
  const bad = args.find(arg => arg.startsWith('--'))
  if (bad !== undefined) return badOption(io, 'sleep', bad)
  let ms = 0
  for (const arg of args) {
    const part = parseDuration(arg)
    if (part === undefined) {
      io.stderr.write(
        `sleep: invalid time interval ‘${arg}’\nTry 'sleep --help' for more information.\n`,
      )
      return 1
    }
    ms += part
  }
  yield { for: 'time', ms }
  return 0
}

const ISO: Readonly<Record<string, string>> = {
  date: '%F',
  hours: '%FT%H+00:00',
  minutes: '%FT%H:%M+00:00',
  seconds: '%FT%T+00:00',
  ns: '%FT%T,%N+00:00',
}

function date(args: readonly string[], io: Io, context: ProgramContext): number {
  const options = parseOptions(args, {
    flags: 'uR',
    valued: 'dfrs<rfc>',
    optional: ['I', 'rfc'],
    long: {
      utc: 'u',
      universal: 'u',
      'rfc-email': 'R',
      date: 'd',
      'iso-8601': 'I',
      'rfc-3339': 'rfc',
      reference: 'r',
      set: 's',
    },
  })
  const iso = args.find(arg => /^-I/.test(arg))
  const rest =
    iso === undefined
      ? options
      : parseOptions(
          args.filter(arg => arg !== iso),
          { flags: 'uR', valued: 'dr', long: { utc: 'u', date: 'd' } },
        )
  if (rest.bad !== undefined) return badOption(io, 'date', rest.bad)
  let ms = context.now()
  const text = rest.value('d')
  const file = rest.value('r')
  if (file !== undefined) ms = io.files.stat(resolvePath(io.cwd, file)).mtimeMs
  if (text !== undefined) {
    const parsed = parseDate(text, ms)
    if (parsed === undefined) {
      io.stderr.write(`date: invalid date ‘${text}’\n`)
      return 1
    }
    ms = parsed
  }
  if (rest.value('s') !== undefined) {
    io.stderr.write('date: cannot set date: Operation not permitted\n')
    return 1
  }
  const operand = rest.rest[0]
  if (operand !== undefined && !operand.startsWith('+')) {
    io.stderr.write(`date: invalid date ‘${operand}’\n`)
    return 1
  }
  const format =
    operand?.slice(1) ??
    (iso !== undefined
      ? ISO[iso.slice(2) || 'date']
      : options.has('I')
        ? ISO[options.value('I') ?? 'date']
        : undefined) ??
    (options.has('rfc') ? (options.value('rfc') === 'date' ? '%F' : '%F %T+00:00') : undefined) ??
    (rest.has('R') ? '%a, %d %b %Y %T +0000' : '%a %b %e %H:%M:%S %Z %Y')
  io.stdout.write(`${formatTime(format, ms)}\n`)
  return 0
}

function calendar(ms: number): string {
  const today = new Date(ms)
  const year = today.getUTCFullYear()
  const month = today.getUTCMonth()
  const title = formatTime('%B %Y', ms)
  const first = new Date(Date.UTC(year, month, 1)).getUTCDay()
  const days = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  const cells = [
    ...Array.from({ length: first }, () => '  '),
    ...Array.from({ length: days }, (_, index) => String(index + 1).padStart(2)),
  ]
  const weeks: string[] = []
  for (let at = 0; at < cells.length; at += 7) weeks.push(cells.slice(at, at + 7).join(' '))
  return `${' '.repeat(Math.floor((20 - title.length) / 2))}${title}\nSu Mo Tu We Th Fr Sa\n${weeks.join('\n')}\n`
}
