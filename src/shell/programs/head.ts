/** head, tail and wc. */
import { resolvePath } from '../../lib/path.ts'
import type { Io, Running } from '../../lib/process.ts'
import { byteLength, decodeBytes, encodeText } from '../../lib/bytes.ts'
import type { ProgramTable } from './index.ts'
import { type Options, parseOptions } from './options.ts'
import { badOption, eachLine, lines, readSource, type Work } from './program.ts'

export const headPrograms: ProgramTable = ({ random }) => ({
  head: (args, io) => head(args, io, random),
  tail,
  wc,
})

const SPEC = {
  flags: 'qvzfFr',
  valued: 'ncs',
  long: {
    lines: 'n',
    bytes: 'c',
    quiet: 'q',
    silent: 'q',
    verbose: 'v',
    follow: 'f',
    retry: 'r',
    'sleep-interval': 's',
  },
  optional: ['f'],
}

/** `-5` is the old way to write `-n 5`. */
const modern = (args: readonly string[]): string[] =>
  args.flatMap((arg, index) => {
    if (/^-[ncs]$/.test(args[index - 1] ?? '')) return [arg]
    return /^-\d+$/.test(arg) ? ['-n', arg.slice(1)] : /^\+\d+$/.test(arg) ? ['-n', arg] : [arg]
  })

const SIZES: Readonly<Record<string, number>> = {
  '': 1,
  b: 512,
  k: 1024,
  K: 1024,
  kB: 1000,
  M: 1024 ** 2,
  MB: 1e6,
  G: 1024 ** 3,
}

interface Amount {
  readonly count: number
  readonly sign: string
  readonly bytes: boolean
}

function amountOf(name: string, options: Options, io: Io): Amount | undefined {
  const bytes = options.last('nc') === 'c'
  const text = options.value(bytes ? 'c' : 'n') ?? '10'
  const match = /^([-+]?)(\d+)([bkKMG]B?)?$/.exec(text)
  if (match)
    return { count: Number(match[2]) * (SIZES[match[3] ?? ''] ?? 1), sign: match[1] ?? '', bytes }
  io.stderr.write(`${name}: invalid number of ${bytes ? 'bytes' : 'lines'}: ‘${text}’\n`)
  return undefined
}

const header = (path: string, first: boolean): string =>
  `${first ? '' : '\n'}==> ${path === '-' ? 'standard input' : path} <==\n`

function* head(args: readonly string[], io: Io, random: () => number): Running {
  const options = parseOptions(modern(args), SPEC)
  if (options.bad !== undefined) return badOption(io, 'head', options.bad)
  const amount = amountOf('head', options, io)
  if (!amount) return 1
  const paths = options.rest.length > 0 ? options.rest : ['-']
  const titled = (paths.length > 1 && !options.has('q')) || options.has('v')
  let status = 0
  for (const [index, path] of paths.entries()) {
    if (amount.bytes || amount.sign === '-') {
      const device =
        amount.bytes && amount.sign === '' ? deviceBytes(path, amount.count, random) : undefined
      if (device !== undefined) {
        io.stdout.write(device)
        continue
      }
      const text =
        path === '-' && amount.bytes && amount.sign !== '-'
          ? yield* readBytes(io, amount.count)
          : yield* readHead(io, path)
      if (text === undefined) status = 1
      else io.stdout.write((titled ? header(path, index === 0) : '') + first(text, amount))
      continue
    }
    if (path !== '-' && !exists(io, path)) {
      io.stderr.write(`head: cannot open '${path}' for reading: No such file or directory\n`)
      status = 1
      continue
    }
    if (titled) io.stdout.write(header(path, index === 0))
    let left = amount.count
    if (left === 0) continue
    status =
      (yield* eachLine(io, 'head', [path], (line, whole) => {
        io.stdout.write(whole ? `${line}\n` : line)
        return --left > 0
      })) || status
  }
  return status
}

/** Files without an end. */
function deviceBytes(path: string, count: number, random: () => number): string | undefined {
  if (path === '/dev/zero') return '\0'.repeat(count)
  if (path !== '/dev/urandom' && path !== '/dev/random') return undefined
  return decodeBytes(Uint8Array.from({ length: count }, () => Math.floor(random() * 256)))
}

function exists(io: Io, path: string): boolean {
  return io.files.exists(resolvePath(io.cwd, path))
}

function* readHead(io: Io, path: string): Work<string | undefined> {
  if (path !== '-' && !exists(io, path)) {
    io.stderr.write(`head: cannot open '${path}' for reading: No such file or directory\n`)
    return undefined
  }
  return yield* readSource(io, 'head', path)
}

/** No more than needed: the writer may never end. */
function* readBytes(io: Io, count: number): Work<string> {
  let text = ''
  while (text.length < count) {
    const chunk = io.stdin.read()
    if (chunk === undefined) break
    if (chunk === '') yield { for: 'input' }
    else text += chunk
  }
  return text
}

function first(text: string, { count, sign, bytes }: Amount): string {
  if (bytes) {
    const all = encodeText(text)
    return decodeBytes(all.subarray(0, sign === '-' ? Math.max(0, all.length - count) : count))
  }
  const all = text.split(/(?<=\n)/)
  return all.slice(0, Math.max(0, all.length - count)).join('')
}

