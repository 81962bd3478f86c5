/** cp, mv and install. */
import { FileError } from '../../lib/files.ts'
import { baseName, resolvePath } from '../../lib/path.ts'
import type { Io } from '../../lib/process.ts'
import { isDirectory, lexists, missing } from './file-commands.ts'
import type { ProgramTable } from './index.ts'
import { changedMode } from './mode.ts'
import { type Options, parseOptions } from './options.ts'
import { badOption } from './program.ts'

export const copyPrograms: ProgramTable = () => ({ cp, mv, install })

const CP = {
  flags: 'rRafinpuvTLPdHx',
  valued: 't',
  long: {
    recursive: 'r',
    archive: 'a',
    force: 'f',
    interactive: 'i',
    'no-clobber': 'n',
    preserve: 'p',
    update: 'u',
    verbose: 'v',
    'target-directory': 't',
    'no-target-directory': 'T',
    dereference: 'L',
    'no-dereference': 'P',
  },
  optional: ['p'],
}

/** Sources and where each goes; undefined after a complaint. */
function pairs(io: Io, name: string, options: Options): { from: string; to: string }[] | undefined {
  const folder = options.value('t')
  const sources = folder === undefined ? options.rest.slice(0, -1) : options.rest
  const target = folder ?? options.rest.at(-1)
  if (target === undefined || sources.length === 0) {
    missing(io, name, options.rest[0])
    return undefined
  }
  const full = resolvePath(io.cwd, target)
  const inside = isDirectory(io.files, full) && !options.has('T')
  if (!inside && (sources.length > 1 || folder !== undefined)) {
    io.stderr.write(
      io.files.exists(full)
        ? `${name}: target '${target}' is not a directory\n`
        : `${name}: target '${target}': No such file or directory\n`,
    )
    return undefined
  }
  return sources.map(from => ({
    from,
    to: inside
      ? `${target.replace(/(.)\/+$/, '$1')}${target.endsWith('/') && target === '/' ? '' : '/'}${baseName(from)}`
      : target,
  }))
}

function cp(args: readonly string[], io: Io): number {
  const options = parseOptions(args, CP)
  if (options.bad !== undefined) return badOption(io, 'cp', options.bad)
  const recursive = options.has('r') || options.has('R') || options.has('a')
  const copies = pairs(io, 'cp', options)
  if (!copies) return 1
  let status = 0
  for (const { from, to } of copies) {
    const source = resolvePath(io.cwd, from)
    const target = resolvePath(io.cwd, to)
    try {
      const stat = recursive && !options.has('L') ? io.files.lstat(source) : io.files.stat(source)
      if (stat.type === 'directory' && !recursive) {
        io.stderr.write(`cp: -r not specified; omitting directory '${from}'\n`)
        status = 1
      } else if (source === target) {
        io.stderr.write(`cp: '${from}' and '${to}' are the same file\n`)
        status = 1
      } else if (stat.type === 'directory' && target.startsWith(`${source}/`)) {
        io.stderr.write(`cp: cannot copy a directory, '${from}', into itself, '${to}'\n`)
        status = 1
      } else if (!(options.has('n') && io.files.exists(target))) {
        if (to.endsWith('/') && stat.type !== 'directory') throw new FileError('ENOTDIR', to)
        copyTree(io, source, target, options)
        if (options.has('v')) io.stdout.write(`'${from}' -> '${to}'\n`)
      }
    } catch (thrown) {
      if (!(thrown instanceof FileError)) throw thrown
      io.stderr.write(
        lexists(io.files, source)
          ? `cp: cannot create ${isDirectory(io.files, source) ? 'directory' : 'regular file'} '${to}': ${thrown.text}\n`
          : `cp: cannot stat '${from}': ${thrown.text}\n`,
      )
      status = 1
    }
  }
  return status
}

function copyTree(io: Io, source: string, target: string, options: Options): void {
  const { files } = io
  const follow = options.has('L') || !(options.has('r') || options.has('R') || options.has('a'))
  const stat = follow ? files.stat(source) : files.lstat(source)
  const keeps = options.has('p') || options.has('a')
  if (stat.type === 'symlink') {
    if (lexists(files, target)) files.remove(target)
    files.symlink(files.readlink(source), target)
    return
  }
  if (stat.type === 'directory') {
    if (!files.exists(target)) files.mkdir(target, { mode: stat.mode })
    for (const name of files.list(source))
      copyTree(io, `${source}/${name}`, `${target}/${name}`, options)
  } else
    files.write(
      target,
      files.readBytes(source),
      files.exists(target) && !keeps ? {} : { mode: stat.mode },
    )
  if (keeps) files.touch(target, stat.mtimeMs)
}

function mv(args: readonly string[], io: Io): number {
  const options = parseOptions(args, {
    flags: 'finuvT',
    valued: 't',
    long: {
      force: 'f',
      interactive: 'i',
      'no-clobber': 'n',
      update: 'u',
      verbose: 'v',
      'target-directory': 't',
      'no-target-directory': 'T',
    },
  })
  if (options.bad !== undefined) return badOption(io, 'mv', options.bad)
  const moves = pairs(io, 'mv', options)
  if (!moves) return 1
  let status = 0
  for (const { from, to } of moves) {
    const source = resolvePath(io.cwd, from)
    const target = resolvePath(io.cwd, to)
    try {
      if (source === target) {
        io.stderr.write(`mv: '${from}' and '${to}' are the same file\n`)
        status = 1
        continue
      }
      io.files.lstat(source)
      if (options.has('n') && io.files.exists(target)) continue
      io.files.rename(source, target)
      if (options.has('v')) io.stdout.write(`renamed '${from}' -> '${to}'\n`)
    } catch (thrown) {
      if (!(thrown instanceof FileError)) throw thrown
      const into =
        thrown.code === 'EINVAL'
          ? `cannot move '${from}' to a subdirectory of itself, '${to}'`
          : `cannot move '${from}' to '${to}': ${thrown.text}`
      io.stderr.write(
        lexists(io.files, source) ? `mv: ${into}\n` : `mv: cannot stat '${from}': ${thrown.text}\n`,
      )
      status = 1
    }
  }
  return status
}

function install(args: readonly string[], io: Io): number {
  const options = parseOptions(args, {
    flags: 'dDvc',
    valued: 'mogt',
    long: { directory: 'd', mode: 'm', owner: 'o', group: 'g' },
  })
  if (options.bad !== undefined) return badOption(io, 'install', options.bad)
  if (options.has('d')) {
    for (const path of options.rest) io.files.mkdir(resolvePath(io.cwd, path), { recursive: true })
    return 0
  }
  const moves = pairs(io, 'install', options)
  if (!moves) return 1
  for (const { from, to } of moves) {
    const source = resolvePath(io.cwd, from)
    if (!io.files.exists(source)) {
      io.stderr.write(`install: cannot stat '${from}': No such file or directory\n`)
      return 1
    }
    if (options.has('D'))
      io.files.mkdir(resolvePath(resolvePath(io.cwd, to), '..'), { recursive: true })
    io.files.write(resolvePath(io.cwd, to), io.files.readBytes(source), {
      mode: changedMode(0, options.value('m') ?? '755', false) ?? 0o755,
    })
  }
  return 0
}
