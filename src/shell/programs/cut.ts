/** cut, tr, paste, fold, expand, column: programs that work on columns and characters. */
import type { Io, Running } from '../../lib/process.ts'
import { decodeBytes, encodeText } from '../../lib/bytes.ts'
import { ansiText } from '../syntax/ansi.ts'
import type { ProgramTable } from './index.ts'
import { parseOptions } from './options.ts'
import { badOption, eachLine, lines, readSource } from './program.ts'

export const cutPrograms: ProgramTable = () => ({ cut, tr, paste, fold, column, expand })

type Ranges = readonly (readonly [number, number])[]

function parseRanges(list: string): Ranges | undefined {
  const ranges = list.split(/[,\s]+/).map((text): [number, number] | undefined => {
    const match = /^(?:(\d+)|(\d+)-(\d*)|-(\d+))$/.exec(text)
    if (!match) return undefined
    if (match[1] !== undefined) return [Number(match[1]), Number(match[1])]
    if (match[4] !== undefined) return [1, Number(match[4])]
    return [Number(match[2]), match[3] ? Number(match[3]) : Number.POSITIVE_INFINITY]
  })
  return ranges.every(range => range !== undefined && range[0] > 0 && range[1] >= range[0])
    ? (ranges as Ranges)
    : undefined
}

const within = (ranges: Ranges, position: number): boolean =>
  ranges.some(([from, to]) => position >= from && position <= to)

function* cut(args: readonly string[], io: Io): Running {
  const options = parseOptions(args, {
    flags: 'sn',
    valued: 'bcdfo',
    long: {
      bytes: 'b',
      characters: 'c',
      delimiter: 'd',
      fields: 'f',
      'only-delimited': 's',
      complement: 'x',
      'output-delimiter': 'o',
    },
  })
  if (options.bad !== undefined) return badOption(io, 'cut', options.bad)
  const kind = options.last('bcf')
  if (kind === undefined)
    return badUse(io, 'cut', 'you must specify a list of bytes, characters, or fields')
  const ranges = parseRanges(options.value(kind) ?? '')
  if (!ranges && kind === 'f' && /(^|,)0/.test(options.value('f') ?? ''))
    return badUse(io, 'cut', 'fields are numbered from 1')
  if (!ranges)
    return badUse(
      io,
      'cut',
      kind === 'f'
        ? `invalid field value ‘${options.value(kind)}’`
        : `invalid byte/character position ‘${options.value(kind)}’`,
    )
  const delimiter = options.value('d') ?? '\t'
  if ([...delimiter].length > 1)
    return badUse(io, 'cut', 'the delimiter must be a single character')
  const keeps = (position: number) => within(ranges, position) !== options.has('x')
  return yield* eachLine(io, 'cut', options.rest, line => {
    if (kind !== 'f') {
      const joint = options.value('o') ?? ''
      const units = kind === 'c' ? [...line] : undefined
      if (units) io.stdout.write(`${units.filter((_, index) => keeps(index + 1)).join(joint)}\n`)
      else
        io.stdout.write(`${decodeBytes(encodeText(line).filter((_, index) => keeps(index + 1)))}\n`)
      return
    }
    if (!line.includes(delimiter)) {
      if (!options.has('s')) io.stdout.write(`${line}\n`)
      return
    }
    io.stdout.write(
      `${line
        .split(delimiter)
        .filter((_, index) => keeps(index + 1))
        .join(options.value('o') ?? delimiter)}\n`,
    )
  })
}

function badUse(io: Io, name: string, text: string): number {
  io.stderr.write(`${name}: ${text}\nTry '${name} --help' for more information.\n`)
  return 1
}

const CLASSES: Readonly<Record<string, RegExp>> = {
  alnum: /[A-Za-z0-9]/,
  alpha: /[A-Za-z]/,
  blank: /[ \t]/,
  cntrl: /[\x00-\x1f\x7f]/,
  digit: /\d/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[ \t\n\r\f\v]/,
  upper: /[A-Z]/,
  xdigit: /[0-9A-Fa-f]/,
}

