/** ls, stat, du and file. */
import { FileError, type Stat } from '../../lib/files.ts'
import { baseName, resolvePath } from '../../lib/path.ts'
import type { Io } from '../../lib/process.ts'
import type { ProgramTable } from './index.ts'
import { modeText } from './mode.ts'
import { type Options, parseOptions } from './options.ts'
import { badOption, type ProgramContext } from './program.ts'
import { compareVersions } from './sort.ts'
import { formatTime } from './strftime.ts'

export const listPrograms: ProgramTable = context => ({
  ls: (args, io) => ls(args, io, context),
  dir: (args, io) => ls(args, io, context),
  stat,
  du,
  file,
})

const SPEC = {
  flags: 'alA1RrtShdFipkscCxmnogGLHuUvXQqbNfp', valued: 'IwT<color><time>', optional: ['color', 'F'],
  long: { all: 'a', 'almost-all': 'A', recursive: 'R', reverse: 'r', 'human-readable': 'h', directory: 'd', classify: 'F', inode: 'i', size: 's', color: 'color', 'time-style': 'time', 'group-directories-first': 'dirs', 'full-time': 'full', ignore: 'I', 'numeric-uid-gid': 'n' },
}

interface Entry { readonly name: string; readonly path: string; readonly stat: Stat }

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
      const follows = link.type === 'symlink' && io.files.exists(path) && !options.has('l') && !options.has('d')
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
    if (options.has('l') || options.has('s')) io.stdout.write(`total ${options.has('h') ? human(total(entries) * 1024) : total(entries)}\n`)
    io.stdout.write(render(entries, options, io, context))
    if (options.has('R')) for (const each of entries) if (each.stat.type === 'directory' && each.name !== '.' && each.name !== '..') show({ ...each, name: `${folder.name.replace(/(.)\/+$/, '$1')}/${each.name}` })
  }
  for (const folder of ordered) show(folder)
  return status
}

function entriesOf(io: Io, folder: Entry, options: Options): Entry[] {
  const base = folder.path.replace(/(.)\/+$/, '$1')
  const names = io.files.list(base).filter(name => options.has('a') || options.has('A') || options.has('f') || !name.startsWith('.'))
  const dots = options.has('a') || options.has('f') ? ['.', '..'] : []
  return [
    ...dots.map(name => ({ name, path: resolvePath(base, name), stat: io.files.stat(resolvePath(base, name)) })),
    ...names.map(name => ({ name, path: `${base === '/' ? '' : base}/${name}`, stat: io.files.lstat(`${base === '/' ? '' : base}/${name}`) })),
  ]
}

function sorted(entries: readonly Entry[], options: Options): Entry[] {
  const byName = (a: Entry, b: Entry) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
  const order = options.last('tSvUf')
  const compare = order === 't' ? (a: Entry, b: Entry) => b.stat.mtimeMs - a.stat.mtimeMs || byName(a, b)
    : order === 'S' ? (a: Entry, b: Entry) => b.stat.size - a.stat.size || byName(a, b)
      : order === 'v' ? (a: Entry, b: Entry) => compareVersions(a.name, b.name)
        : order === 'U' || order === 'f' ? () => 0 : byName
  const list = [...entries].sort(compare)
  if (options.has('r')) list.reverse()
  if (options.has('dirs')) list.sort((a, b) => Number(b.stat.type === 'directory') - Number(a.stat.type === 'directory'))
  return list
}

const BLUE = '\x1b[01;34m'
const CYAN = '\x1b[01;36m'
const GREEN = '\x1b[01;32m'

