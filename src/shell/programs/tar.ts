/** tar: creates, lists and extracts ustar archives, gzipped or not. */
import { gunzipSync, gzipSync } from 'node:zlib'
import { decodeBytes, encodeText } from '../../lib/bytes.ts'
import { FileError, type Stat } from '../../lib/files.ts'
import { resolvePath } from '../../lib/path.ts'
import type { Io, Running } from '../../lib/process.ts'
import type { ProgramTable } from './index.ts'
import { modeText } from './mode.ts'
import { parseOptions } from './options.ts'
import { badOption, readAll } from './program.ts'
import { formatTime } from './strftime.ts'

export const tarPrograms: ProgramTable = () => ({ tar })

const BLOCK = 512
const UNPACKED_MAX = 64 * 1024 * 1024

interface Entry {
  readonly name: string
  readonly stat: Pick<Stat, 'type' | 'mode' | 'mtimeMs'>
  readonly target: string
  readonly bytes: Uint8Array
}

function* tar(args: readonly string[], io: Io): Running {
  const [first = '', ...others] = args
  const options = parseOptions(/^[cxtzvfCpO]+$/.test(first) ? [`-${first}`, ...others] : args, {
    flags: 'cxtzvpOhP',
    valued: 'fC',
    long: {
      create: 'c',
      extract: 'x',
      list: 't',
      gzip: 'z',
      verbose: 'v',
      file: 'f',
      directory: 'C',
    },
  })
  if (options.bad !== undefined) return badOption(io, 'tar', options.bad) + 1
  const folder = resolvePath(io.cwd, options.value('C') ?? '.')
  const archive = options.value('f') ?? '-'
  const gzipped = options.has('z') || /\.t?gz$/.test(archive)
  const show = options.has('v') ? (text: string) => io.stdout.write(`${text}\n`) : () => {}
  if (options.has('c')) return create(io, archive, folder, options.rest, options.has('z'), show)
  if (!options.has('x') && !options.has('t')) {
    io.stderr.write(
      "tar: You must specify one of the '-Acdtrux', '--delete' or '--test-label' options\nTry 'tar --help' or 'tar --usage' for more information.\n",
    )
    return 2
  }
  let bytes: Uint8Array
  try {
    bytes =
      archive === '-'
        ? encodeText(yield* readAll(io.stdin))
        : io.files.readBytes(resolvePath(io.cwd, archive))
    if (gzipped || (bytes[0] === 0x1f && bytes[1] === 0x8b))
      bytes = gunzipSync(bytes, { maxOutputLength: UNPACKED_MAX })
  } catch (thrown) {
    io.stderr.write(
      thrown instanceof FileError
        ? `tar: ${archive}: Cannot open: ${thrown.text}\ntar: Error is not recoverable: exiting now\n`
        : '\ngzip: stdin: not in gzip format\ntar: Child returned status 1\ntar: Error is not recoverable: exiting now\n',
    )
    return 2
  }
  const wanted = (name: string) =>
    options.rest.length === 0 ||
    options.rest.some(each => name === each || name.startsWith(`${each.replace(/\/$/, '')}/`))
  for (const entry of readEntries(bytes)) {
    if (!wanted(entry.name)) continue
    if (options.has('t')) io.stdout.write(`${options.has('v') ? longLine(entry) : entry.name}\n`)
    else {
      show(entry.name)
      if (options.has('O')) io.stdout.write(decodeBytes(entry.bytes))
      else extract(io, folder, entry)
    }
  }
  return 0
}

function longLine({ name, stat, target, bytes }: Entry): string {
  const size = String(bytes.length).padStart(9)
  return `${modeText({ ...stat, size: 0, owner: '', group: '' })} root/root ${size} ${formatTime('%F %H:%M', stat.mtimeMs)} ${name}${target === '' ? '' : ` -> ${target}`}`
}