function* tr(args: readonly string[], io: Io): Running {
  const options = parseOptions(args, {
    flags: 'cCdst',
    long: { complement: 'c', delete: 'd', 'squeeze-repeats': 's', 'truncate-set1': 't' },
    stopsEarly: true,
  })
  if (options.bad !== undefined) return badOption(io, 'tr', options.bad)
  const [first, second] = options.rest
  if (first === undefined) return badUse(io, 'tr', 'missing operand')
  const deletes = options.has('d')
  const squeezes = options.has('s')
  if (second === undefined && !deletes && !squeezes) {
    io.stderr.write(
      `tr: missing operand after ‘${first}’\nTwo strings must be given when translating.\nTry 'tr --help' for more information.\n`,
    )
    return 1
  }
  const complement = options.has('c') || options.has('C')
  const from = characters(first)
  const to = second === undefined ? [] : characters(second)
  const fromSet = new Set(from)
  const inFirst = (char: string) => fromSet.has(char) !== complement
  const table = new Map<string, string>()
  if (!complement)
    for (const [index, char] of from.entries())
      if (!table.has(char)) table.set(char, to[Math.min(index, to.length - 1)] ?? char)
  const translate = (char: string): string =>
    complement ? (inFirst(char) ? (to.at(-1) ?? char) : char) : (table.get(char) ?? char)
  const squeezed = new Set(deletes || second !== undefined ? to : from)
  const squeezable = (char: string) =>
    second === undefined && !deletes ? inFirst(char) : squeezed.has(char)
  let previous = ''
  for (let chunk = io.stdin.read(); chunk !== undefined; chunk = io.stdin.read()) {
    if (chunk === '') {
      yield { for: 'input' }
      continue
    }
    let out = ''
    for (const char of chunk) {
      if (deletes && inFirst(char)) continue
      const result = deletes || second === undefined ? char : translate(char)
      if (squeezes && result === previous && squeezable(result)) continue
      previous = result
      out += result
    }
    io.stdout.write(out)
    yield { for: 'room' }
  }
  return 0
}

/** A set of tr: ranges, classes, escapes, `[x*]`. */
function characters(set: string): string[] {
  const out: string[] = []
  for (let at = 0; at < set.length; ) {
    const rest = set.slice(at)
    const named = /^\[:(\w+):\]/.exec(rest)
    const pattern = named ? CLASSES[named[1] ?? ''] : undefined
    if (named && pattern) {
      for (let code = 0; code < 128; code++)
        if (pattern.test(String.fromCharCode(code))) out.push(String.fromCharCode(code))
      at += named[0].length
      continue
    }
    const repeat = /^\[(\\.|[^\\])\*(\d*)\]/.exec(rest)
    if (repeat) {
      out.push(...Array.from({ length: Number(repeat[2] || 1) }, () => ansiText(repeat[1] ?? '')))
      at += repeat[0].length
      continue
    }
    const one = /^(?:\\(?:[0-7]{1,3}|[\s\S])|[\s\S])/u.exec(rest)?.[0] ?? ''
    at += one.length
    const char =
      one.length > 1 && one.startsWith('\\')
        ? /^\\[0-7abfnrtv\\]/.test(one)
          ? ansiText(one)
          : one.slice(1)
        : one
    const end = /^-((?:\\(?:[0-7]{1,3}|[\s\S])|[\s\S]))/u.exec(set.slice(at))
    if (!end) {
      out.push(char)
      continue
    }
    const last = end[1]?.startsWith('\\') && end[1].length > 1 ? ansiText(end[1]) : (end[1] ?? '')
    for (let code = char.codePointAt(0) ?? 0; code <= (last.codePointAt(0) ?? 0); code++)
      out.push(String.fromCodePoint(code))
    at += end[0].length
  }
  return out
}

