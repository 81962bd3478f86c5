/** Runs lists, `&&` and `||`, pipelines, background jobs. */
import { Signal } from '../../lib/process.ts'
import type { Process, Steps } from '../kernel.ts'
import { createPipe, nullStream, type Stream } from '../streams.ts'
import type { Command, List, Pipeline } from '../syntax/ast.ts'
import { runCompound } from './compound.ts'
import { ExitFlow, ExpansionFailure } from './flow.ts'
import { addJob } from './jobs.ts'
import { runPendingTraps, runTrap, spawnShell } from './processes.ts'
import { withRedirects } from './redirect.ts'
import { complain, fdOf, forkShell, type Shell } from './shell.ts'
import { runSimple } from './simple.ts'

export function* runLists(sh: Shell, lists: readonly List[]): Steps<number> {
  for (const list of lists) {
    if (list.background) startJob(sh, list)
    else yield* runList(sh, list)
  }
  return sh.status
}

function startJob(sh: Shell, list: List): void {
  const sub = forkShell(sh)
  if (!sh.options.has('monitor')) sub.fds.set(0, nullStream)
  const process = spawnShell(sub, runList(sub, list), list.source, {
    group: -1 - sh.host.kernel.processes.length - sh.host.now(),
  })
  sh.lastBackground = process.pid
  const job = addJob(sh, process, list.source)
  if (sh.interactive) fdOf(sh, 2).write?.(`[${job.id}] ${process.pid}\n`)
  sh.status = 0
}

function* runList(sh: Shell, list: List): Steps<number> {
  const { rest } = list
  yield* runPart(sh, list.first, rest.length > 0)
  for (const [index, { op, pipeline }] of rest.entries()) {
    if ((op === '&&') !== (sh.status === 0)) continue
    yield* runPart(sh, pipeline, index < rest.length - 1)
  }
  return sh.status
}

/** `looked`: an `&&` or `||` looks at the status, so that errexit does not. */
function* runPart(sh: Shell, pipeline: Pipeline, looked: boolean): Steps<void> {
  const tested = looked || pipeline.negated
  if (tested) sh.tested++
  try {
    yield* runPipeline(sh, pipeline)
  } finally {
    if (tested) sh.tested--
  }
  if (pipeline.negated) sh.status = sh.status === 0 ? 1 : 0
  if (sh.pendingTraps.length > 0) yield* runPendingTraps(sh)
  if (sh.status === 0 || tested || sh.tested > 0) return
  yield* runTrap(sh, 'ERR')
  if (sh.options.has('errexit')) throw new ExitFlow(sh.status)
}

const TURN = { for: 'turn' } as const

function* runPipeline(sh: Shell, pipeline: Pipeline): Steps<void> {
  const { commands } = pipeline
  const startedMs = pipeline.timed ? sh.host.now() : 0
  const only = commands.length === 1 ? commands[0] : undefined
  try {
    if (only) {
      sh.status = yield* runCommand(sh, only)
      if (only.type === 'simple') sh.pipeStatus = [sh.status]
    } else if (commands.length > 1) yield* runStages(sh, pipeline)
    else sh.status = 0
  } catch (thrown) {
    if (!(thrown instanceof Signal) || !sh.traps.get(thrown.name)) throw thrown
    sh.status = thrown.status
    yield* runTrap(sh, thrown.name)
  }
  if (pipeline.timed) fdOf(sh, 2).write?.(timing(sh.host.now() - startedMs, pipeline.timed))
  const out = sh.fds.get(1)
  if (out?.full?.()) yield { for: 'ready', ready: () => !out.full?.() }
  if (sh.host.kernel.count()) yield TURN
}

/** Every stage is a process; all run at once. */
function* runStages(sh: Shell, pipeline: Pipeline): Steps<void> {
  const processes: Process[] = []
  let input = sh.fds.get(0) ?? nullStream
  const { commands } = pipeline
  for (const [index, command] of commands.entries()) {
    const sub = forkShell(sh)
    sub.fds.set(0, input)
    if (index < commands.length - 1) {
      const { reader, writer } = createPipe()
      sub.fds.set(1, writer)
      if (pipeline.withStderr[index]) sub.fds.set(2, writer)
      input = reader
      // The reader counts as open before its process starts, or an early writer would find nobody there.
      reader.retain?.()
    }
    if (
      index === commands.length - 1 &&
      sh.switches.has('lastpipe') &&
      !sh.options.has('monitor')
    ) {
      return yield* runLastHere(sh, command, input, processes)
    }
    processes.push(spawnShell(sub, runCommand(sub, command), nameOf(command)))
    if (index > 0) sub.fds.get(0)?.release?.()
  }
  yield* waitFor(sh, processes)
  settleStatus(
    sh,
    processes.map(process => process.status ?? 0),
  )
}

/** `shopt -s lastpipe`: the last stage runs in this shell, so that its variables stay. */
function* runLastHere(
  sh: Shell,
  command: Command,
  input: Stream,
  processes: readonly Process[],
): Steps<void> {
  const before = sh.fds.get(0)
  sh.fds.set(0, input)
  let status: number
  try {
    status = yield* runCommand(sh, command)
  } finally {
    if (before) sh.fds.set(0, before)
    input.release?.()
  }
  yield* waitFor(sh, processes)
  settleStatus(sh, [...processes.map(process => process.status ?? 0), status])
}

function settleStatus(sh: Shell, statuses: readonly number[]): void {
  sh.pipeStatus = statuses
  const failed = sh.options.has('pipefail')
    ? sh.pipeStatus.findLast(status => status !== 0)
    : undefined
  sh.status = failed ?? sh.pipeStatus.at(-1) ?? 0
}

function* waitFor(sh: Shell, processes: readonly Process[]): Steps<void> {
  const ended = () => processes.every(process => process.status !== undefined)
  try {
    while (!ended()) yield { for: 'ready', ready: ended }
  } catch (thrown) {
    if (thrown instanceof Signal)
      for (const process of processes) sh.host.kernel.signal(process, thrown.name)
    throw thrown
  } finally {
    for (const process of processes)
      if (process.status === undefined) sh.host.kernel.signal(process, 'KILL')
  }
}

function nameOf(command: Command): string {
  const first = command.type === 'simple' ? command.words[0] : undefined
  return first && 'literal' in first ? (first.literal ?? 'bash') : 'bash'
}

export function* runCommand(sh: Shell, command: Command): Steps<number> {
  if (command.type === 'simple') return yield* runSimple(sh, command)
  sh.line = command.line
  try {
    if (command.redirects.length === 0) return (sh.status = yield* runCompound(sh, command))
    return (sh.status = yield* withRedirects(sh, command.redirects, () => runCompound(sh, command)))
  } catch (thrown) {
    if (!(thrown instanceof ExpansionFailure)) throw thrown
    return failExpansion(sh, thrown)
  }
}

/** A failed expansion is told where it happens, and ends the line it stands on. */
export function failExpansion(sh: Shell, failure: ExpansionFailure): never {
  if (!failure.told) complain(sh, failure.text)
  failure.told = true
  sh.status = failure.fatal ? 127 : 1
  throw failure
}

function timing(ms: number, style: 'bash' | 'posix'): string {
  if (style === 'posix') return `real ${(ms / 1000).toFixed(2)}\nuser 0.00\nsys 0.00\n`
  return `\nreal\t${Math.floor(ms / 60_000)}m${((ms % 60_000) / 1000).toFixed(3)}s\nuser\t0m0.000s\nsys\t0m0.000s\n`
}
