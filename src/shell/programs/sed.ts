/** sed: reads its script, then runs it over each line. */
import { FileError } from '../../lib/files.ts'
import { resolvePath } from '../../lib/path.ts'
import type { Io, Running } from '../../lib/process.ts'
import { type Options, parseOptions } from './options.ts'
import { readAll, type Work } from './program.ts'
import { SedSource } from './sed-source.ts'
import { SedRun } from './sed-run.ts'
import { parseSed, type SedCommand, SedError } from './sed-script.ts'

const SPEC = {
  flags: 'nErsuz',
  valued: 'efl<in>',
  optional: ['in'],
  long: {
    quiet: 'n',
    silent: 'n',
    'regexp-extended': 'E',
    expression: 'e',
    file: 'f',
    'in-place': 'in',
    separate: 's',
    unbuffered: 'u',
    'null-data': 'z',
    posix: 'p',
  },
}

export function* sed(args: readonly string[], io: Io): Running {
  const options = parseOptions(
    args.flatMap(arg =>
      /^-[nErsuz]*i/.test(arg) && !arg.startsWith('--') ? inPlaceOption(arg) : arg,
    ),
    SPEC,
  )
  if (options.bad !== undefined) {
    io.stderr.write(
      `sed: ${options.bad.startsWith('--') ? `unrecognized option '${options.bad}'` : `invalid option -- '${options.bad.slice(1)}'`}\nUsage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...\n`,
    )
    return 1
  }
  const [script, operands] = yield* scriptOf(io, options)
  if (script === undefined) {
    if (operands.length === 0)
      io.stderr.write('Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...\n')
    return 1
  }
  let commands: readonly SedCommand[]
  try {
    commands = parseSed(script, options.has('E') || options.has('r'))
  } catch (thrown) {
    if (!(thrown instanceof SedError)) throw thrown
    io.stderr.write(`sed: -e expression #1, char ${thrown.at}: ${thrown.message}\n`)
    return 1
  }
  if (options.has('in')) return yield* editInPlace(io, options, commands, operands)
  const source = new SedSource(io, operands, options.has('s'), options.has('z') ? '\0' : '\n')
  const status = yield* new SedRun(commands, source, options.has('n'), io, text =>
    io.stdout.write(text),
  ).run()
  return status || source.status
}

/** `-i.bak` and `-ni` to their long forms. */
function inPlaceOption(arg: string): string[] {
  const at = arg.indexOf('i')
  const before = arg.slice(0, at)
  const suffix = arg.slice(at + 1)
  return [
    ...(before === '-' ? [] : [before]),
    suffix === '' ? '--in-place' : `--in-place=${suffix}`,
  ]
}

function* scriptOf(io: Io, options: Options): Work<[string | undefined, readonly string[]]> {
  const parts: string[] = [...options.values('e')]
  for (const path of options.values('f')) {
    const full = resolvePath(io.cwd, path)
    if (path !== '-' && !io.files.exists(full)) {
      io.stderr.write(`sed: couldn't open file ${path}: No such file or directory\n`)
      return [undefined, options.rest]
    }
    parts.push(
      (path === '-' ? yield* readAll(io.stdin) : io.files.readText(full)).replace(/\n$/, ''),
    )
  }
  if (parts.length > 0) return [parts.join('\n'), options.rest]
  return [options.rest[0], options.rest.slice(1)]
}

export function complainOfSource(io: Io, path: string, thrown: unknown): void {
  if (!(thrown instanceof FileError)) throw thrown
  io.stderr.write(
    thrown.code === 'EISDIR'
      ? `sed: couldn't edit ${path}: not a regular file\n`
      : `sed: can't read ${path}: ${thrown.text}\n`,
  )
}

function* editInPlace(
  io: Io,
  options: Options,
  commands: readonly SedCommand[],
  operands: readonly string[],
): Running {
  if (operands.length === 0) {
    io.stderr.write('sed: no input files\n')
    return 1
  }
  let status = 0
  for (const path of operands) {
    const full = resolvePath(io.cwd, path)
    try {
      const before = io.files.readText(full)
      let out = ''
      const result = yield* new SedRun(
        commands,
        new SedSource(io, [path], false, options.has('z') ? '\0' : '\n'),
        options.has('n'),
        io,
        text => {
          out += text
        },
      ).run()
      const suffix = options.value('in')
      if (suffix !== undefined)
        io.files.write(
          suffix.includes('*')
            ? full.replace(/[^/]*$/, name => suffix.replace('*', name))
            : full + suffix,
          before,
        )
      io.files.write(full, out)
      status ||= result
    } catch (thrown) {
      complainOfSource(io, path, thrown)
      status = 2
    }
  }
  return status
}