function* paste(args: readonly string[], io: Io): Running {
  const options = parseOptions(args, {
    flags: 'sz',
    valued: 'd',
    long: { serial: 's', delimiters: 'd' },
  })
  if (options.bad !== undefined) return badOption(io, 'paste', options.bad)
  const delimiters = [...ansiText(options.value('d') ?? '\t')]
  const columns: string[][] = []
  const paths = options.rest.length > 0 ? options.rest : ['-']
  const standard = paths.filter(path => path === '-').length
  let input: string[] | undefined
  for (const path of paths) {
    if (path === '-' && standard > 1) {
      input ??= lines((yield* readSource(io, 'paste', '-')) ?? '')
      const turn = columns.length
      columns.push(input.filter((_, index) => index % standard === turn % standard))
      continue
    }
    const text = yield* readSource(io, 'paste', path)
    if (text === undefined) return 1
    columns.push(lines(text))
  }
  const joint = (index: number) =>
    delimiters.length === 0 ? '' : (delimiters[index % delimiters.length] ?? '')
  const join = (cells: readonly string[]) =>
    cells.map((cell, index) => (index > 0 ? joint(index - 1) : '') + cell).join('')
  if (options.has('s')) for (const column of columns) io.stdout.write(`${join(column)}\n`)
  else
    for (let row = 0; row < Math.max(0, ...columns.map(column => column.length)); row++)
      io.stdout.write(`${join(columns.map(column => column[row] ?? ''))}\n`)
  return 0
}

function* fold(args: readonly string[], io: Io): Running {
  const options = parseOptions(args, {
    flags: 'bs',
    valued: 'w',
    long: { width: 'w', spaces: 's', bytes: 'b' },
  })
  if (options.bad !== undefined) return badOption(io, 'fold', options.bad)
  const width = Number(options.value('w') ?? 80)
  return yield* eachLine(io, 'fold', options.rest, (line, whole) => {
    let rest = line
    let out = ''
    while (rest.length > width) {
      const space = options.has('s') ? rest.lastIndexOf(' ', width - 1) + 1 : 0
      const end = space > 0 ? space : width
      out += `${rest.slice(0, end)}\n`
      rest = rest.slice(end)
    }
    io.stdout.write(out + rest + (whole ? '\n' : ''))
  })
}

function* expand(args: readonly string[], io: Io): Running {
  const options = parseOptions(args, { valued: 't', long: { tabs: 't' } })
  const size = Number(options.value('t') ?? 8)
  return yield* eachLine(io, 'expand', options.rest, (line, whole) => {
    let out = ''
    for (const char of line) out += char === '\t' ? ' '.repeat(size - (out.length % size)) : char
    io.stdout.write(out + (whole ? '\n' : ''))
  })
}

function* column(args: readonly string[], io: Io): Running {
  const options = parseOptions(args, {
    flags: 'txne',
    valued: 'soNc',
    long: { table: 't', separator: 's', 'output-separator': 'o' },
  })
  if (options.bad !== undefined) return badOption(io, 'column', options.bad)
  const all: string[] = []
  const status = yield* eachLine(io, 'column', options.rest, line => {
    if (line.trim() !== '') all.push(line)
  })
  if (!options.has('t')) {
    io.stdout.write(`${all.join('\n')}\n`)
    return status
  }
  const separators = options.value('s')
  const rows = all.map(line =>
    separators === undefined
      ? line.trim().split(/\s+/)
      : line.split(new RegExp(`[${separators.replace(/[\\\]^-]/g, '\\$&')}]`)),
  )
  const widths: number[] = []
  for (const row of rows)
    for (const [index, cell] of row.entries())
      widths[index] = Math.max(widths[index] ?? 0, cell.length)
  for (const row of rows) {
    io.stdout.write(
      `${row.map((cell, index) => (index < row.length - 1 ? cell.padEnd(widths[index] ?? 0) : cell)).join(options.value('o') ?? '  ')}\n`,
    )
  }
  return status
}
