/** Programs that run other programs: xargs, env, timeout, watch, nohup, sudo, nice, time. */
import { FileError } from '../../lib/files.ts'
import { type Io, type Pause, type Running, Signal } from '../../lib/process.ts'
import { parseDuration } from './duration.ts'
import type { ProgramTable } from './index.ts'
import { parseOptions } from './options.ts'
import { printEnvironment } from './output.ts'
import { badOption, type ProgramContext } from './program.ts'
import { formatTime } from './strftime.ts'
import { xargs } from './xargs.ts'

export const runnerPrograms: ProgramTable = context => ({
  xargs,
  env,
  timeout: (args, io) => timeout(args, io, context),
  watch: (args, io) => watch(args, io, context),
  nohup: (args, io) => runOther('nohup', args, io),
  nice: (args, io) => runOther('nice', /^-n$/.test(args[0] ?? '') ? args.slice(2) : args, io),
  setsid: (args, io) =>
    runOther(
      'setsid',
      args.filter((arg, index) => !(index === 0 && arg.startsWith('-'))),
      io,
    ),
  stdbuf: (args, io) =>
    runOther('stdbuf', args.slice(args.findIndex(arg => !arg.startsWith('-'))), io),
  sudo,
  su: (args, io) =>
    sudo(args.includes('-c') ? ['bash', '-c', args[args.indexOf('-c') + 1] ?? ''] : ['true'], io),
})

/** Runs a command; one that cannot be found is the runner's error: 127, 126 if it may not run. */
export function* runOther(name: string, argv: readonly string[], io: Io): Running {
  try {
    return yield* io.run(argv, io)
  } catch (thrown) {
    if (!(thrown instanceof FileError)) throw thrown
    const quoted =
      name === 'xargs'
        ? argv[0]
        : name === 'env' || name === 'nice'
          ? `‘${argv[0]}’`
          : name === 'nohup'
            ? `failed to run command '${argv[0]}'`
            : `failed to run command ‘${argv[0]}’`
    io.stderr.write(`${name}: ${quoted}: ${thrown.text}\n`)
    return thrown.code === 'ENOENT' ? 127 : 126
  }
}

function* env(args: readonly string[], io: Io): Running {
  const variables = new Map(io.env)
  let at = 0
  for (; at < args.length; at++) {
    const arg = args[at] ?? ''
    if (arg === '-i' || arg === '--ignore-environment' || arg === '-') variables.clear()
    else if (arg === '-u' || arg === '--unset') variables.delete(args[++at] ?? '')
    else if (arg.startsWith('--unset=')) variables.delete(arg.slice(8))
    else if (/^[A-Za-z_]\w*=/.test(arg))
      variables.set(arg.slice(0, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1))
    else if (/^-/.test(arg)) return badOption(io, 'env', arg) + 124
    else break
  }
  const inner: Io = { ...io, env: variables }
  if (at >= args.length) return printEnvironment(inner)
  return yield* runOther('env', args.slice(at), inner)
}

function* sudo(args: readonly string[], io: Io): Running {
  let at = 0
  for (; at < args.length && (args[at] ?? '').startsWith('-'); at++) {
    if (/^-[ugp]$/.test(args[at] ?? '')) at++
    if (args[at] === '-i' || args[at] === '-s')
      return yield* runOther(
        'sudo',
        ['bash', ...(args.length > at + 1 ? ['-c', args.slice(at + 1).join(' ')] : [])],
        io,
      )
  }
  const variables = new Map(io.env)
  for (; /^[A-Za-z_]\w*=/.test(args[at] ?? ''); at++)
    variables.set(
      (args[at] ?? '').split('=')[0] ?? '',
      (args[at] ?? '').slice((args[at] ?? '').indexOf('=') + 1),
    )
  if (at >= args.length) {
    io.stderr.write(
      'usage: sudo -h | -K | -k | -V\nusage: sudo [-u user] [VAR=value] [command [arg ...]]\n',
    )
    return 1
  }
  try {
    return yield* io.run(args.slice(at), { ...io, env: variables })
  } catch (thrown) {
    if (!(thrown instanceof FileError)) throw thrown
    io.stderr.write(`sudo: ${args[at]}: command not found\n`)
    return 1
  }
}

