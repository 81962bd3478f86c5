/** basename, dirname, realpath, readlink, base64 and checksums. */
import { createHash } from 'node:crypto'
import { FileError } from '../../lib/files.ts'
import { decodeBytes, encodeText } from '../../lib/bytes.ts'
import { baseName, dirName, resolvePath } from '../../lib/path.ts'
import type { Io, Program, Running } from '../../lib/process.ts'
import { missing } from './file-commands.ts'
import type { ProgramTable } from './index.ts'
import { parseOptions } from './options.ts'
import { badOption, readAll, readSource } from './program.ts'

export const namePrograms: ProgramTable = () => ({
  basename(args, io) {
    const options = parseOptions(args, {
      flags: 'az',
      valued: 's',
      long: { multiple: 'a', suffix: 's' },
    })
    if (options.rest.length === 0) return missing(io, 'basename')
    const many = options.has('a') || options.has('s')
    const suffix = options.value('s') ?? (many ? '' : (options.rest[1] ?? ''))
    for (const path of many ? options.rest : options.rest.slice(0, 1))
      io.stdout.write(`${baseName(path, suffix)}\n`)
    return 0
  },
  dirname(args, io) {
    if (args.length === 0) return missing(io, 'dirname')
    for (const path of args) io.stdout.write(`${dirName(path)}\n`)
    return 0
  },
  realpath,
  readlink,
  base64,
  md5sum: checksum('md5sum', 'md5'),
  sha1sum: checksum('sha1sum', 'sha1'),
  sha256sum: checksum('sha256sum', 'sha256'),
  sha512sum: checksum('sha512sum', 'sha512'),
  xxd: (args, io) => dump(args, io),
  hexdump: (args, io) => dump(args, io),
})

function realpath(args: readonly string[], io: Io): number {
  let status = 0
  for (const path of args.filter(arg => !/^-/.test(arg))) {
    try {
      io.stdout.write(`${io.files.realpath(resolvePath(io.cwd, path))}\n`)
    } catch (thrown) {
      if (!(thrown instanceof FileError)) throw thrown
      if (!args.includes('-q')) io.stderr.write(`realpath: ${path}: ${thrown.text}\n`)
      status = 1
    }
  }
  return status
}

function readlink(args: readonly string[], io: Io): number {
  const options = parseOptions(args, { flags: 'fenmqsvz', long: { canonicalize: 'f' } })
  if (options.bad !== undefined) return badOption(io, 'readlink', options.bad)
  let status = 0
  for (const path of options.rest) {
    const full = resolvePath(io.cwd, path)
    try {
      const canonical = options.has('f') || options.has('e') || options.has('m')
      io.stdout.write(
        (canonical
          ? io.files.exists(full)
            ? io.files.realpath(full)
            : full
          : io.files.readlink(full)) + (options.has('n') ? '' : '\n'),
      )
    } catch (thrown) {
      if (!(thrown instanceof FileError)) throw thrown
      status = 1
    }
  }
  return status
}

function* base64(args: readonly string[], io: Io): Running {
  const options = parseOptions(args, {
    flags: 'dDi',
    valued: 'w',
    long: { decode: 'd', wrap: 'w', 'ignore-garbage': 'i' },
  })
  if (options.bad !== undefined) return badOption(io, 'base64', options.bad)
  const path = options.rest[0] ?? '-'
  let bytes: Uint8Array
  if (path === '-') bytes = encodeText(yield* readAll(io.stdin))
  else {
    try {
      bytes = io.files.readBytes(resolvePath(io.cwd, path))
    } catch (thrown) {
      if (!(thrown instanceof FileError)) throw thrown
      io.stderr.write(`base64: ${path}: ${thrown.text}\n`)
      return 1
    }
  }
  if (options.has('d') || options.has('D')) {
    const text = decodeBytes(bytes).replace(options.has('i') ? /[^A-Za-z0-9+/=]/g : /\n/g, '')
    const good =
      /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?/.exec(text)?.[0] ?? ''
    const rest = /^[A-Za-z0-9+/]*/.exec(text.slice(good.length))?.[0] ?? ''
    io.stdout.write(
      decodeBytes(
        Uint8Array.from(
          Buffer.from(
            good + rest.slice(0, rest.length - (rest.length % 4 === 1 ? 1 : 0)),
            'base64',
          ),
        ),
      ),
    )
    if (good.length === text.length) return 0
    io.stderr.write('base64: invalid input\n')
    return 1
  }
  const encoded = Buffer.from(bytes).toString('base64')
  const width = Number(options.value('w') ?? 76)
  if (width === 0) io.stdout.write(encoded)
  else
    for (let at = 0; at < encoded.length; at += width)
      io.stdout.write(`${encoded.slice(at, at + width)}\n`)
  return 0
}

function checksum(name: string, algorithm: string): Program {
  return function* (args, io): Running {
    const options = parseOptions(args, {
      flags: 'cbtqw',
      long: { check: 'c', quiet: 'q', status: 's' },
    })
    if (options.bad !== undefined) return badOption(io, name, options.bad)
    const digest = (bytes: Uint8Array) => createHash(algorithm).update(bytes).digest('hex')
    let status = 0
    for (const path of options.rest.length > 0 ? options.rest : ['-']) {
      const text = yield* readSource(io, name, path)
      if (text === undefined) status = 1
      else if (!options.has('c'))
        io.stdout.write(
          `${digest(path === '-' ? encodeText(text) : io.files.readBytes(resolvePath(io.cwd, path)))}  ${path}\n`,
        )
      else
        for (const line of text.split('\n')) {
          const match = /^([0-9a-f]+) [ *](.*)$/.exec(line)
          if (!match) continue
          const full = resolvePath(io.cwd, match[2] ?? '')
          const matches = io.files.exists(full) && digest(io.files.readBytes(full)) === match[1]
          io.stdout.write(`${match[2]}: ${matches ? 'OK' : 'FAILED'}\n`)
          if (!matches) status = 1
        }
    }
    if (status === 1 && options.has('c'))
      io.stderr.write(`${name}: WARNING: 1 computed checksum did NOT match\n`)
    return status
  }
}

function* dump(args: readonly string[], io: Io): Running {
  const text = yield* readSource(io, 'xxd', args.find(arg => !arg.startsWith('-')) ?? '-')
  if (text === undefined) return 1
  const bytes = encodeText(text)
  for (let at = 0; at < bytes.length; at += 16) {
    const row = [...bytes.subarray(at, at + 16)]
    const hex = row.map(byte => byte.toString(16).padStart(2, '0'))
    const pairs = Array.from(
      { length: 8 },
      (_, index) => (hex[index * 2] ?? '  ') + (hex[index * 2 + 1] ?? '  '),
    ).join(' ')
    io.stdout.write(
      `${at.toString(16).padStart(8, '0')}: ${pairs}  ${row.map(byte => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('')}\n`,
    )
  }
  return 0
}
