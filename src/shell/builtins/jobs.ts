/** jobs, wait, kill, fg, bg, disown. */
import { type SignalName, SIGNALS } from '../../lib/process.ts'
import type { Process, Steps } from '../kernel.ts'
import { findJob, jobLine, reapJobs } from '../interpreter/jobs.ts'
import { runPendingTraps } from '../interpreter/processes.ts'
import { complain, fdOf, type Job, type Shell } from '../interpreter/shell.ts'
import type { Builtins } from './index.ts'
import { signalName, signalTable } from './trap.ts'

export const jobBuiltins: Builtins = {
  jobs(sh, args) {
    for (const job of sh.jobs.length > 0 ? [...sh.jobs] : (sh.parentJobs ?? [])) {
      if (args.includes('-p')) fdOf(sh, 1).write?.(`${job.process.pid}\n`)
      else if (!(args.includes('-r') && job.process.status !== undefined))
        fdOf(sh, 1).write?.(jobLine(sh, job, { pid: args.includes('-l') }))
    }
    reapJobs(sh)
    return 0
  },
  *wait(sh, args) {
    const names = args.filter(arg => !arg.startsWith('-'))
    if (args.includes('-n')) return yield* waitAny(sh)
    if (names.length === 0) {
      yield* waitUntil(sh, () => sh.jobs.every(job => job.process.status !== undefined))
      sh.jobs.length = 0
      return 0
    }
    let status = 0
    for (const name of names) status = yield* waitOne(sh, name)
    return status
  },
  kill,
  *fg(sh, args) {
    const job = findJob(sh, args[0] ?? '%+')
    if (!job) {
      complain(sh, `fg: ${args[0] ?? 'current'}: no such job`)
      return 1
    }
    fdOf(sh, 1).write?.(`${job.command}\n`)
    yield* waitUntil(sh, () => job.process.status !== undefined)
    forget(sh, job)
    return job.process.status ?? 0
  },
  bg(sh, args) {
    const job = findJob(sh, args[0] ?? '%+')
    if (!job) {
      complain(sh, `bg: ${args[0] ?? 'current'}: no such job`)
      return 1
    }
    complain(sh, `bg: job ${job.id} already in background`)
    return 0
  },
  disown(sh, args) {
    const job = findJob(sh, args.find(arg => !arg.startsWith('-')) ?? '%+')
    if (job) forget(sh, job)
    return job ? 0 : 1
  },
}

function forget(sh: Shell, job: Job): void {
  sh.jobs.splice(sh.jobs.indexOf(job), 1)
}

/** Waits, but lets a trap in between; true if a trap ended the wait. */
function* waitUntil(sh: Shell, done: () => boolean): Steps<boolean> {
  const ready = () => done() || sh.pendingTraps.length > 0
  while (!ready()) yield { for: 'ready', ready }
  if (done() || sh.pendingTraps.length === 0) return false
  return true
}

function* waitAny(sh: Shell): Steps<number> {
  if (sh.jobs.length === 0) return 127
  const ended = () => sh.jobs.find(job => job.process.status !== undefined)
  yield* waitUntil(sh, () => ended() !== undefined)
  const job = ended()
  if (job) forget(sh, job)
  return job?.process.status ?? 0
}

function* waitOne(sh: Shell, name: string): Steps<number> {
  const job = name.startsWith('%')
    ? findJob(sh, name)
    : sh.jobs.find(each => String(each.process.pid) === name)
  if (!job) {
    complain(
      sh,
      /^\d+$/.test(name)
        ? `wait: pid ${name} is not a child of this shell`
        : `wait: ${name}: no such job`,
    )
    return 127
  }
  const interrupted = yield* waitUntil(sh, () => job.process.status !== undefined)
  if (interrupted) {
    const signal = sh.pendingTraps[0] ?? 'TERM'
    yield* runPendingTraps(sh)
    return 128 + SIGNALS[signal]
  }
  return job.process.status ?? 0
}

function* kill(sh: Shell, args: readonly string[]): Steps<number> {
  if (args[0] === '-l' || args[0] === '-L') return listSignals(sh, args[1])
  let signal: string | undefined = 'TERM'
  let targets = args
  if (args[0] === '-s' || args[0] === '-n') {
    signal = signalName(args[1] ?? '')
    targets = args.slice(2)
  } else if (/^-./.test(args[0] ?? '') && args[0] !== '--') {
    signal = args[0] === '-0' ? '0' : signalName((args[0] ?? '').slice(1))
    targets = args.slice(1)
    if (signal === undefined)
      complain(sh, `kill: ${(args[0] ?? '').slice(1)}: invalid signal specification`)
  }
  if (signal === undefined) return 1
  targets = targets.filter(target => target !== '--')
  if (targets.length === 0) {
    fdOf(sh, 2).write?.(
      'kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]\n',
    )
    return 2
  }
  const status = targets.map(target => killOne(sh, signal, target)).every(done => done) ? 0 : 1
  // A signal to itself arrives before the next command.
  yield { for: 'turn' }
  return status
}

function killOne(sh: Shell, signal: string, target: string): boolean {
  const { kernel } = sh.host
  if (!/^%|^-?\d+$/.test(target)) {
    complain(sh, `kill: ${target}: arguments must be process or job IDs`)
    return false
  }
  const processes: readonly Process[] = target.startsWith('%')
    ? [findJob(sh, target)?.process].filter(process => process !== undefined)
    : kernel.processes.filter(
        process =>
          process.pid === Math.abs(Number(target)) ||
          (target === String(sh.pid) && process === kernel.current),
      )
  const alive = processes.filter(process => process.status === undefined)
  if (alive.length === 0) {
    complain(
      sh,
      target.startsWith('%')
        ? `kill: ${target}: no such job`
        : `kill: (${target}) - No such process`,
    )
    return false
  }
  if (signal !== '0') {
    for (const process of alive) {
      for (const member of kernel.processes.filter(
        each => each === process || (each.group === process.group && process.group < 0),
      ))
        kernel.signal(member, signal as SignalName)
    }
  }
  return true
}

function listSignals(sh: Shell, wanted: string | undefined): number {
  const all = Object.entries(SIGNALS)
  if (wanted === undefined) fdOf(sh, 1).write?.(signalTable())
  else {
    const number = Number(wanted) > 128 ? Number(wanted) - 128 : Number(wanted)
    fdOf(sh, 1).write?.(
      `${Number.isNaN(number) ? (SIGNALS[signalName(wanted) as SignalName] ?? '') : (all.find(([, each]) => each === number)?.[0] ?? '')}\n`,
    )
  }
  return 0
}
