/** stat, du and file. */
import { FileError } from '../../lib/files.ts'
import { baseName, resolvePath } from '../../lib/path.ts'
import type { Io } from '../../lib/process.ts'
import type { ProgramTable } from './index.ts'
import { blocks, type Entry, human, inode } from './ls.ts'
import { modeText } from './mode.ts'
import { parseOptions } from './options.ts'
import { badOption } from './program.ts'
import { formatTime } from './strftime.ts'

export const statPrograms: ProgramTable = () => ({ stat, du, file })

function stat(args: readonly string[], io: Io): number {
  const options = parseOptions(args, {
    flags: 'Lft',
    valued: 'c<printf>',
    long: { format: 'c', printf: 'printf', dereference: 'L' },
  })
  if (options.bad !== undefined) return badOption(io, 'stat', options.bad)
  let status = 0
  for (const name of options.rest) {
    const path = resolvePath(io.cwd, name)
    try {
      const entry = {
        name,
        path,
        stat: options.has('L') ? io.files.stat(path) : io.files.lstat(path),
      }
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
      case 'n':
        return name
      case 'N':
        return stat.type === 'symlink'
          ? `'${name}' -> '${io.files.readlink(entry.path)}'`
          : `'${name}'`
      case 's':
        return String(stat.size)
      case 'a':
        return stat.mode.toString(8)
      case 'A':
        return modeText(stat)
      case 'U':
        return stat.owner
      case 'G':
        return stat.group
      case 'u':
      case 'g':
        return stat.owner === 'root' ? '0' : '1000'
      case 'F':
        return stat.type === 'file' && stat.size === 0 ? 'regular empty file' : TYPES[stat.type]
      case 'Y':
      case 'X':
      case 'Z':
        return String(Math.floor(stat.mtimeMs / 1000))
      case 'y':
      case 'x':
      case 'z':
        return time()
      case 'i':
        return String(inode(entry))
      case 'h':
        return stat.type === 'directory' ? '2' : '1'
      case 'b':
        return String(blocks(stat) * 2)
      case 'B':
        return '512'
      default:
        return all
    }
  })
}

function statText(entry: Entry, io: Io): string {
  const { stat } = entry
  const octal = `(${stat.mode.toString(8).padStart(4, '0')}/${modeText(stat)})`
  return formatStat(
    `  File: ${stat.type === 'symlink' ? '%n -> ' + io.files.readlink(entry.path) : '%n'}
  Size: ${String(stat.size).padEnd(10)}\tBlocks: ${String(blocks(stat) * 2).padEnd(10)} IO Block: 4096   %F
Device: 801h/2049d\tInode: ${String(inode(entry)).padEnd(11)} Links: %h
Access: ${octal}  Uid: (${(stat.owner === 'root' ? '0' : '1000').padStart(5)}/${stat.owner.padStart(8)})   Gid: (${(stat.group === 'root' ? '0' : '1000').padStart(5)}/${stat.group.padStart(8)})
Access: %x
Modify: %y
Change: %z
 Birth: %x
`,
    entry,
    io,
  )
}

function du(args: readonly string[], io: Io): number {
  const options = parseOptions(args, {
    flags: 'shacbkmx',
    valued: 'd',
    long: {
      summarize: 's',
      'human-readable': 'h',
      all: 'a',
      total: 'c',
      'max-depth': 'd',
      bytes: 'b',
    },
  })
  if (options.bad !== undefined) return badOption(io, 'du', options.bad)
  const depthMax = options.has('s') ? 0 : Number(options.value('d') ?? Number.POSITIVE_INFINITY)
  let status = 0
  const shown = (size: number) => (options.has('h') ? human(size * 1024) : String(size))
  const measure = (path: string, name: string, depth: number): number => {
    const stat = io.files.lstat(path)
    let size = blocks(stat)
    if (stat.type === 'directory')
      for (const each of io.files.list(path))
        size += measure(
          `${path === '/' ? '' : path}/${each}`,
          `${name.replace(/(.)\/+$/, '$1')}/${each}`,
          depth + 1,
        )
    if (depth <= depthMax && (stat.type === 'directory' || options.has('a') || depth === 0))
      io.stdout.write(`${shown(size)}\t${name}\n`)
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
    io.stdout.write(
      `${name}: ${io.files.exists(path) ? kindOf(io, path) : `cannot open \`${name}' (No such file or directory)`}\n`,
    )
  }
  return 0
}

function kindOf(io: Io, path: string): string {
  const { type, size } = io.files.stat(path)
  if (type === 'directory') return 'directory'
  if (size === 0) return 'empty'
  const text = io.files.readText(path)
  if (text.startsWith('\x7fELF'))
    return 'ELF 64-bit LSB executable, x86-64, version 1 (SYSV), statically linked, stripped'
  if (text.startsWith('#!'))
    return `${/(ba)?sh/.test(text.split('\n')[0] ?? '') ? 'Bourne-Again shell' : baseName(text.split('\n')[0] ?? '')} script, ASCII text executable`
  if (text.startsWith('-----BEGIN CERTIFICATE')) return 'PEM certificate'
  if (/^-----BEGIN (\w+ )?PRIVATE KEY/.test(text)) return 'PEM RSA private key'
  if (/^\s*[[{]/.test(text)) return 'JSON text data'
  return /[\udc80-\udcff\0]/.test(text)
    ? 'data'
    : /[^\x00-\x7f]/.test(text)
      ? 'UTF-8 Unicode text'
      : 'ASCII text'
}
