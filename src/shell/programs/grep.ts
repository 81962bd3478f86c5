/** grep, egrep, fgrep. */
import { FileError } from '../../lib/files.ts'
import { resolvePath } from '../../lib/path.ts'
import type { Io, Running } from '../../lib/process.ts'
import { escapeRegExp, matchesPattern } from '../pattern.ts'
import { basicRegExp, extendedRegExp, perlRegExp } from '../posix-regexp.ts'
import type { ProgramTable } from './index.ts'
import { type Options, parseOptions } from './options.ts'
import { eachLine, lines, readSource } from './program.ts'

export const grepPrograms: ProgramTable = () => ({
  grep: (args, io) => grep(args, io),
  egrep: (args, io) => grep(['-E', ...args], io),
  fgrep: (args, io) => grep(['-F', ...args], io),
})

const SPEC = {
  flags: 'EFGPiyvwxcnHhlLqsorRabIzZTU',
  valued: 'efmABCd<include><exclude><excludedir><color>',
  optional: ['color'],
  long: {
    'extended-regexp': 'E',
    'fixed-strings': 'F',
    'basic-regexp': 'G',
    'perl-regexp': 'P',
    'ignore-case': 'i',
    'invert-match': 'v',
    'word-regexp': 'w',
    'line-regexp': 'x',
    count: 'c',
    'line-number': 'n',
    'with-filename': 'H',
    'no-filename': 'h',
    'files-with-matches': 'l',
    'files-without-match': 'L',
    quiet: 'q',
    silent: 'q',
    'no-messages': 's',
    'only-matching': 'o',
    recursive: 'r',
    'dereference-recursive': 'R',
    text: 'a',
    regexp: 'e',
    file: 'f',
    'max-count': 'm',
    'after-context': 'A',
    'before-context': 'B',
    context: 'C',
    include: 'include',
    exclude: 'exclude',
    'exclude-dir': 'excludedir',
    color: 'color',
    colour: 'color',
    'line-buffered': 'U',
    'null-data': 'z',
    'byte-offset': 'b',
    'no-group-separator': 'nogroup',
  },
} as const

function* grep(args: readonly string[], io: Io): Running {
  const options = parseOptions(
    args.flatMap(arg => (/^-\d+$/.test(arg) ? ['-C', arg.slice(1)] : [arg])),
    SPEC,
  )
  if (options.bad !== undefined) {
    io.stderr.write(
      `grep: ${options.bad.startsWith('--') ? `unrecognized option '${options.bad}'` : `invalid option -- '${options.bad.slice(1)}'`}\nUsage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.\n`,
    )
    return 2
  }
  const patterns = [...options.values('e')]
  for (const path of options.values('f')) {
    const text = yield* readSource(io, 'grep', path)
    if (text === undefined) return 2
    patterns.push(...lines(text))
  }
  const named = options.has('e') || options.has('f')
  const [first, ...others] = options.rest
  if (!named && first === undefined) {
    io.stderr.write(
      "Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.\n",
    )
    return 2
  }
  if (!named) patterns.push(...(first ?? '').split('\n'))
  const operands = named ? options.rest : others
  let regexp: RegExp
  try {
    regexp = matcher(patterns, options)
  } catch (thrown) {
    io.stderr.write(
      `grep: ${thrown instanceof SyntaxError && /^Unmatched \[/.test(thrown.message) ? thrown.message : /parenthes|group/i.test(String(thrown)) ? 'Unmatched ( or \\(' : 'Invalid regular expression'}\n`,
    )
    return 2
  }
  return yield* search(io, options, regexp, operands)
}

function matcher(patterns: readonly string[], options: Options): RegExp {
  const kind = options.last('EFGP') ?? 'G'
  const source = patterns
    .map(pattern => {
      const body =
        kind === 'F'
          ? escapeRegExp(pattern)
          : kind === 'E'
            ? extendedRegExp(pattern).source
            : kind === 'P'
              ? perlRegExp(pattern).source
              : basicRegExp(pattern).source
      return pattern === '' ? '' : body
    })
    .map(body =>
      options.has('x')
        ? `^(?:${body})$`
        : options.has('w')
          ? `(?<!\\w)(?:${body})(?!\\w)`
          : `(?:${body})`,
    )
    .join('|')
  return new RegExp(
    patterns.length === 0 ? '(?!)' : source,
    options.has('i') || options.has('y') ? 'gi' : 'g',
  )
}

interface Source {
  readonly path: string
  readonly shown: string
}

function* search(io: Io, options: Options, regexp: RegExp, operands: readonly string[]): Running {
  const recursive = options.has('r') || options.has('R')
  const problems = { any: false }
  const sources =
    operands.length === 0
      ? recursive
        ? walk(io, options, '.', '', problems)
        : [{ path: '-', shown: '(standard input)' }]
      : operands.flatMap(path => expand(io, options, path, recursive, problems))
  const titled =
    options.has('H') ||
    (!options.has('h') &&
      (operands.length > 1 ||
        (recursive && !(operands.length === 1 && isFile(io, operands[0] ?? '')))))
  let found = false
  for (const source of sources) {
    const matched = yield* searchOne(io, options, regexp, source, titled ? source.shown : undefined)
    if (matched === undefined) problems.any = true
    else found ||= matched
    if (found && options.has('q')) return 0
  }
  return problems.any && !(found && options.has('q')) ? 2 : found ? 0 : 1
}