function* timeout(args: readonly string[], io: Io, context: ProgramContext): Running {
  const options = parseOptions(args, {
    flags: 'v',
    valued: 'sk',
    long: { signal: 's', 'kill-after': 'k', foreground: 'f', 'preserve-status': 'p' },
    stopsEarly: true,
  })
  if (options.bad !== undefined) return badOption(io, 'timeout', options.bad) + 124
  const [time, ...argv] = options.rest
  if (time === undefined || argv.length === 0) {
    io.stderr.write(`timeout: missing operand\nTry 'timeout --help' for more information.\n`)
    return 125
  }
  const ms = parseDuration(time)
  if (ms === undefined) {
    io.stderr.write(
      `timeout: invalid time interval ‘${time}’\nTry 'timeout --help' for more information.\n`,
    )
    return 125
  }
  const deadline = ms === 0 ? Number.POSITIVE_INFINITY : context.now() + ms
  const running = runOther('timeout', argv, io)
  const name = (options.value('s') ?? 'TERM')
    .replace(/^SIG/, '')
    .replace(/^9$/, 'KILL')
    .replace(/^15$/, 'TERM')
    .replace(/^2$/, 'INT')
  const result = yield* driveUntil(
    running,
    deadline,
    context,
    name === 'KILL' || name === 'INT' ? name : 'TERM',
  )
  if (result !== 'late') return result
  return options.has('p') ? 143 : name === 'KILL' ? 137 : 124
}

/** Runs until a point in time; then the program gets the signal. */
function* driveUntil(
  running: Running,
  deadline: number,
  context: ProgramContext,
  signal: 'TERM' | 'KILL' | 'INT',
): Generator<Pause, number | 'late', unknown> {
  try {
    let result = running.next()
    while (!result.done) {
      const left = deadline - context.now()
      if (left <= 0) break
      let reply: unknown
      try {
        reply = yield capped(result.value, left)
      } catch (thrown) {
        result = running.throw(thrown)
        continue
      }
      if (context.now() >= deadline) break
      result = running.next(reply)
    }
    if (result.done) return result.value
    try {
      running.throw(new Signal(signal))
    } catch (thrown) {
      if (!(thrown instanceof Signal)) throw thrown
    }
    return 'late'
  } finally {
    running.return(0)
  }
}

function capped(pause: Pause, ms: number): Pause {
  if (!Number.isFinite(ms)) return pause
  if (pause.for === 'time' || pause.for === 'change' || pause.for === 'input')
    return { ...pause, ms: Math.min(pause.ms ?? ms, ms) }
  // Waits that only the kernel knows get the deadline as well.
  return Object.assign({ ms }, pause)
}

function* watch(args: readonly string[], io: Io, context: ProgramContext): Running {
  const options = parseOptions(args, {
    flags: 'bcdegtxpw',
    valued: 'nq',
    long: {
      interval: 'n',
      'no-title': 't',
      differences: 'd',
      exec: 'x',
      errexit: 'e',
      chgexit: 'g',
      color: 'c',
      beep: 'b',
    },
    stopsEarly: true,
  })
  if (options.bad !== undefined) return badOption(io, 'watch', options.bad)
  if (options.rest.length === 0) {
    io.stderr.write('Usage:\n watch [options] command\n')
    return 1
  }
  const seconds = Math.max(0.1, Number(options.value('n') ?? 2))
  const command = options.rest.join(' ')
  let before: string | undefined
  for (;;) {
    let screen = ''
    const collect = {
      write: (text: string) => {
        screen += text
      },
    }
    const { terminal: _, ...plain } = io
    const status = yield* runOther(
      'watch',
      options.has('x') ? options.rest : ['sh', '-c', command],
      { ...plain, stdout: collect, stderr: collect },
    )
    const left = `Every ${seconds.toFixed(1)}s: ${command}`
    const right = `${io.env.get('HOSTNAME') ?? 'controlplane'}: ${formatTime('%a %b %e %H:%M:%S %Y', context.now())}`
    const width = io.terminal?.columns ?? 80
    const title = options.has('t')
      ? ''
      : `${left}${' '.repeat(Math.max(1, width - left.length - right.length))}${right}\n\n`
    io.stdout.write(`${io.terminal ? '\x1b[H\x1b[2J' : ''}${title}${screen}`)
    if (options.has('e') && status !== 0) return status
    if (options.has('g') && before !== undefined && before !== screen) return 0
    before = screen
    yield { for: 'time', ms: seconds * 1000 }
  }
}
