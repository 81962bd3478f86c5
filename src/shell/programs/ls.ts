/** ls. */
import { FileError, type Stat } from '../../lib/files.ts'
import { resolvePath } from '../../lib/path.ts'
import type { Io } from '../../lib/process.ts'
import type { ProgramTable } from './index.ts'
import { modeText } from './mode.ts'
import { type Options, parseOptions } from './options.ts'
import { badOption, type ProgramContext } from './program.ts'
import { compareVersions } from './sort.ts'
import { statPrograms } from './stat.ts'
import { formatTime } from './strftime.ts'

export const listPrograms: ProgramTable = context => ({
  ls: (args, io) => ls(args, io, context),
  dir: (args, io) => ls(args, io, context),
  ...statPrograms(context),
})

const SPEC = {
  flags: 'alA1RrtShdFipkscCxmnogGLHuUvXQqbNfp',
  valued: 'IwT<color><time>',
  optional: ['color', 'F'],
  long: {
    all: 'a',
    'almost-all': 'A',
    recursive: 'R',
    reverse: 'r',
    'human-readable': 'h',
    directory: 'd',
    classify: 'F',
    inode: 'i',
    size: 's',
    color: 'color',
    'time-style': 'time',
    'group-directories-first': 'dirs',
    'full-time': 'full',
    ignore: 'I',
    'numeric-uid-gid': 'n',
  },
}

export interface Entry {
  readonly name: string
  readonly path: string
  readonly stat: Stat
}

function ls(args: readonly string[], io: Io, context: ProgramContext): number {
  const options = parseOptions(args, SPEC)
  if (options.bad !== undefined) return badOption(io, 'ls', options.bad) + 1
  const files: Entry[] = []
  const folders: Entry[] = []
  let status = 0
  for (const name of options.rest.length > 0 ? options.rest : ['.']) {
    const path = resolvePath(io.cwd, name) + (name.endsWith('/') && name !== '/' ? '/' : '')
    try {
      const link = io.files.lstat(path)
      const follows =
        link.type === 'symlink' && io.files.exists(path) && !options.has('l') && !options.has('d')
      const stat = follows ? io.files.stat(path) : link
      ;(stat.type === 'directory' && !options.has('d') ? folders : files).push({ name, path, stat })
    } catch (thrown) {
      if (!(thrown instanceof FileError)) throw thrown
      io.stderr.write(`ls: cannot access '${name}': ${thrown.text}\n`)
      status = 2
    }
  }
  const ordered = sorted(folders, options)
  if (files.length > 0) io.stdout.write(render(sorted(files, options), options, io, context))
  const titled = options.rest.length > 1 || options.has('R')
  let printed = files.length > 0
  const show = (folder: Entry): void => {
    if (titled) io.stdout.write(`${printed ? '\n' : ''}${folder.name}:\n`)
    printed = true
    const entries = sorted(entriesOf(io, folder, options), options)
    if (options.has('l') || options.has('s'))
      io.stdout.write(`total ${options.has('h') ? human(total(entries) * 1024) : total(entries)}\n`)
    io.stdout.write(render(entries, options, io, context))
    if (options.has('R'))
      for (const each of entries)
        if (each.stat.type === 'directory' && each.name !== '.' && each.name !== '..')
          show({ ...each, name: `${folder.name.replace(/(.)\/+$/, '$1')}/${each.name}` })
  }
  for (const folder of ordered) show(folder)
  return status
}

function entriesOf(io: Io, folder: Entry, options: Options): Entry[] {
  const base = folder.path.replace(/(.)\/+$/, '$1')
  const names = io.files
    .list(base)
    .filter(
      name => options.has('a') || options.has('A') || options.has('f') || !name.startsWith('.'),
    )
  const dots = options.has('a') || options.has('f') ? ['.', '..'] : []
  return [
    ...dots.map(name => ({
      name,
      path: resolvePath(base, name),
      stat: io.files.stat(resolvePath(base, name)),
    })),
    ...names.map(name => ({
      name,
      path: `${base === '/' ? '' : base}/${name}`,
      stat: io.files.lstat(`${base === '/' ? '' : base}/${name}`),
    })),
  ]
}

function sorted(entries: readonly Entry[], options: Options): Entry[] {
  const byName = (a: Entry, b: Entry) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
  const order = options.last('tSvUf')
  const compare =
    order === 't'
      ? (a: Entry, b: Entry) => b.stat.mtimeMs - a.stat.mtimeMs || byName(a, b)
      : order === 'S'
        ? (a: Entry, b: Entry) => b.stat.size - a.stat.size || byName(a, b)
        : order === 'v'
          ? (a: Entry, b: Entry) => compareVersions(a.name, b.name)
          : order === 'U' || order === 'f'
            ? () => 0
            : byName
  const list = [...entries].sort(compare)
  if (options.has('r')) list.reverse()
  if (options.has('dirs'))
    list.sort((a, b) => Number(b.stat.type === 'directory') - Number(a.stat.type === 'directory'))
  return list
}

const BLUE = '\x1b[01;34m'
const CYAN = '\x1b[01;36m'
const GREEN = '\x1b[01;32m'

