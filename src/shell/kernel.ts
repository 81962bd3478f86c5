/** Runs the processes of one shell session side by side: pipeline stages, background jobs, the line in front. */
import { type Pause, type Running, Signal, type SignalName } from '../lib/process.ts'

/** What goes on inside a session: the pauses of programs, and two that the kernel settles itself. */
export type Step =
  | Pause
  /** Until this holds, which only other processes can bring about; or `ms` have passed. */
  | { readonly for: 'ready'; readonly ready: () => boolean; readonly ms?: number }
  /** Lets the others have a turn. */
  | { readonly for: 'turn' }
export type Steps<T> = Generator<Step, T, unknown>

export interface Process {
  readonly pid: number
  readonly parent: number
  /** Processes with the same group end together on Ctrl-C; a background job has its own. */
  readonly group: number
  readonly name: string
  readonly startedMs: number
  /** Exit status, once it has ended. */
  status?: number
  /** The signal that ended it. */
  killedBy?: SignalName
  /** Asked before a signal is thrown into it: true if it took care of the signal itself. */
  takes?: (signal: SignalName) => boolean
}

interface Task extends Process {
  readonly steps: Steps<number>
  readonly ended?: (() => void) | undefined
  waiting?: Step | undefined
  wakeAtMs?: number | undefined
  reply?: unknown
  signal?: Signal | undefined
}

export interface Kernel {
  /** Starts a process; it gets its first turn when the kernel runs. */
  spawn(
    name: string,
    steps: Steps<number>,
    options?: { group?: number; parent?: number; ended?: () => void },
  ): Process
  signal(process: Process, name: SignalName): void
  /** The process whose turn it is. */
  readonly current: Process | undefined
  readonly processes: readonly Process[]
  /** Runs everything until this process ends; returning from it early kills the process and its group. */
  run(main: Process): Running
  /** Runs what can run without waiting, e.g. background jobs after a line. */
  settle(): void
  /** Ends everything: a limit was reached. */
  killAll(): void
  /** One command more; true if others should have a turn. Throws when the limit is reached. */
  count(): boolean
}

/** The kernel gives the driver a breath after so many rounds, so that Ctrl-C reaches an endless loop. */
const ROUNDS_PER_BREATH = 200
const SETTLE_ROUNDS_MAX = 1000
const COMMANDS_PER_TURN = 64

/** Thrown when a limit is reached; the session prints it. */
export class LimitReached extends Error {}

