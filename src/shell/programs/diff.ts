/** diff (normal, unified, brief, recursive) and cmp. */
import { diffArrays } from 'diff'
import { FileError } from '../../lib/files.ts'
import { resolvePath } from '../../lib/path.ts'
import type { Io, Running } from '../../lib/process.ts'
import type { ProgramTable } from './index.ts'
import { type Options, parseOptions } from './options.ts'
import { readAll, type Work } from './program.ts'
import { formatTime } from './strftime.ts'

export const diffPrograms: ProgramTable = () => ({ diff, cmp })

interface Side {
  readonly name: string
  readonly text: string
  readonly mtimeMs: number | undefined
}
/** A run of lines that differ: positions are counted from 0. */
interface Change {
  readonly oldStart: number
  readonly newStart: number
  readonly removed: readonly string[]
  readonly added: readonly string[]
}

const SPEC = {
  flags: 'uNrqsiwbBayct',
  valued: 'UCIxL<label><color>',
  optional: ['U', 'color'],
  long: {
    unified: 'U',
    recursive: 'r',
    brief: 'q',
    'report-identical-files': 's',
    'ignore-case': 'i',
    'ignore-all-space': 'w',
    'ignore-space-change': 'b',
    'ignore-blank-lines': 'B',
    'new-file': 'N',
    color: 'color',
    label: 'L',
    exclude: 'x',
    text: 'a',
  },
}

function* diff(args: readonly string[], io: Io): Running {
  const options = parseOptions(
    args.map(arg => (/^-u\d+$/.test(arg) ? `-U${arg.slice(2)}` : arg)),
    SPEC,
  )
  if (options.bad !== undefined || options.rest.length !== 2) {
    const problem =
      options.bad !== undefined
        ? `unrecognized option '${options.bad}'`
        : options.rest.length < 2
          ? `missing operand after '${options.rest[0] ?? 'diff'}'`
          : `extra operand '${options.rest[2]}'`
    io.stderr.write(`diff: ${problem}\ndiff: Try 'diff --help' for more information.\n`)
    return 2
  }
  const [left = '', right = ''] = options.rest
  return yield* compare(io, options, left, right, false)
}

function* compare(io: Io, options: Options, left: string, right: string, nested: boolean): Running {
  const [leftFolder, rightFolder] = [isFolder(io, left), isFolder(io, right)]
  if (leftFolder && rightFolder) return yield* compareFolders(io, options, left, right)
  if (leftFolder !== rightFolder) {
    const file = leftFolder ? right : left
    const inside = `${(leftFolder ? left : right).replace(/\/+$/, '')}/${file.slice(file.lastIndexOf('/') + 1)}`
    return yield* compare(
      io,
      options,
      leftFolder ? inside : left,
      leftFolder ? right : inside,
      false,
    )
  }
  const a = yield* readSide(io, options, left)
  const b = yield* readSide(io, options, right)
  if (!a || !b) return 2
  const changes = changesOf(a.text, b.text, options)
  if (changes.length === 0) {
    if (options.has('s')) io.stdout.write(`Files ${left} and ${right} are identical\n`)
    return 0
  }
  if (options.has('q')) {
    io.stdout.write(`Files ${left} and ${right} differ\n`)
    return 1
  }
  if (nested)
    io.stdout.write(
      `${['diff', ...[...'ruNiwbB'].filter(letter => options.has(letter)).map(letter => `-${letter}`), left, right].join(' ')}\n`,
    )
  if (options.has('u') || options.has('U'))
    io.stdout.write(unified(a, b, changes, Number(options.value('U') ?? 3), options.values('L')))
  else io.stdout.write(changes.map(change => normal(change, a, b)).join(''))
  return 1
}

function isFolder(io: Io, path: string): boolean {
  const full = resolvePath(io.cwd, path)
  return path !== '-' && io.files.exists(full) && io.files.stat(full).type === 'directory'
}

function* compareFolders(io: Io, options: Options, left: string, right: string): Running {
  const names = (path: string) => io.files.list(resolvePath(io.cwd, path))
  const [a, b] = [names(left), names(right)]
  let status = 0
  for (const name of [...new Set([...a, ...b])].sort()) {
    const [one, two] = [
      `${left.replace(/\/+$/, '')}/${name}`,
      `${right.replace(/\/+$/, '')}/${name}`,
    ]
    if (!a.includes(name) || !b.includes(name)) {
      if (!options.has('N')) {
        io.stdout.write(
          `Only in ${(a.includes(name) ? left : right).replace(/\/+$/, '')}: ${name}\n`,
        )
        status = Math.max(status, 1)
        continue
      }
    }
    if (isFolder(io, one) && isFolder(io, two) && !options.has('r'))
      io.stdout.write(`Common subdirectories: ${one} and ${two}\n`)
    else status = Math.max(status, yield* compare(io, options, one, two, true))
  }
  return status
}

function* readSide(io: Io, options: Options, name: string): Work<Side | undefined> {
  if (name === '-') return { name, text: yield* readAll(io.stdin), mtimeMs: undefined }
  const path = resolvePath(io.cwd, name)
  try {
    return { name, text: io.files.readText(path), mtimeMs: io.files.stat(path).mtimeMs }
  } catch (thrown) {
    if (!(thrown instanceof FileError)) throw thrown
    if (options.has('N') && thrown.code === 'ENOENT') return { name, text: '', mtimeMs: 0 }
    io.stderr.write(`diff: ${name}: ${thrown.text}\n`)
    return undefined
  }
}

