/** mkdir, rmdir, rm, touch, ln, chmod, chown and other programs that change files without reading them. */
import { FileError, type Files } from '../../lib/files.ts'
import { resolvePath } from '../../lib/path.ts'
import type { Io, Program } from '../../lib/process.ts'
import { copyPrograms } from './cp.ts'
import { parseDate } from './date-text.ts'
import type { ProgramTable } from './index.ts'
import { changedMode } from './mode.ts'
import { type OptionSpec, type Options, parseOptions } from './options.ts'
import { badOption, type ProgramContext } from './program.ts'

export const filePrograms: ProgramTable = context => ({
  mkdir: each(
    'mkdir',
    { flags: 'pv', valued: 'm', long: { parents: 'p', verbose: 'v', mode: 'm' } },
    mkdir,
  ),
  rmdir: each(
    'rmdir',
    { flags: 'pv', long: { parents: 'p', verbose: 'v', 'ignore-fail-on-non-empty': 'i' } },
    rmdir,
  ),
  rm,
  unlink: each('unlink', {}, (io, path) => io.files.remove(resolvePath(io.cwd, path))),
  touch: (args, io) => touch(args, io, context),
  ln,
  chmod,
  chown: each(
    'chown',
    { flags: 'Rvf', long: { recursive: 'R' } },
    (io, path) => {
      io.files.stat(resolvePath(io.cwd, path))
    },
    1,
  ),
  chgrp: each(
    'chgrp',
    { flags: 'Rvf', long: { recursive: 'R' } },
    (io, path) => {
      io.files.stat(resolvePath(io.cwd, path))
    },
    1,
  ),
  truncate: each(
    'truncate',
    { flags: 'c', valued: 's', long: { size: 's' } },
    (io, path, options) => {
      const size = Number(options.value('s') ?? 0)
      const full = resolvePath(io.cwd, path)
      const bytes = new Uint8Array(size)
      if (io.files.exists(full)) bytes.set(io.files.readBytes(full).subarray(0, size))
      io.files.write(full, bytes)
    },
  ),
  sync: () => 0,
  mktemp: (args, io) => mktemp(args, io, context),
  ...copyPrograms(context),
})

/** GNU's sentence for a failed operation. */
const VERBS: Readonly<Record<string, string>> = {
  mkdir: 'cannot create directory',
  rmdir: 'failed to remove',
  unlink: 'cannot unlink',
  chown: 'cannot access',
  chgrp: 'cannot access',
  touch: 'cannot touch',
  truncate: 'cannot open',
  rm: 'cannot remove',
  chmod: 'cannot access',
}

function complainAbout(io: Io, name: string, path: string, thrown: unknown): void {
  if (!(thrown instanceof FileError)) throw thrown
  const quoted = name === 'mkdir' ? `‘${path}’` : `'${path}'`
  io.stderr.write(`${name}: ${VERBS[name] ?? 'cannot access'} ${quoted}: ${thrown.text}\n`)
}

/** A program that does the same to each operand. `skip`: operands before the paths. */
function each(
  name: string,
  spec: OptionSpec,
  act: (io: Io, path: string, options: Options) => void,
  skip = 0,
): Program {
  return (args, io) => {
    const options = parseOptions(args, spec)
    if (options.bad !== undefined) return badOption(io, name, options.bad)
    const paths = options.rest.slice(skip)
    if (paths.length === 0) return missing(io, name, options.rest.at(-1))
    let status = 0
    for (const path of paths) {
      try {
        act(io, path, options)
      } catch (thrown) {
        complainAbout(io, name, path, thrown)
        status = 1
      }
    }
    return status
  }
}

export function missing(io: Io, name: string, after?: string): number {
  io.stderr.write(
    `${name}: missing ${after !== undefined && /^(cp|mv)$/.test(name) ? `destination file operand after '${after}'` : after !== undefined ? `operand after ‘${after}’` : /^(cp|mv|touch|ln)$/.test(name) ? 'file operand' : 'operand'}\nTry '${name} --help' for more information.\n`,
  )
  return 1
}