export function createKernel(options: {
  now: () => number
  commandsMax: number
  processesMax: number
  firstPid: number
}): Kernel & { resetCount(): void } {
  const tasks: Task[] = []
  let current: Task | undefined
  let nextPid = options.firstPid
  let commands = 0

  const step = (task: Task): void => {
    const outer = current
    current = task
    const { signal } = task
    task.signal = undefined
    task.waiting = undefined
    try {
      const result = signal ? task.steps.throw(signal) : task.steps.next(task.reply)
      task.reply = undefined
      if (result.done) end(task, result.value)
      else {
        task.waiting = result.value
        task.wakeAtMs =
          'ms' in result.value && result.value.ms !== undefined
            ? options.now() + result.value.ms
            : undefined
      }
    } catch (thrown) {
      if (!(thrown instanceof Signal)) {
        end(task, 1)
        throw thrown
      }
      task.killedBy = thrown.name
      end(task, thrown.status)
    } finally {
      current = outer
    }
  }
  const end = (task: Task, status: number): void => {
    task.status = status & 255
    const at = tasks.indexOf(task)
    if (at >= 0) tasks.splice(at, 1)
    task.ended?.()
  }
  const runnable = (task: Task): boolean => {
    const { waiting } = task
    if (task.signal || !waiting || waiting.for === 'turn' || waiting.for === 'room') return true
    if (waiting.for === 'ready' && waiting.ready()) return true
    return (
      task.wakeAtMs !== undefined &&
      (waiting.for === 'time' || waiting.for === 'ready') &&
      task.wakeAtMs <= options.now()
    )
  }
  const round = (): boolean => {
    let ran = false
    for (const task of [...tasks]) {
      if (task.status !== undefined || !runnable(task)) continue
      step(task)
      ran = true
    }
    return ran
  }
  const kill = (task: Task): void => {
    task.killedBy = 'KILL'
    end(task, 137)
    if (task !== current) task.steps.return(137)
  }

  return {
    get current() {
      return current
    },
    get processes() {
      return tasks
    },
    spawn(name, steps, { group, parent, ended } = {}) {
      if (tasks.length >= options.processesMax)
        throw new LimitReached('fork: retry: Resource temporarily unavailable')
      const pid = nextPid++
      const task: Task = {
        pid,
        parent: parent ?? current?.pid ?? 1,
        group: group ?? current?.group ?? pid,
        name,
        startedMs: options.now(),
        steps,
        ended,
      }
      tasks.push(task)
      return task
    },
    signal(process, name) {
      const task = tasks.find(each => each.pid === process.pid)
      if (!task) return
      if (name === 'KILL') kill(task)
      else if (!task.takes?.(name)) task.signal = new Signal(name)
    },
    settle() {
      for (let rounds = 0; rounds < SETTLE_ROUNDS_MAX && round(); rounds++);
    },
    killAll() {
      for (const task of [...tasks]) kill(task)
    },
    count() {
      if (++commands > options.commandsMax)
        throw new LimitReached(`stopped after ${options.commandsMax} commands`)
      return commands % COMMANDS_PER_TURN === 0
    },
    resetCount() {
      commands = 0
    },
    *run(main) {
      const sendSignal = (signal: Signal) => {
        for (const task of tasks.filter(each => each.group === main.group)) {
          if (!task.takes?.(signal.name)) task.signal = signal
        }
      }
      try {
        for (let rounds = 1; ; rounds++) {
          const ran = round()
          if (main.status !== undefined) return main.status
          if (ran && rounds % ROUNDS_PER_BREATH !== 0) continue
          const pause: Pause | undefined = ran
            ? { for: 'time', ms: 0 }
            : merged(tasks, options.now())
          if (!pause) {
            for (const task of tasks.filter(each => each.group === main.group)) kill(task)
            continue
          }
          const fromMs = options.now()
          try {
            const reply: unknown = yield pause
            wake(
              tasks,
              pause,
              Math.max(
                options.now(),
                'ms' in pause && pause.for === 'time' ? fromMs + (pause.ms ?? 0) : 0,
              ),
              reply,
            )
          } catch (thrown) {
            if (!(thrown instanceof Signal)) throw thrown
            sendSignal(thrown)
          }
        }
      } finally {
        if (main.status === undefined)
          for (const task of tasks.filter(each => each.group === main.group)) kill(task)
      }
    },
  }
}

/** One pause for the driver that stands for what all processes wait for; undefined if nothing outside can help. */
function merged(tasks: readonly Task[], nowMs: number): Pause | undefined {
  const waits = tasks.flatMap(task => (task.waiting ? [task.waiting] : []))
  const alone =
    waits.find(wait => wait.for === 'screen') ?? waits.find(wait => wait.for === 'promise')
  if (alone && (alone.for === 'screen' || alone.for === 'promise')) return alone
  const deadlines = tasks.flatMap(task =>
    task.wakeAtMs !== undefined && task.waiting ? [task.wakeAtMs] : [],
  )
  const ms =
    deadlines.length > 0
      ? { ms: Math.max(0, deadlines.reduce((a, b) => Math.min(a, b)) - nowMs) }
      : undefined
  if (waits.some(wait => wait.for === 'input')) return { for: 'input', ...ms }
  if (waits.some(wait => wait.for === 'change')) return { for: 'change', ...ms }
  return ms && { for: 'time', ...ms }
}

function wake(tasks: readonly Task[], pause: Pause, nowMs: number, reply: unknown): void {
  for (const task of tasks) {
    const { waiting } = task
    if (!waiting) continue
    const due = task.wakeAtMs !== undefined && task.wakeAtMs <= nowMs
    const answered =
      waiting === pause ||
      (waiting.for === pause.for &&
        waiting.for !== 'time' &&
        waiting.for !== 'screen' &&
        waiting.for !== 'promise')
    // A change may have come while somebody types, or the other way round: both look again.
    const looksAgain = waiting.for === 'change' || waiting.for === 'input'
    if (!due && !answered && !looksAgain) continue
    task.waiting = { for: 'turn' }
    if (waiting === pause) task.reply = reply
  }
}