function split(text: string): string[] {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  else lines.push(`${lines.pop() ?? ''}\0`)
  return lines
}

function changesOf(left: string, right: string, options: Options): Change[] {
  const key = (line: string): string => {
    let text = line
    if (options.has('w')) text = text.replace(/\s+/g, '')
    else if (options.has('b')) text = text.replace(/\s+/g, ' ').trimEnd()
    return options.has('i') ? text.toLowerCase() : text
  }
  const parts = diffArrays(split(left), split(right), {
    comparator: (a, b) => a === b || key(a) === key(b),
  })
  const changes: Change[] = []
  let [oldAt, newAt] = [0, 0]
  for (let index = 0; index < parts.length; ) {
    const part = parts[index]
    if (!part?.added && !part?.removed) {
      oldAt += part?.value.length ?? 0
      newAt += part?.value.length ?? 0
      index++
      continue
    }
    const removed: string[] = []
    const added: string[] = []
    for (; parts[index]?.added || parts[index]?.removed; index++)
      (parts[index]?.added ? added : removed).push(...(parts[index]?.value ?? []))
    const blank = options.has('B') && [...removed, ...added].every(line => line.trim() === '')
    if (!blank) changes.push({ oldStart: oldAt, newStart: newAt, removed, added })
    oldAt += removed.length
    newAt += added.length
  }
  return changes
}

const lineText = (mark: string, line: string): string =>
  line.endsWith('\0')
    ? `${mark}${line.slice(0, -1)}\n\\ No newline at end of file\n`
    : `${mark}${line}\n`

function normal({ oldStart, newStart, removed, added }: Change, _a: Side, _b: Side): string {
  const range = (start: number, count: number) =>
    count <= 1 ? String(start + Math.min(count, 1)) : `${start + 1},${start + count}`
  const letter = removed.length === 0 ? 'a' : added.length === 0 ? 'd' : 'c'
  return `${range(oldStart, removed.length)}${letter}${range(newStart, added.length)}\n${removed.map(line => lineText('< ', line)).join('')}${letter === 'c' ? '---\n' : ''}${added.map(line => lineText('> ', line)).join('')}`
}

function unified(
  a: Side,
  b: Side,
  changes: readonly Change[],
  context: number,
  labels: readonly string[],
): string {
  const title = (side: Side, label: string | undefined) =>
    label ??
    `${side.name}\t${side.mtimeMs === undefined ? '' : formatTime('%F %T.%N %z', side.mtimeMs)}`
  let out = `--- ${title(a, labels[0])}\n+++ ${title(b, labels[1])}\n`
  const old = split(a.text)
  for (let from = 0; from < changes.length; ) {
    let to = from
    while (
      to + 1 < changes.length &&
      (changes[to + 1]?.oldStart ?? 0) -
        ((changes[to]?.oldStart ?? 0) + (changes[to]?.removed.length ?? 0)) <=
        2 * context
    )
      to++
    const group = changes.slice(from, to + 1)
    out += hunk(old, group, context)
    from = to + 1
  }
  return out
}

function hunk(old: readonly string[], group: readonly Change[], context: number): string {
  const first = group[0]
  const last = group.at(-1)
  if (!first || !last) return ''
  const start = Math.max(0, first.oldStart - context)
  const end = Math.min(old.length, last.oldStart + last.removed.length + context)
  let body = ''
  let at = start
  for (const change of group) {
    body += old
      .slice(at, change.oldStart)
      .map(line => lineText(' ', line))
      .join('')
    body +=
      change.removed.map(line => lineText('-', line)).join('') +
      change.added.map(line => lineText('+', line)).join('')
    at = change.oldStart + change.removed.length
  }
  body += old
    .slice(at, end)
    .map(line => lineText(' ', line))
    .join('')
  const oldCount = end - start
  const newCount =
    oldCount + group.reduce((sum, { added, removed }) => sum + added.length - removed.length, 0)
  const newStart = start + first.newStart - first.oldStart
  const range = (position: number, count: number) =>
    count === 1 ? String(position + 1) : `${count === 0 ? position : position + 1},${count}`
  return `@@ -${range(start, oldCount)} +${range(newStart, newCount)} @@\n${body}`
}

function* cmp(args: readonly string[], io: Io): Running {
  const options = parseOptions(args, { flags: 'sl' })
  const [left = '', right = ''] = options.rest
  for (const path of [left, right]) {
    if (path === '-' || io.files.exists(resolvePath(io.cwd, path))) continue
    io.stderr.write(`cmp: ${path}: No such file or directory\n`)
    return 2
  }
  const text = function* (path: string): Work<string> {
    return path === '-' ? yield* readAll(io.stdin) : io.files.readText(resolvePath(io.cwd, path))
  }
  const [a, b] = [yield* text(left), yield* text(right)]
  if (a === b) return 0
  let at = 0
  while (at < a.length && at < b.length && a[at] === b[at]) at++
  if (options.has('s')) return 1
  if (at === a.length || at === b.length)
    io.stderr.write(
      `cmp: EOF on ${at === a.length ? left : right} after byte ${at}, line ${a.slice(0, at).split('\n').length - 1}\n`,
    )
  else
    io.stdout.write(
      `${left} ${right} differ: byte ${at + 1}, line ${a.slice(0, at).split('\n').length}\n`,
    )
  return 1
}