function shownName(entry: Entry, options: Options, io: Io): string {
  const { stat } = entry
  const color = options.value('color') === 'always' || (options.has('color') && options.value('color') !== 'never' && io.terminal !== undefined)
  const executable = stat.type === 'file' && (stat.mode & 0o111) !== 0
  const paint = stat.type === 'directory' ? BLUE : stat.type === 'symlink' ? CYAN : executable ? GREEN : ''
  const mark = options.has('F') ? (stat.type === 'directory' ? '/' : stat.type === 'symlink' ? '@' : executable ? '*' : '') : options.has('p') && stat.type === 'directory' ? '/' : ''
  const quoted = io.terminal && /[\s'"$&();<>|*?#`\\]/.test(entry.name) ? `'${entry.name.replaceAll("'", "'\\''")}'` : entry.name
  return (color && paint !== '' ? `${paint}${quoted}\x1b[0m` : quoted) + mark
}

function render(entries: readonly Entry[], options: Options, io: Io, context: ProgramContext): string {
  const long = options.last('l1Cxmngo')
  if (long === 'l' || long === 'n' || long === 'g' || long === 'o' || options.has('full')) return longList(entries, options, io, context)
  const names = entries.map(entry => (options.has('i') ? `${inode(entry)} ` : '') + (options.has('s') ? `${blocks(entry.stat)} ` : '') + shownName(entry, options, io))
  if (names.length === 0) return ''
  if (long === 'm') return `${names.join(', ')}\n`
  if (long === '1' || (!io.terminal && long !== 'C' && long !== 'x')) return names.map(name => `${name}\n`).join('')
  return columns(names, entries.map(entry => shownName(entry, parseOptions(options.has('F') ? ['-F'] : [], SPEC), io).length), io.terminal?.columns ?? 80)
}

const GAP = 2

/** As many columns as fit, filled downwards. */
export function columns(names: readonly string[], widths: readonly number[], lineWidth: number): string {
  for (let rows = 1; ; rows++) {
    const count = Math.ceil(names.length / rows)
    const columnWidths = Array.from({ length: count }, (_, column) => Math.max(...widths.slice(column * rows, (column + 1) * rows)) + GAP)
    const whole = columnWidths.reduce((sum, width) => sum + width, 0) - GAP
    if (whole > lineWidth - 1 && rows < names.length) continue
    let out = ''
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < count; column++) {
        const index = column * rows + row
        if (index >= names.length) continue
        const last = index + rows >= names.length
        out += (names[index] ?? '') + (last ? '' : ' '.repeat((columnWidths[column] ?? 0) - (widths[index] ?? 0)))
      }
      out += '\n'
    }
    return out
  }
}

const SIX_MONTHS_MS = 15_778_476_000

function longList(entries: readonly Entry[], options: Options, io: Io, context: ProgramContext): string {
  const rows = entries.map(entry => {
    const { stat } = entry
    const old = Math.abs(context.now() - stat.mtimeMs) > SIX_MONTHS_MS
    const style = options.value('time') ?? (options.has('full') ? 'full-iso' : '')
    const time = style === 'full-iso' ? '%F %T.%N %z' : style === 'long-iso' ? '%F %H:%M' : style.startsWith('+') ? style.slice(1) : old ? '%b %e  %Y' : '%b %e %H:%M'
    const target = stat.type === 'symlink' ? ` -> ${io.files.readlink(entry.path.replace(/\/+$/, ''))}` : ''
    const id = (name: string) => (options.has('n') ? (name === 'root' ? '0' : '1000') : name)
    return [
      ...(options.has('i') ? [String(inode(entry))] : []), ...(options.has('s') ? [String(blocks(stat))] : []),
      modeText(stat), String(stat.type === 'directory' ? 2 : 1), ...(options.has('g') ? [] : [id(stat.owner)]), ...(options.has('o') || options.has('G') ? [] : [id(stat.group)]),
      options.has('h') ? human(stat.size) : String(stat.size), formatTime(time, stat.mtimeMs), shownName(entry, options, io) + target,
    ]
  })
  const widths: number[] = []
  for (const row of rows) for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length)
  const rightAligned = (cell: string, index: number, row: readonly string[]) => /^[\d.]+[KMGT]?$/.test(cell) && index < row.length - 2
  return rows.map(row => `${row.map((cell, index) => (index === row.length - 1 ? cell : rightAligned(cell, index, row) ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0))).join(' ')}\n`).join('')
}

const BLOCK = 4096

const blocks = (stat: Stat): number => (stat.type === 'symlink' ? 0 : Math.ceil(stat.size / BLOCK) * 4)
const total = (entries: readonly Entry[]): number => entries.reduce((sum, entry) => sum + blocks(entry.stat), 0)

