/** sort, uniq, comm, join's simple form, shuf. */
import { resolvePath } from '../../lib/path.ts'
import type { Io, Running } from '../../lib/process.ts'
import type { ProgramTable } from './index.ts'
import { parseOptions } from './options.ts'
import { badOption, eachLine, lines, type ProgramContext, readSource } from './program.ts'

export const sortPrograms: ProgramTable = context => ({
  sort,
  uniq,
  comm,
  shuf: (args, io) => shuf(args, io, context),
})

interface Key {
  readonly from: readonly [number, number]
  readonly to?: readonly [number, number]
  readonly flags: string
}

function parseKey(text: string): Key | undefined {
  const match = /^(\d+)(?:\.(\d+))?([a-zA-Z]*)(?:,(\d+)(?:\.(\d+))?([a-zA-Z]*))?$/.exec(text)
  if (!match) return undefined
  const to =
    match[4] === undefined ? {} : { to: [Number(match[4]), Number(match[5] ?? 0)] as const }
  return {
    from: [Number(match[1]), Number(match[2] ?? 1)],
    ...to,
    flags: (match[3] ?? '') + (match[6] ?? ''),
  }
}

/** The part of a line that a key looks at. Without -t fields begin with the blanks before them. */
function keyText(line: string, key: Key, separator: string | undefined): string {
  const fields =
    separator === undefined ? (line.match(/[ \t]*[^ \t]+|[ \t]+$/g) ?? []) : line.split(separator)
  const [field, char] = key.from
  const lastField = key.to?.[0] ?? fields.length
  const joint = separator ?? ''
  const blanks = key.flags.includes('b') && separator === undefined
  const piece = fields.slice(field - 1, lastField)
  if (key.to && key.to[1] > 0) piece[piece.length - 1] = (piece.at(-1) ?? '').slice(0, key.to[1])
  const text = piece.join(joint)
  return (blanks ? text.trimStart() : text).slice(char - 1)
}

const UNITS = ' KMGTPEZY'
const MONTHS = [
  '',
  'JAN',
  'FEB',
  'MAR',
  'APR',
  'MAY',
  'JUN',
  'JUL',
  'AUG',
  'SEP',
  'OCT',
  'NOV',
  'DEC',
]

function compareBy(a: string, b: string, flags: string): number {
  if (flags.includes('n')) return numberOf(a) - numberOf(b)
  if (flags.includes('g')) return (Number.parseFloat(a) || 0) - (Number.parseFloat(b) || 0)
  if (flags.includes('h')) return humanSize(a) - humanSize(b)
  if (flags.includes('V')) return compareVersions(a, b)
  if (flags.includes('M'))
    return (
      MONTHS.indexOf(a.trim().slice(0, 3).toUpperCase()) -
      MONTHS.indexOf(b.trim().slice(0, 3).toUpperCase())
    )
  let [left, right] = [a, b]
  if (flags.includes('d'))
    [left, right] = [left.replace(/[^\w\s]/g, ''), right.replace(/[^\w\s]/g, '')]
  if (flags.includes('f')) [left, right] = [left.toUpperCase(), right.toUpperCase()]
  return left < right ? -1 : left > right ? 1 : 0
}

const numberOf = (text: string): number => Number(/^\s*(-?\d*\.?\d+|-?\d+)/.exec(text)?.[1] ?? 0)

function humanSize(text: string): number {
  const match = /^\s*(-?\d*\.?\d+)\s*([KMGTPEZY]?)/.exec(text)
  return match ? Number(match[1]) * 1024 ** UNITS.indexOf(match[2] || ' ') : 0
}

export function compareVersions(a: string, b: string): number {
  const split = (text: string) => text.match(/\d+|\D+/g) ?? []
  const [left, right] = [split(a), split(b)]
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [x, y] = [left[index] ?? '', right[index] ?? '']
    if (x === y) continue
    if (/^\d/.test(x) && /^\d/.test(y)) {
      if (Number(x) !== Number(y)) return Number(x) - Number(y)
    } else return x < y ? -1 : 1
  }
  return 0
}

function* sort(args: readonly string[], io: Io): Running {
  const options = parseOptions(args, {
    flags: 'bdfghiMnRrVucCmsz',
    valued: 'kotST',
    long: {
      'numeric-sort': 'n',
      reverse: 'r',
      unique: 'u',
      key: 'k',
      'field-separator': 't',
      output: 'o',
      'human-numeric-sort': 'h',
      'version-sort': 'V',
      'ignore-case': 'f',
      stable: 's',
      'ignore-leading-blanks': 'b',
      check: 'c',
      'general-numeric-sort': 'g',
      'month-sort': 'M',
    },
  })
  if (options.bad !== undefined) return badOption(io, 'sort', options.bad) + 1
  const flags = [...'bdfghiMnVR'].filter(letter => options.has(letter)).join('')
  const keys = options.values('k').map(parseKey)
  if (keys.includes(undefined)) {
    io.stderr.write(
      `sort: invalid number at field start: invalid count at start of '${options.values('k')[keys.indexOf(undefined)]}'\n`,
    )
    return 2
  }
  const separator = options.value('t') === '\\0' ? '\0' : options.value('t')
  const input: string[] = []
  for (const path of options.rest.length > 0 ? options.rest : ['-']) {
    const text =
      path === '-' || io.files.exists(resolvePath(io.cwd, path))
        ? yield* readSource(io, 'sort', path)
        : undefined
    if (text === undefined) {
      if (!io.files.exists(resolvePath(io.cwd, path)))
        io.stderr.write(`sort: cannot read: ${path}: No such file or directory\n`)
      return 2
    }
    input.push(...lines(text))
  }
  const byKeys = comparison(keys as Key[], flags, separator, options.has('r'))
  if (options.has('c') || options.has('C'))
    return checkOrder(io, input, byKeys, options.has('c'), options.rest[0])
  const plain =
    options.has('s') || options.has('u')
      ? () => 0
      : (a: string, b: string) => (options.has('r') ? -1 : 1) * compareBy(a, b, '')
  const sorted = input.sort((a, b) => byKeys(a, b) || plain(a, b))
  const out = options.has('u')
    ? sorted.filter((line, index) => index === 0 || byKeys(sorted[index - 1] ?? '', line) !== 0)
    : sorted
  const text = out.map(line => `${line}\n`).join('')
  const target = options.value('o')
  if (target !== undefined) io.files.write(resolvePath(io.cwd, target), text)
  else io.stdout.write(text)
  return 0
}

