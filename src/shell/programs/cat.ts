/** cat, tac, tee, nl, rev, and pagers that print when there is no terminal. */
import { FileError } from '../../lib/files.ts'
import { resolvePath } from '../../lib/path.ts'
import type { Io, Running } from '../../lib/process.ts'
import type { ProgramTable } from './index.ts'
import { parseOptions } from './options.ts'
import { badOption, complainOf, eachLine, lines, readAll, readSource } from './program.ts'

export const catPrograms: ProgramTable = () => ({
  cat,
  tac,
  tee,
  nl,
  rev,
  less: pager('less'),
  more: pager('more'),
})

function* cat(args: readonly string[], io: Io): Running {
  const options = parseOptions(args, {
    flags: 'nbAEsTuvet',
    long: {
      number: 'n',
      'number-nonblank': 'b',
      'show-all': 'A',
      'show-ends': 'E',
      'squeeze-blank': 's',
      'show-tabs': 'T',
    },
  })
  if (options.bad !== undefined) return badOption(io, 'cat', options.bad)
  const plain = !['n', 'b', 'A', 'E', 's', 'T', 'v', 'e', 't'].some(letter => options.has(letter))
  const paths = options.rest.length > 0 ? options.rest : ['-']
  let status = 0
  if (!plain) return yield* catLines(io, paths, letter => options.has(letter))
  for (const path of paths) {
    if (path === '-') {
      for (let chunk = io.stdin.read(); chunk !== undefined; chunk = io.stdin.read()) {
        if (chunk === '') yield { for: 'input' }
        else {
          io.stdout.write(chunk)
          yield { for: 'room' }
        }
      }
      continue
    }
    try {
      io.stdout.write(io.files.readText(resolvePath(io.cwd, path)))
    } catch (thrown) {
      complainOf(io, 'cat', path, thrown)
      status = 1
    }
  }
  return status
}

function* catLines(io: Io, paths: readonly string[], has: (letter: string) => boolean): Running {
  let number = 0
  let blank = false
  const ends = has('E') || has('A') || has('e')
  const tabs = has('T') || has('A') || has('t')
  const controls = has('v') || has('A') || has('e') || has('t')
  return yield* eachLine(io, 'cat', paths, (line, whole) => {
    if (has('s') && line === '' && blank) return
    blank = line === ''
    let text = controls
      ? line.replace(
          /[\x00-\x08\x0b-\x1f]/g,
          char => `^${String.fromCharCode(char.charCodeAt(0) + 64)}`,
        )
      : line
    if (tabs) text = text.replaceAll('\t', '^I')
    const numbered = has('b') ? line !== '' : has('n')
    io.stdout.write(
      `${numbered ? `${String(++number).padStart(6)}\t` : ''}${text}${whole ? `${ends ? '$' : ''}\n` : ''}`,
    )
  })
}

function* tac(args: readonly string[], io: Io): Running {
  for (const path of args.length > 0 ? args : ['-']) {
    const text = yield* readSource(io, 'tac', path)
    if (text === undefined) return 1
    io.stdout.write(
      lines(text)
        .reverse()
        .map(line => `${line}\n`)
        .join(''),
    )
  }
  return 0
}

function* rev(args: readonly string[], io: Io): Running {
  return yield* eachLine(io, 'rev', args, (line, whole) =>
    io.stdout.write([...line].reverse().join('') + (whole ? '\n' : '')),
  )
}

function* tee(args: readonly string[], io: Io): Running {
  const options = parseOptions(args, {
    flags: 'aip',
    long: { append: 'a', 'ignore-interrupts': 'i' },
  })
  if (options.bad !== undefined) return badOption(io, 'tee', options.bad)
  let status = 0
  const paths: string[] = []
  for (const path of options.rest) {
    try {
      io.files.write(resolvePath(io.cwd, path), '', { append: options.has('a') })
      paths.push(resolvePath(io.cwd, path))
    } catch (thrown) {
      if (!(thrown instanceof FileError)) throw thrown
      complainOf(io, 'tee', path, thrown)
      status = 1
    }
  }
  for (let chunk = io.stdin.read(); chunk !== undefined; chunk = io.stdin.read()) {
    if (chunk === '') {
      yield { for: 'input' }
      continue
    }
    for (const path of paths) io.files.write(path, chunk, { append: true })
    io.stdout.write(chunk)
  }
  return status
}

function* nl(args: readonly string[], io: Io): Running {
  const options = parseOptions(args, { valued: 'bwsnvi' })
  if (options.bad !== undefined) return badOption(io, 'nl', options.bad)
  const width = Number(options.value('w') ?? 6)
  const all = options.value('b') === 'a'
  let number = Number(options.value('v') ?? 1)
  return yield* eachLine(io, 'nl', options.rest, line => {
    if (line === '' && !all) io.stdout.write(`${' '.repeat(width + 1)}\n`)
    else
      io.stdout.write(`${String(number++).padStart(width)}${options.value('s') ?? '\t'}${line}\n`)
  })
}

/** On a terminal the pager gets the screen; otherwise it is `cat`. */
const pager = (name: 'less' | 'more') =>
  function* (args: readonly string[], io: Io): Running {
    const paths = args.filter(arg => !/^[-+]./.test(arg))
    let status = 0
    let text = ''
    for (const path of paths.length > 0 ? paths : ['-']) {
      const source = path === '-' ? yield* readAll(io.stdin) : yield* readPage(io, name, path)
      if (source === undefined) status = 1
      else text += source
    }
    if (!io.terminal || name === 'more' || text === '') io.stdout.write(text)
    else yield { for: 'screen', program: 'less', path: paths[0] ?? '', text }
    return status
  }

function* readPage(
  io: Io,
  name: string,
  path: string,
): Generator<never, string | undefined, unknown> {
  try {
    return io.files.readText(resolvePath(io.cwd, path))
  } catch (thrown) {
    if (!(thrown instanceof FileError)) throw thrown
    io.stderr.write(
      thrown.code === 'EISDIR'
        ? `${path} is a directory\n`
        : name === 'more'
          ? `more: cannot open ${path}: ${thrown.text}\n`
          : `${path}: ${thrown.text}\n`,
    )
    return undefined
  }
}