/** A number that stays the same for a path. */
function inode({ path }: Entry): number {
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

function stat(args: readonly string[], io: Io): number {
  const options = parseOptions(args, { flags: 'Lft', valued: 'c<printf>', long: { format: 'c', printf: 'printf', dereference: 'L' } })
  if (options.bad !== undefined) return badOption(io, 'stat', options.bad)
  let status = 0
  for (const name of options.rest) {
    const path = resolvePath(io.cwd, name)
    try {
      const entry = { name, path, stat: options.has('L') ? io.files.stat(path) : io.files.lstat(path) }
      const format = options.value('c') ?? options.value('printf')
      if (format === undefined) io.stdout.write(statText(entry, io))
      else io.stdout.write(formatStat(format, entry, io) + (options.has('c') ? '\n' : ''))
    } catch (thrown) {
      if (!(thrown instanceof FileError)) throw thrown
      io.stderr.write(`stat: cannot statx '${name}': ${thrown.text}\n`)
      status = 1
    }
  }
  return status
}

const TYPES = { file: 'regular file', directory: 'directory', symlink: 'symbolic link' } as const

function formatStat(format: string, entry: Entry, io: Io): string {
  const { stat, name } = entry
  const time = () => formatTime('%F %T.%N +0000', stat.mtimeMs)
  return format.replace(/%([A-Za-z])/g, (all, letter: string) => {
    switch (letter) {
      case 'n': return name
      case 'N': return stat.type === 'symlink' ? `'${name}' -> '${io.files.readlink(entry.path)}'` : `'${name}'`
      case 's': return String(stat.size)
      case 'a': return stat.mode.toString(8)
      case 'A': return modeText(stat)
      case 'U': return stat.owner
      case 'G': return stat.group
      case 'u': case 'g': return stat.owner === 'root' ? '0' : '1000'
      case 'F': return stat.type === 'file' && stat.size === 0 ? 'regular empty file' : TYPES[stat.type]
      case 'Y': case 'X': case 'Z': return String(Math.floor(stat.mtimeMs / 1000))
      case 'y': case 'x': case 'z': return time()
      case 'i': return String(inode(entry))
      case 'h': return stat.type === 'directory' ? '2' : '1'
      case 'b': return String(blocks(stat) * 2)
      case 'B': return '512'
      default: return all
    }
  })
}

function statText(entry: Entry, io: Io): string {
  const { stat } = entry
  const octal = `(${stat.mode.toString(8).padStart(4, '0')}/${modeText(stat)})`
  return formatStat(`  File: ${stat.type === 'symlink' ? '%n -> ' + io.files.readlink(entry.path) : '%n'}
  Size: ${String(stat.size).padEnd(10)}\tBlocks: ${String(blocks(stat) * 2).padEnd(10)} IO Block: 4096   %F
Device: 801h/2049d\tInode: ${String(inode(entry)).padEnd(11)} Links: %h
Access: ${octal}  Uid: (${(stat.owner === 'root' ? '0' : '1000').padStart(5)}/${stat.owner.padStart(8)})   Gid: (${(stat.group === 'root' ? '0' : '1000').padStart(5)}/${stat.group.padStart(8)})
Access: %x
Modify: %y
Change: %z
 Birth: %x
`, entry, io)
}

function du(args: readonly string[], io: Io): number {
  const options = parseOptions(args, { flags: 'shacbkmx', valued: 'd', long: { summarize: 's', 'human-readable': 'h', all: 'a', total: 'c', 'max-depth': 'd', bytes: 'b' } })
  if (options.bad !== undefined) return badOption(io, 'du', options.bad)
  const depthMax = options.has('s') ? 0 : Number(options.value('d') ?? Number.POSITIVE_INFINITY)
  let status = 0
  const shown = (size: number) => (options.has('h') ? human(size * 1024) : String(size))
  const measure = (path: string, name: string, depth: number): number => {
    const stat = io.files.lstat(path)
    let size = blocks(stat)
    if (stat.type === 'directory') for (const each of io.files.list(path)) size += measure(`${path === '/' ? '' : path}/${each}`, `${name.replace(/(.)\/+$/, '$1')}/${each}`, depth + 1)
    if (depth <= depthMax && (stat.type === 'directory' || options.has('a') || depth === 0)) io.stdout.write(`${shown(size)}\t${name}\n`)
    return size
  }
  for (const name of options.rest.length > 0 ? options.rest : ['.']) {
    try {
      measure(resolvePath(io.cwd, name), name, 0)
    } catch (thrown) {
      if (!(thrown instanceof FileError)) throw thrown
      io.stderr.write(`du: cannot access '${name}': ${thrown.text}\n`)
      status = 1
    }
  }
  return status
}

function file(args: readonly string[], io: Io): number {
  for (const name of args.filter(arg => !arg.startsWith('-'))) {
    const path = resolvePath(io.cwd, name)
    io.stdout.write(`${name}: ${io.files.exists(path) ? kindOf(io, path) : `cannot open \`${name}' (No such file or directory)`}\n`)
  }
  return 0
}

function kindOf(io: Io, path: string): string {
  const { type, size } = io.files.stat(path)
  if (type === 'directory') return 'directory'
  if (size === 0) return 'empty'
  const text = io.files.readText(path)
  if (text.startsWith('\x7fELF')) return 'ELF 64-bit LSB executable, x86-64, version 1 (SYSV), statically linked, stripped'
  if (text.startsWith('#!')) return `${/(ba)?sh/.test(text.split('\n')[0] ?? '') ? 'Bourne-Again shell' : baseName(text.split('\n')[0] ?? '')} script, ASCII text executable`
  if (text.startsWith('-----BEGIN CERTIFICATE')) return 'PEM certificate'
  if (/^-----BEGIN (\w+ )?PRIVATE KEY/.test(text)) return 'PEM RSA private key'
  if (/^\s*[[{]/.test(text)) return 'JSON text data'
  return /[\udc80-\udcff\0]/.test(text) ? 'data' : /[^\x00-\x7f]/.test(text) ? 'UTF-8 Unicode text' : 'ASCII text'
}