function mkdir(io: Io, path: string, options: Options): void {
  const full = resolvePath(io.cwd, path)
  const mode = options.value('m')
  if (options.has('v') && !io.files.exists(full))
    io.stdout.write(`mkdir: created directory '${path}'\n`)
  io.files.mkdir(full, {
    recursive: options.has('p'),
    ...(mode !== undefined && { mode: changedMode(0o755, mode, true) ?? 0o755 }),
  })
}

function rmdir(io: Io, path: string, options: Options): void {
  const full = resolvePath(io.cwd, path)
  if (io.files.lstat(full).type !== 'directory') throw new FileError('ENOTDIR', path)
  io.files.remove(full)
  for (let rest = path.replace(/\/+$/, ''); options.has('p') && rest.includes('/'); ) {
    rest = rest.slice(0, rest.lastIndexOf('/'))
    if (rest !== '') io.files.remove(resolvePath(io.cwd, rest))
  }
}

function rm(args: readonly string[], io: Io): number {
  const options = parseOptions(args, {
    flags: 'rRfidvI',
    long: {
      recursive: 'r',
      force: 'f',
      dir: 'd',
      verbose: 'v',
      'preserve-root': 'x',
      'no-preserve-root': 'N',
    },
  })
  if (options.bad !== undefined) return badOption(io, 'rm', options.bad)
  if (options.rest.length === 0) return options.has('f') ? 0 : missing(io, 'rm')
  const recursive = options.has('r') || options.has('R')
  let status = 0
  for (const path of options.rest) {
    const full = resolvePath(io.cwd, path)
    try {
      if (full === '/' && recursive) {
        io.stderr.write(
          "rm: it is dangerous to operate recursively on '/'\nrm: use --no-preserve-root to override this failsafe\n",
        )
        return 1
      }
      if (/(^|\/)\.{1,2}\/*$/.test(path)) {
        io.stderr.write(`rm: refusing to remove '.' or '..' directory: skipping '${path}'\n`)
        status = 1
        continue
      }
      const { type } = io.files.lstat(full)
      if (type === 'directory' && !recursive && !options.has('d'))
        throw new FileError('EISDIR', path)
      io.files.remove(full, { recursive })
      if (options.has('v'))
        io.stdout.write(`removed ${type === 'directory' ? 'directory ' : ''}'${path}'\n`)
    } catch (thrown) {
      if (
        options.has('f') &&
        thrown instanceof FileError &&
        (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR')
      )
        continue
      complainAbout(io, 'rm', path, thrown)
      status = 1
    }
  }
  return status
}

function touch(args: readonly string[], io: Io, context: ProgramContext): number {
  const options = parseOptions(args, {
    flags: 'acmh',
    valued: 'drt',
    long: { 'no-create': 'c', date: 'd', reference: 'r' },
  })
  if (options.bad !== undefined) return badOption(io, 'touch', options.bad)
  if (options.rest.length === 0) return missing(io, 'touch')
  const given = options.value('d')
  const stamp = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d\d))?$/.exec(options.value('t') ?? '')
  const reference = options.value('r')
  const ms =
    given !== undefined
      ? parseDate(given, context.now())
      : stamp
        ? Date.UTC(
            Number(stamp[1]),
            Number(stamp[2]) - 1,
            Number(stamp[3]),
            Number(stamp[4]),
            Number(stamp[5]),
            Number(stamp[6] ?? 0),
          )
        : reference !== undefined
          ? io.files.stat(resolvePath(io.cwd, reference)).mtimeMs
          : undefined
  let status = 0
  for (const path of options.rest) {
    try {
      const full = resolvePath(io.cwd, path)
      if (options.has('c') && !io.files.exists(full)) continue
      io.files.touch(full, ms)
    } catch (thrown) {
      complainAbout(io, 'touch', path, thrown)
      status = 1
    }
  }
  return status
}

function ln(args: readonly string[], io: Io): number {
  const options = parseOptions(args, {
    flags: 'sfnrvT',
    long: { symbolic: 's', force: 'f', 'no-dereference': 'n', relative: 'r', verbose: 'v' },
  })
  if (options.bad !== undefined) return badOption(io, 'ln', options.bad)
  const [target, ...others] = options.rest
  if (target === undefined) return missing(io, 'ln')
  const place = others.at(-1) ?? '.'
  const full = resolvePath(io.cwd, place)
  const inside = isDirectory(io.files, full) && !options.has('n') && !options.has('T')
  let status = 0
  for (const each of others.length > 1 ? [target, ...others.slice(0, -1)] : [target]) {
    const path = inside
      ? `${full === '/' ? '' : full}/${each.slice(each.replace(/\/+$/, '').lastIndexOf('/') + 1)}`
      : full
    try {
      if (options.has('f') && lexists(io.files, path)) io.files.remove(path)
      if (options.has('s')) io.files.symlink(each, path)
      else
        io.files.write(path, io.files.readBytes(resolvePath(io.cwd, each)), {
          mode: io.files.stat(resolvePath(io.cwd, each)).mode,
        })
    } catch (thrown) {
      if (!(thrown instanceof FileError)) throw thrown
      io.stderr.write(
        thrown.code === 'EEXIST'
          ? `ln: failed to create ${options.has('s') ? 'symbolic' : 'hard'} link '${inside ? `${place.replace(/\/+$/, '')}/${each}` : place}': File exists\n`
          : `ln: failed to access '${each}': ${thrown.text}\n`,
      )
      status = 1
    }
  }
  return status
}

export function isDirectory(files: Files, path: string): boolean {
  return files.exists(path) && files.stat(path).type === 'directory'
}

export function lexists(files: Files, path: string): boolean {
  try {
    files.lstat(path)
    return true
  } catch {
    return false
  }
}

function chmod(args: readonly string[], io: Io): number {
  const words = args.filter(arg => !/^-(R|v|f|c|-recursive|-verbose)$/.test(arg))
  const recursive = args.some(arg => arg === '-R' || arg === '--recursive')
  const [mode, ...paths] = words
  if (mode === undefined) return missing(io, 'chmod')
  if (paths.length === 0) return missing(io, 'chmod', mode)
  if (changedMode(0, mode, false) === undefined) {
    io.stderr.write(`chmod: invalid mode: ‘${mode}’\nTry 'chmod --help' for more information.\n`)
    return 1
  }
  let status = 0
  const change = (path: string): void => {
    const stat = io.files.stat(path)
    io.files.chmod(path, changedMode(stat.mode, mode, stat.type === 'directory') ?? stat.mode)
    if (recursive && stat.type === 'directory')
      for (const name of io.files.list(path)) change(`${path}/${name}`)
  }
  for (const path of paths) {
    try {
      change(resolvePath(io.cwd, path))
    } catch (thrown) {
      complainAbout(io, 'chmod', path, thrown)
      status = 1
    }
  }
  return status
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

function mktemp(args: readonly string[], io: Io, context: ProgramContext): number {
  const options = parseOptions(args, {
    flags: 'duqt',
    valued: 'p<suffix>',
    long: { directory: 'd', 'dry-run': 'u', tmpdir: 'p', suffix: 'suffix' },
  })
  if (options.bad !== undefined) return badOption(io, 'mktemp', options.bad)
  const template = options.rest[0] ?? 'tmp.XXXXXXXXXX'
  const folder =
    options.value('p') ??
    (options.rest[0] === undefined || options.has('t') ? (io.env.get('TMPDIR') ?? '/tmp') : '')
  if (!/X{3,}/.test(template)) {
    io.stderr.write(`mktemp: too few X's in template ‘${template}’\n`)
    return 1
  }
  const name =
    template.replace(/X+(?!.*X)/, run =>
      Array.from(run, () => LETTERS[Math.floor(context.random() * LETTERS.length)] ?? 'a').join(''),
    ) + (options.value('suffix') ?? '')
  const shown = folder === '' ? name : `${folder}/${name}`
  const path = resolvePath(io.cwd, shown)
  if (!options.has('u')) {
    if (options.has('d')) io.files.mkdir(path, { mode: 0o700 })
    else io.files.write(path, '', { mode: 0o600 })
  }
  io.stdout.write(`${shown}\n`)
  return 0
}