function isFile(io: Io, path: string): boolean {
  const full = resolvePath(io.cwd, path)
  return path === '-' || (io.files.exists(full) && io.files.stat(full).type === 'file')
}

function expand(
  io: Io,
  options: Options,
  path: string,
  recursive: boolean,
  problems: { any: boolean },
): Source[] {
  if (path === '-') return [{ path, shown: '(standard input)' }]
  const full = resolvePath(io.cwd, path)
  try {
    if (io.files.stat(full).type === 'directory') {
      if (recursive) return walk(io, options, path, path.replace(/\/+$/, ''), problems)
      if (!options.has('s')) io.stderr.write(`grep: ${path}: Is a directory\n`)
      problems.any = true
      return []
    }
    return [{ path, shown: path }]
  } catch (thrown) {
    if (!(thrown instanceof FileError)) throw thrown
    if (!options.has('s')) io.stderr.write(`grep: ${path}: ${thrown.text}\n`)
    problems.any = true
    return []
  }
}

function walk(
  io: Io,
  options: Options,
  path: string,
  shown: string,
  problems: { any: boolean },
): Source[] {
  const full = resolvePath(io.cwd, path)
  return io.files.list(full).flatMap((name): Source[] => {
    const stat = io.files.lstat(`${full}/${name}`)
    const own = shown === '' ? name : `${shown}/${name}`
    if (stat.type === 'directory')
      return options.values('excludedir').some(pattern => matchesPattern(name, pattern))
        ? []
        : walk(io, options, `${full}/${name}`, own, problems)
    if (stat.type !== 'file') return []
    const include = options.values('include')
    if (include.length > 0 && !include.some(pattern => matchesPattern(name, pattern))) return []
    if (options.values('exclude').some(pattern => matchesPattern(name, pattern))) return []
    return [{ path: `${full}/${name}`, shown: own }]
  })
}

const RED = '\x1b[01;31m\x1b[K'
const PLAIN = '\x1b[m\x1b[K'

/** Whether something was selected; undefined if the file could not be read. */
function* searchOne(
  io: Io,
  options: Options,
  regexp: RegExp,
  source: Source,
  title: string | undefined,
): Generator<import('../../lib/process.ts').Pause, boolean | undefined, unknown> {
  const quiet = options.has('q') || options.has('l') || options.has('L') || options.has('c')
  const max = Number(options.value('m') ?? Number.POSITIVE_INFINITY)
  const after = Number(options.value('A') ?? options.value('C') ?? 0)
  const before = Number(options.value('B') ?? options.value('C') ?? 0)
  const color =
    options.value('color') === 'always' ||
    (options.has('color') && options.value('color') !== 'never' && io.terminal !== undefined)
  let number = 0
  let count = 0
  let trailing = 0
  let printed = 0
  const held: { number: number; line: string }[] = []
  const print = (at: number, line: string, mark: ':' | '-') => {
    if ((after > 0 || before > 0) && !options.has('nogroup') && printed > 0 && at > printed + 1)
      io.stdout.write('--\n')
    printed = at
    io.stdout.write(
      `${title === undefined ? '' : title + mark}${options.has('n') ? `${at}${mark}` : ''}${line}\n`,
    )
  }
  const failed = yield* eachLine(io, 'grep', [source.path], line => {
    number++
    regexp.lastIndex = 0
    const selected = regexp.test(line) !== options.has('v')
    if (selected && count < max) {
      count++
      if (quiet) return !(options.has('q') || options.has('l') || options.has('L'))
      for (const each of held.splice(0)) print(each.number, each.line, '-')
      if (options.has('o')) printMatches(line, number, print, options, regexp, color)
      else
        print(
          number,
          color && !options.has('v')
            ? line.replace(regexp, match => (match === '' ? '' : RED + match + PLAIN))
            : line,
          ':',
        )
      trailing = after
      return count < max || trailing > 0
    }
    if (trailing > 0) {
      trailing--
      if (!options.has('o')) print(number, line, '-')
      return count < max || trailing > 0
    }
    if (before > 0) {
      held.push({ number, line })
      if (held.length > before) held.shift()
    }
    return count < max
  })
  if (failed !== 0) return undefined
  if (options.has('c') && !options.has('q'))
    io.stdout.write(`${title === undefined ? '' : `${title}:`}${count}\n`)
  else if (
    !options.has('q') &&
    ((options.has('l') && count > 0) || (options.has('L') && count === 0))
  )
    io.stdout.write(`${source.shown}\n`)
  return options.has('L') ? count === 0 : count > 0
}

function printMatches(
  line: string,
  number: number,
  print: (at: number, line: string, mark: ':' | '-') => void,
  options: Options,
  regexp: RegExp,
  color: boolean,
): void {
  if (options.has('v')) return
  regexp.lastIndex = 0
  for (const match of line.matchAll(regexp))
    if (match[0] !== '') print(number, color ? RED + match[0] + PLAIN : match[0], ':')
}