function comparison(
  keys: readonly Key[],
  flags: string,
  separator: string | undefined,
  reverse: boolean,
): (a: string, b: string) => number {
  if (keys.length === 0) {
    const trimmed = flags.includes('b') && !/[nghVM]/.test(flags)
    return (a, b) =>
      (reverse ? -1 : 1) *
      (trimmed ? compareBy(a.trimStart(), b.trimStart(), flags) : compareBy(a, b, flags))
  }
  return (a, b) => {
    for (const key of keys) {
      const own = key.flags.replace('r', '').replace('b', '')
      const used = own === '' ? flags : own
      const down = key.flags.includes('r') || (key.flags === '' && reverse)
      const result = compareBy(keyText(a, key, separator), keyText(b, key, separator), used)
      if (result !== 0) return down ? -result : result
    }
    return 0
  }
}

function checkOrder(
  io: Io,
  input: readonly string[],
  compare: (a: string, b: string) => number,
  says: boolean,
  path = '-',
): number {
  const at = input.findIndex(
    (line, index) => index > 0 && compare(input[index - 1] ?? '', line) > 0,
  )
  if (at < 0) return 0
  if (says) io.stderr.write(`sort: ${path}:${at + 1}: disorder: ${input[at]}\n`)
  return 1
}

function* uniq(args: readonly string[], io: Io): Running {
  const options = parseOptions(args, {
    flags: 'cduiDz',
    valued: 'fsw',
    long: {
      count: 'c',
      repeated: 'd',
      unique: 'u',
      'ignore-case': 'i',
      'skip-fields': 'f',
      'skip-chars': 's',
      'check-chars': 'w',
    },
  })
  if (options.bad !== undefined) return badOption(io, 'uniq', options.bad)
  const skip = Number(options.value('f') ?? 0)
  const key = (line: string): string => {
    let text = line
    for (let field = 0; field < skip; field++) text = text.replace(/^\s*\S+/, '')
    text = text.slice(Number(options.value('s') ?? 0))
    if (options.value('w') !== undefined) text = text.slice(0, Number(options.value('w')))
    return options.has('i') ? text.toLowerCase() : text
  }
  let group: { line: string; key: string; count: number } | undefined
  const flush = () => {
    if (!group || (options.has('d') && group.count < 2) || (options.has('u') && group.count > 1))
      return
    io.stdout.write(
      `${options.has('c') ? `${String(group.count).padStart(7)} ` : ''}${group.line}\n`,
    )
  }
  const status = yield* eachLine(io, 'uniq', options.rest.slice(0, 1), line => {
    const own = key(line)
    if (group?.key === own) group.count++
    else {
      flush()
      group = { line, key: own, count: 1 }
    }
  })
  flush()
  return status
}

function* comm(args: readonly string[], io: Io): Running {
  const options = parseOptions(args, { flags: '123' })
  if (options.bad !== undefined) return badOption(io, 'comm', options.bad)
  const texts: string[][] = []
  for (const path of options.rest) {
    const text = yield* readSource(io, 'comm', path)
    if (text === undefined) return 1
    texts.push(lines(text))
  }
  const [left = [], right = []] = texts
  const indent = (column: number) =>
    '\t'.repeat([1, 2].filter(each => each < column && !options.has(String(each))).length)
  const print = (column: number, line: string) => {
    if (!options.has(String(column))) io.stdout.write(`${indent(column)}${line}\n`)
  }
  let [a, b] = [0, 0]
  while (a < left.length || b < right.length) {
    const [x, y] = [left[a], right[b]]
    if (x !== undefined && x === y) {
      print(3, x)
      a++
      b++
    } else if (y === undefined || (x !== undefined && x < y)) {
      print(1, x ?? '')
      a++
    } else {
      print(2, y)
      b++
    }
  }
  return 0
}

function* shuf(args: readonly string[], io: Io, context: ProgramContext): Running {
  const options = parseOptions(args, {
    flags: 'er',
    valued: 'ni',
    long: { 'head-count': 'n', 'input-range': 'i', echo: 'e' },
  })
  if (options.bad !== undefined) return badOption(io, 'shuf', options.bad)
  const range = /^(\d+)-(\d+)$/.exec(options.value('i') ?? '')
  let items: string[]
  if (range)
    items = Array.from({ length: Number(range[2]) - Number(range[1]) + 1 }, (_, index) =>
      String(Number(range[1]) + index),
    )
  else if (options.has('e')) items = [...options.rest]
  else {
    const text = yield* readSource(io, 'shuf', options.rest[0] ?? '-')
    if (text === undefined) return 1
    items = lines(text)
  }
  for (let at = items.length - 1; at > 0; at--) {
    const other = Math.floor(context.random() * (at + 1))
    ;[items[at], items[other]] = [items[other] ?? '', items[at] ?? '']
  }
  io.stdout.write(
    items
      .slice(0, Number(options.value('n') ?? items.length))
      .map(item => `${item}\n`)
      .join(''),
  )
  return 0
}
