/** Starts shells as processes, and ends them: exit, traps, signals. */
import { type SignalName, Signal } from '../../lib/process.ts'
import type { Process, Steps } from '../kernel.ts'
import { ExitFlow, ExpansionFailure, LoopFlow, ReturnFlow } from './flow.ts'
import { runText } from './text.ts'
import { complain, type Shell } from './shell.ts'

/** Runs a (sub)shell's commands to their end, with its EXIT trap. */
export function* shellMain(sh: Shell, body: Steps<number>): Steps<number> {
  const process = sh.host.kernel.current
  const before = process?.takes
  if (process) process.takes = signal => takesSignal(sh, signal)
  try {
    return yield* mainOf(sh, body)
  } finally {
    if (process && before) process.takes = before
  }
}

function* mainOf(sh: Shell, body: Steps<number>): Steps<number> {
  let status: number
  try {
    status = yield* endOf(sh, body)
  } catch (thrown) {
    if (!(thrown instanceof Signal)) throw thrown
    if (thrown.name !== 'PIPE' || sh.subshellDepth === 0) yield* runTrap(sh, 'EXIT')
    if (thrown.name === 'PIPE') return thrown.status
    throw thrown
  }
  sh.status = status
  return yield* endOf(sh, runExitTrap(sh, status))
}

/** The status with which a body ends, however it ends. */
function* endOf(sh: Shell, body: Steps<number>): Steps<number> {
  try {
    return yield* body
  } catch (thrown) {
    if (thrown instanceof ExitFlow || thrown instanceof ReturnFlow) return thrown.status
    if (thrown instanceof LoopFlow) return sh.status
    if (thrown instanceof ExpansionFailure) {
      if (!thrown.told) complain(sh, thrown.text)
      return thrown.fatal && sh.subshellDepth === 0 ? 127 : 1
    }
    throw thrown
  }
}

function* runExitTrap(sh: Shell, status: number): Steps<number> {
  yield* runTrap(sh, 'EXIT')
  return status
}

/** A trap's action, once; the status before it is kept. */
export function* runTrap(
  sh: Shell,
  name: SignalName | 'EXIT' | 'ERR' | 'DEBUG' | 'RETURN',
): Steps<void> {
  const action = sh.traps.get(name)
  if (!action) return
  if (name === 'EXIT') sh.traps.delete('EXIT')
  const { status } = sh
  yield* runText(sh, action, { nested: true })
  sh.status = status
}

/** Actions of signals that came while a command ran. */
export function* runPendingTraps(sh: Shell): Steps<void> {
  for (let name = sh.pendingTraps.shift(); name; name = sh.pendingTraps.shift())
    yield* runTrap(sh, name)
}

/** Starts a subshell as a process of its own; it holds its descriptors open until it ends. */
export function spawnShell(
  sub: Shell,
  body: Steps<number>,
  name: string,
  options: { group?: number } = {},
): Process {
  const streams = [...sub.fds.values()]
  for (const stream of streams) stream.retain?.()
  const process = sub.host.kernel.spawn(name, shellMain(sub, body), {
    ...(options.group !== undefined && { group: options.group }),
    ended: () => {
      for (const stream of streams) stream.release?.()
    },
  })
  sub.process = process
  return process
}

/** Ignored signals vanish; a trap waits for the running command's end, except that Ctrl-C also ends the command. */
export function takesSignal(sh: Shell, signal: SignalName): boolean {
  const action = sh.traps.get(signal)
  if (action === '') return true
  if (action === undefined) return sh.init || (sh.interactive && signal === 'TERM')
  if (signal === 'INT') return false
  sh.pendingTraps.push(signal)
  return true
}
