/** gzip, gunzip and zcat. */
import { gunzipSync, gzipSync } from 'node:zlib'
import { decodeBytes, encodeText } from '../../lib/bytes.ts'
import { FileError } from '../../lib/files.ts'
import { resolvePath } from '../../lib/path.ts'
import type { Io, Program, Running } from '../../lib/process.ts'
import type { ProgramTable } from './index.ts'
import { type Options, parseOptions } from './options.ts'
import { badOption, readAll } from './program.ts'

export const gzipPrograms: ProgramTable = () => ({
  gzip: compressor('gzip', []),
  gunzip: compressor('gunzip', ['-d']),
  zcat: compressor('zcat', ['-d', '-c']),
})

/** What a hostile archive may unpack to. */
const UNPACKED_MAX = 64 * 1024 * 1024

const compressor = (name: string, always: readonly string[]): Program =>
  function* (args, io): Running {
    const options = parseOptions([...always, ...args], {
      flags: 'cdfklnqrtv123456789',
      valued: 'S',
      long: { stdout: 'c', 'to-stdout': 'c', decompress: 'd', force: 'f', keep: 'k', best: '9' },
    })
    if (options.bad !== undefined) return badOption(io, name, options.bad)
    let status = 0
    for (const path of options.rest.length > 0 ? options.rest : ['-']) {
      try {
        if (path === '-') {
          const bytes = encodeText(yield* readAll(io.stdin))
          io.stdout.write(decodeBytes(options.has('d') ? unpack(bytes) : pack(bytes)))
        } else status = oneFile(name, path, options, io) || status
      } catch (thrown) {
        status = 1
        if (thrown instanceof FileError) io.stderr.write(`${name}: ${path}: ${thrown.text}\n`)
        else io.stderr.write(`\ngzip: ${path === '-' ? 'stdin' : path}: not in gzip format\n`)
      }
    }
    return status
  }

const pack = (bytes: Uint8Array): Uint8Array => gzipSync(bytes)
const unpack = (bytes: Uint8Array): Uint8Array =>
  gunzipSync(bytes, { maxOutputLength: UNPACKED_MAX })

/** The result takes the file's place, unless it is kept or goes to standard output. */
function oneFile(name: string, path: string, options: Options, io: Io): number {
  const full = resolvePath(io.cwd, path)
  if (io.files.stat(full).type === 'directory') {
    io.stderr.write(`${name}: ${path} is a directory -- ignored\n`)
    return 2
  }
  const unpacks = options.has('d')
  if (unpacks && !full.endsWith('.gz')) {
    io.stderr.write(`${name}: ${path}: unknown suffix -- ignored\n`)
    return 2
  }
  const bytes = io.files.readBytes(full)
  const made = unpacks ? unpack(bytes) : pack(bytes)
  if (options.has('c')) {
    io.stdout.write(decodeBytes(made))
    return 0
  }
  const target = unpacks ? full.slice(0, -'.gz'.length) : `${full}.gz`
  if (io.files.exists(target) && !options.has('f')) {
    io.stderr.write(
      `${name}: ${unpacks ? path.slice(0, -3) : `${path}.gz`} already exists;\tnot overwritten\n`,
    )
    return 2
  }
  io.files.write(target, made)
  if (!options.has('k')) io.files.remove(full)
  return 0
}