const FOLLOW_MS = 1000

function* tail(args: readonly string[], io: Io): Running {
  const options = parseOptions(modern(args), SPEC)
  if (options.bad !== undefined) return badOption(io, 'tail', options.bad)
  const amount = amountOf('tail', options, io)
  if (!amount) return 1
  const paths = options.rest.length > 0 ? options.rest : ['-']
  const titled = (paths.length > 1 && !options.has('q')) || options.has('v')
  let status = 0
  const seen = new Map<string, string>()
  for (const [index, path] of paths.entries()) {
    if (path !== '-' && !exists(io, path)) {
      io.stderr.write(`tail: cannot open '${path}' for reading: No such file or directory\n`)
      status = 1
      continue
    }
    const text = yield* readSource(io, 'tail', path)
    if (text === undefined) {
      status = 1
      continue
    }
    io.stdout.write((titled ? header(path, index === 0) : '') + last(text, amount))
    if (path !== '-') seen.set(path, text)
  }
  if (!(options.has('f') || options.has('F')) || seen.size === 0) return status
  return yield* follow(io, seen, titled)
}

/** Looks again whenever the cluster changed or a second passed; a file that shrank starts over. */
function* follow(io: Io, seen: Map<string, string>, titled: boolean): Running {
  let current = [...seen.keys()].at(-1)
  for (;;) {
    yield { for: 'change', ms: FOLLOW_MS }
    for (const [path, before] of seen) {
      if (!exists(io, path)) continue
      const now = io.files.readText(resolvePath(io.cwd, path))
      if (now === before) continue
      const fresh = now.startsWith(before) ? now.slice(before.length) : now
      io.stdout.write((titled && current !== path ? header(path, false) : '') + fresh)
      current = path
      seen.set(path, now)
    }
  }
}

function last(text: string, { count, sign, bytes }: Amount): string {
  if (bytes) {
    const all = encodeText(text)
    return decodeBytes(
      sign === '+'
        ? all.subarray(Math.max(0, count - 1))
        : all.subarray(Math.max(0, all.length - count)),
    )
  }
  const all = text.split(/(?<=\n)/)
  return (
    sign === '+' ? all.slice(Math.max(0, count - 1)) : count === 0 ? [] : all.slice(-count)
  ).join('')
}

function* wc(args: readonly string[], io: Io): Running {
  const options = parseOptions(args, {
    flags: 'lwcmL',
    long: { lines: 'l', words: 'w', bytes: 'c', chars: 'm', 'max-line-length': 'L' },
  })
  if (options.bad !== undefined) return badOption(io, 'wc', options.bad)
  const chosen = ['l', 'w', 'm', 'c', 'L'].filter(letter => options.has(letter))
  const columns = chosen.length > 0 ? chosen : ['l', 'w', 'c']
  const rows: { numbers: number[]; name: string }[] = []
  let status = 0
  for (const path of options.rest.length > 0 ? options.rest : ['']) {
    if (
      path !== '' &&
      path !== '-' &&
      exists(io, path) &&
      io.files.stat(resolvePath(io.cwd, path)).type === 'directory'
    ) {
      io.stderr.write(`wc: ${path}: Is a directory\n`)
      rows.push({ numbers: columns.map(() => 0), name: path })
      status = 1
      continue
    }
    const text = yield* readSource(io, 'wc', path === '' ? '-' : path)
    if (text === undefined) status = 1
    else rows.push({ numbers: columns.map(letter => measure(text, letter)), name: path })
  }
  if (options.rest.length > 1)
    rows.push({
      numbers: columns.map((_, column) =>
        rows.reduce(
          (sum, row) =>
            columns[column] === 'L'
              ? Math.max(sum, row.numbers[column] ?? 0)
              : sum + (row.numbers[column] ?? 0),
          0,
        ),
      ),
      name: 'total',
    })
  const single = columns.length === 1 && rows.length === 1
  const sizes = rows.flatMap(row => row.numbers).map(number => String(number).length)
  const fileWidth = options.rest.some(path => path !== '-')
    ? Math.max(
        1,
        ...rows.map(
          row => String(row.name === 'total' ? row.numbers.at(-1) : bytesOf(io, row.name)).length,
        ),
        ...sizes,
      )
    : 7
  const width = single ? 0 : fileWidth
  for (const { numbers, name } of rows) {
    io.stdout.write(
      `${numbers.map(number => String(number).padStart(width)).join(' ')}${name === '' ? '' : ` ${name}`}\n`,
    )
  }
  return status
}

function bytesOf(io: Io, path: string): number {
  return exists(io, path) ? io.files.stat(resolvePath(io.cwd, path)).size : 0
}

function measure(text: string, letter: string): number {
  switch (letter) {
    case 'l':
      return text.split('\n').length - 1
    case 'w':
      return text.match(/\S+/g)?.length ?? 0
    case 'm':
      return [...text].length
    case 'c':
      return byteLength(text)
    default:
      return Math.max(0, ...lines(text).map(line => line.length))
  }
}