function create(
  io: Io,
  archive: string,
  folder: string,
  names: readonly string[],
  gzipped: boolean,
  show: (text: string) => void,
): number {
  if (names.length === 0) {
    io.stderr.write(
      "tar: Cowardly refusing to create an empty archive\nTry 'tar --help' or 'tar --usage' for more information.\n",
    )
    return 2
  }
  const parts: Uint8Array[] = []
  let status = 0
  if (names.some(name => name.startsWith('/')))
    io.stderr.write("tar: Removing leading `/' from member names\n")
  const add = (path: string, name: string): void => {
    const stat = io.files.lstat(path)
    const shown =
      name.replace(/^\/+/, '') + (stat.type === 'directory' && !name.endsWith('/') ? '/' : '')
    const bytes = stat.type === 'file' ? io.files.readBytes(path) : new Uint8Array()
    show(shown)
    parts.push(
      header(shown, stat, bytes.length, stat.type === 'symlink' ? io.files.readlink(path) : ''),
      bytes,
    )
    parts.push(new Uint8Array((BLOCK - (bytes.length % BLOCK)) % BLOCK))
    if (stat.type === 'directory')
      for (const each of io.files.list(path))
        add(`${path}/${each}`, `${name.replace(/\/+$/, '')}/${each}`)
  }
  for (const name of names) {
    try {
      add(resolvePath(folder, name), name)
    } catch (thrown) {
      if (!(thrown instanceof FileError)) throw thrown
      io.stderr.write(`tar: ${name}: Cannot stat: ${thrown.text}\n`)
      status = 2
    }
  }
  parts.push(new Uint8Array(BLOCK * 2))
  const whole = Uint8Array.from(Buffer.concat(parts))
  const made = gzipped ? gzipSync(whole) : whole
  if (archive === '-') io.stdout.write(decodeBytes(made))
  else io.files.write(resolvePath(io.cwd, archive), made)
  if (status !== 0) io.stderr.write('tar: Exiting with failure status due to previous errors\n')
  return status
}

const TYPE_FLAGS = { file: '0', symlink: '2', directory: '5' } as const

function header(name: string, stat: Stat, size: number, target: string): Uint8Array {
  const block = new Uint8Array(BLOCK)
  const put = (at: number, text: string) => block.set(encodeText(text), at)
  const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, '0')}\0`
  const bytes = encodeText(name)
  const slash = bytes.length > 100 ? name.slice(0, 155).lastIndexOf('/') : -1
  put(0, slash > 0 ? name.slice(slash + 1, slash + 101) : name.slice(0, 100))
  put(
    100,
    octal(stat.mode, 8) +
      octal(0, 8) +
      octal(0, 8) +
      octal(size, 12) +
      octal(Math.floor(stat.mtimeMs / 1000), 12),
  )
  put(148, '        ')
  put(156, TYPE_FLAGS[stat.type])
  put(157, target.slice(0, 100))
  put(257, 'ustar\x0000')
  put(265, 'root')
  put(297, 'root')
  if (slash > 0) put(345, name.slice(0, slash))
  put(
    148,
    `${block
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
  )
  return block
}

function* readEntries(bytes: Uint8Array): Generator<Entry, void, undefined> {
  for (let at = 0; at + BLOCK <= bytes.length && bytes[at] !== 0; ) {
    const text = (from: number, length: number) =>
      decodeBytes(bytes.subarray(at + from, at + from + length)).replace(/\0.*$/s, '')
    const size = Number.parseInt(text(124, 12), 8) || 0
    const prefix = text(345, 155)
    const flag = text(156, 1)
    const type = flag === '5' ? 'directory' : flag === '2' ? 'symlink' : 'file'
    yield {
      name: (prefix === '' ? '' : `${prefix}/`) + text(0, 100),
      stat: {
        type,
        mode: Number.parseInt(text(100, 8), 8) || 0o644,
        mtimeMs: (Number.parseInt(text(136, 12), 8) || 0) * 1000,
      },
      target: text(157, 100),
      bytes: bytes.subarray(at + BLOCK, at + BLOCK + size),
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
  }
}

/** Names are taken as below the folder, however they try to climb out of it. */
function extract(io: Io, folder: string, { name, stat, target, bytes }: Entry): void {
  const path = `${folder === '/' ? '' : folder}${resolvePath('/', name)}`
  io.files.mkdir(stat.type === 'directory' ? path : resolvePath(path, '..'), { recursive: true })
  if (stat.type === 'directory') return
  if (stat.type === 'symlink') {
    if (!io.files.exists(path)) io.files.symlink(target, path)
    return
  }
  io.files.write(path, bytes, { mode: stat.mode })
  io.files.touch(path, stat.mtimeMs)
}