function shownName(entry: Entry, options: Options, io: Io): string {
  const { stat } = entry
  const color =
    options.value('color') === 'always' ||
    (options.has('color') && options.value('color') !== 'never' && io.terminal !== undefined)
  const executable = stat.type === 'file' && (stat.mode & 0o111) !== 0
  const paint =
    stat.type === 'directory' ? BLUE : stat.type === 'symlink' ? CYAN : executable ? GREEN : ''
  const mark = options.has('F')
    ? stat.type === 'directory'
      ? '/'
      : stat.type === 'symlink'
        ? '@'
        : executable
          ? '*'
          : ''
    : options.has('p') && stat.type === 'directory'
      ? '/'
      : ''
  const quoted =
    io.terminal && /[\s'"$&();<>|*?#`\\]/.test(entry.name)
      ? `'${entry.name.replaceAll("'", "'\\''")}'`
      : entry.name
  return (color && paint !== '' ? `${paint}${quoted}\x1b[0m` : quoted) + mark
}

function render(
  entries: readonly Entry[],
  options: Options,
  io: Io,
  context: ProgramContext,
): string {
  const long = options.last('l1Cxmngo')
  if (long === 'l' || long === 'n' || long === 'g' || long === 'o' || options.has('full'))
    return longList(entries, options, io, context)
  const names = entries.map(
    entry =>
      (options.has('i') ? `${inode(entry)} ` : '') +
      (options.has('s') ? `${blocks(entry.stat)} ` : '') +
      shownName(entry, options, io),
  )
  if (names.length === 0) return ''
  if (long === 'm') return `${names.join(', ')}\n`
  if (long === '1' || (!io.terminal && long !== 'C' && long !== 'x'))
    return names.map(name => `${name}\n`).join('')
  return columns(
    names,
    entries.map(
      entry => shownName(entry, parseOptions(options.has('F') ? ['-F'] : [], SPEC), io).length,
    ),
    io.terminal?.columns ?? 80,
  )
}

const GAP = 2

/** As many columns as fit, filled downwards. */
function columns(
  names: readonly string[],
  widths: readonly number[],
  lineWidth: number,
): string {
  for (let rows = 1; ; rows++) {
    const count = Math.ceil(names.length / rows)
    const columnWidths = Array.from(
      { length: count },
      (_, column) => Math.max(...widths.slice(column * rows, (column + 1) * rows)) + GAP,
    )
    const whole = columnWidths.reduce((sum, width) => sum + width, 0) - GAP
    if (whole > lineWidth - 1 && rows < names.length) continue
    let out = ''
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < count; column++) {
        const index = column * rows + row
        if (index >= names.length) continue
        const last = index + rows >= names.length
        out +=
          (names[index] ?? '') +
          (last ? '' : ' '.repeat((columnWidths[column] ?? 0) - (widths[index] ?? 0)))
      }
      out += '\n'
    }
    return out
  }
}

const SIX_MONTHS_MS = 15_778_476_000

function longList(
  entries: readonly Entry[],
  options: Options,
  io: Io,
  context: ProgramContext,
): string {
  const rows = entries.map(entry => {
    const { stat } = entry
    const old = Math.abs(context.now() - stat.mtimeMs) > SIX_MONTHS_MS
    const style = options.value('time') ?? (options.has('full') ? 'full-iso' : '')
    const time =
      style === 'full-iso'
        ? '%F %T.%N %z'
        : style === 'long-iso'
          ? '%F %H:%M'
          : style.startsWith('+')
            ? style.slice(1)
            : old
              ? '%b %e  %Y'
              : '%b %e %H:%M'
    const target =
      stat.type === 'symlink' ? ` -> ${io.files.readlink(entry.path.replace(/\/+$/, ''))}` : ''
    const id = (name: string) => (options.has('n') ? (name === 'root' ? '0' : '1000') : name)
    return [
      ...(options.has('i') ? [String(inode(entry))] : []),
      ...(options.has('s') ? [String(blocks(stat))] : []),
      modeText(stat),
      String(stat.type === 'directory' ? 2 : 1),
      ...(options.has('g') ? [] : [id(stat.owner)]),
      ...(options.has('o') || options.has('G') ? [] : [id(stat.group)]),
      options.has('h') ? human(stat.size) : String(stat.size),
      formatTime(time, stat.mtimeMs),
      shownName(entry, options, io) + target,
    ]
  })
  const widths: number[] = []
  for (const row of rows)
    for (const [index, cell] of row.entries())
      widths[index] = Math.max(widths[index] ?? 0, cell.length)
  const rightAligned = (cell: string, index: number, row: readonly string[]) =>
    /^[\d.]+[KMGT]?$/.test(cell) && index < row.length - 2
  return rows
    .map(
      row =>
        `${row.map((cell, index) => (index === row.length - 1 ? cell : rightAligned(cell, index, row) ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0))).join(' ')}\n`,
    )
    .join('')
}

const BLOCK = 4096

export const blocks = (stat: Stat): number =>
  stat.type === 'symlink' ? 0 : Math.ceil(stat.size / BLOCK) * 4
const total = (entries: readonly Entry[]): number =>
  entries.reduce((sum, entry) => sum + blocks(entry.stat), 0)

/** A number that stays the same for a path. */
export function inode({ path }: Entry): number {
  let hash = 7
  for (const char of path) hash = (hash * 31 + char.charCodeAt(0)) % 1_000_003
  return 262_144 + hash
}

export function human(bytes: number): string {
  if (bytes < 1024) return String(bytes)
  let value = bytes
  let unit = -1
  while (value >= 1024 && unit < 4) {
    value /= 1024
    unit++
  }
  const rounded = Math.ceil(value * 10) / 10
  return (rounded < 10 ? rounded.toFixed(1) : String(Math.ceil(value))) + 'KMGTP'[unit]
}
