/** One learner's session: a world, a machine in it, and the transcript that can make both again. */
import type { AnyObj } from '../kinds/object.ts'
import { Pod } from '../kinds/core/pod.ts'
import type { Place } from '../lib/process.ts'
import type { RunResult, Trial } from './checks/check.ts'
import { durationMs } from './duration.ts'
import type { Grade } from './grade.ts'
import { grade } from './grade.ts'
import type { Machine, Pace, Sink } from './machine.ts'
import { createMachine } from './machine.ts'
import { installAddons } from './addons.ts'
import { fillLab, putObject } from './prepare.ts'
import { requestFrom, trace } from './requests.ts'
import { replayPace } from './live.ts'
import type { LabFolder } from './scenario/load.ts'
import type { Lab, Scenario } from './scenario/scenario.ts'
import type { Entry } from './transcript.ts'
import { keptEntries, parsePlace } from './transcript.ts'
import type { World } from './world.ts'
import { createWorld } from './world.ts'

export interface SessionOptions {
  readonly lab?: Pick<LabFolder, 'at'>
  readonly seed: number
  readonly addons?: readonly string[]
  /** Virtual time at the start, for a world that lives in the present. */
  readonly startMs?: number
}

type Answer = RunResult | { readonly now: string } | Record<string, never>

export interface Session {
  readonly options: SessionOptions
  /** The lab as this seed draws it. */
  readonly scenario: Scenario | undefined
  readonly world: World
  readonly machine: Machine
  readonly transcript: readonly Entry[]
  /** The learner typed exit. */
  readonly ended: boolean
  prompt(): string
  /** Does one entry and writes it down; controllers settle behind it. `pace` says how waiting is done; default: time jumps. */
  perform(entry: Entry, sink?: Sink, pace?: Pace): Promise<Answer>
  /** The last N lines never happened. */
  undo(lines: number): Promise<void>
  /** Another session with the same past. */
  fork(): Promise<Session>
  /** This very session, as checks use it; they may break it. */
  trial(): Trial
  grade(hintsUsed?: number): Promise<Grade>
  /** A curl line, explained hop by hop. */
  trace(line: string): Promise<object>
  /** The whole state: objects, clock, files. */
  dump(): object
  /** Puts or removes an object as an administrator would; a refusal leaves things as they are. */
  put(object: AnyObj, how: 'put' | 'remove'): void
}

/** How far time may jump for one line that waits for a change without a limit of its own, such as `get -w`. */
const WATCH_MAX_MS = 15 * 60_000
/** A wait for a change that is no longer than this is polling. */
const POLL_MAX_MS = 1000

export async function openSession(options: SessionOptions): Promise<Session> {
  const lab = options.lab?.at(options.seed)
  const scenario = lab?.scenario
  let { world, machine } = begin(options, lab)
  const transcript: Entry[] = []

  const jumping = (): Pace => {
    let left = WATCH_MAX_MS
    return {
      sleep: async (ms) => world.advance(ms),
      async change(ms) {
        const before = world.store.revision
        const startMs = world.now
        const end = world.now + Math.min(ms ?? left, left)
        while (world.store.revision === before && world.now < end) world.step(end)
        // Who looks again every second, as `tail -f` does, would never come to an end.
        left -= ms === undefined ? 1 : ms <= POLL_MAX_MS ? world.now - startMs : 0
        if (ms === undefined && world.store.revision === before) left = 0
        return left > 0
      },
    }
  }
  const placeOf = (from: string | undefined): Place | undefined =>
    from === undefined ? undefined : parsePlace(from, (namespace, name) => world.server.reader.get(Pod, namespace, name)?.spec.containers[0]?.name)

  const perform = async (entry: Entry, sink?: Sink, given?: Pace): Promise<Answer> => {
    if ('run' in entry) {
      const pace = given ?? (entry.live ? replayPace(world, entry.live, WATCH_MAX_MS) : jumping())
      const result = await machine.run(entry.run, placeOf(entry.from), pace, sink)
      if (entry.live === undefined) world.settle({ pause: false })
      else world.drain()
      return result
    }
    if ('write' in entry) {
      const { path, content } = entry.write
      machine.files.mkdir(path.slice(0, path.lastIndexOf('/')) || '/', { recursive: true })
      machine.files.write(path, content)
      return {}
    }
    if ('publicDns' in entry) {
      world.network.setPublicDns(entry.publicDns)
      return {}
    }
    if ('advance' in entry) world.advance(durationMs(entry.advance))
    else if ('waitMs' in entry) world.advance(entry.waitMs)
    else world.settle()
    return { now: new Date(world.now).toISOString() }
  }
  const session: Session = {
    options, scenario,
    get world() { return world },
    get machine() { return machine },
    transcript,
    get ended() { return machine.shell.exited },
    prompt: () => machine.shell.prompt('PS1'),
    async perform(entry, sink, pace) {
      const answer = await perform(entry, sink, pace)
      transcript.push(entry)
      return answer
    },
    async undo(lines) {
      const kept = transcript.slice(0, keptEntries(transcript, lines))
      ;({ world, machine } = begin(options, lab))
      transcript.length = 0
      for (const entry of kept) await session.perform(entry)
    },
    async fork() {
      const copy = await openSession(options)
      for (const entry of transcript) await copy.perform(entry)
      return copy
    },
    trial: () => ({
      cluster: world.server.reader,
      run: async (line, from) => machine.run(line, from, jumping()),
      request: async (request) => requestFrom(world, request),
      advance: (ms) => world.advance(ms),
      settle: () => world.settle(),
    }),
    async grade(hintsUsed = 0) {
      if (scenario === undefined) throw new Error('there is no lab to grade: open one by its id')
      const copy = async (): Promise<Trial> => {
        const forked = await session.fork()
        // what was begun at the wall's pace comes to its end before it is judged
        forked.world.settle()
        return forked.trial()
      }
      return grade(scenario, await copy(), copy, hintsUsed)
    },
    trace: async (line) => trace(world, line),
    dump: () => ({ ...world.dump(), files: machine.files.snapshot().root, cwd: machine.shell.cwd }),
    put(object, how) {
      putObject(world, object, how)
      world.settle()
    },
  }
  return session
}

function begin(options: SessionOptions, lab: Lab | undefined): { world: World; machine: Machine } {
  const world = createWorld({
    seed: options.seed, addons: [...new Set([...(lab?.scenario.cluster.addons ?? []), ...(options.addons ?? [])])],
    nodes: lab?.scenario.cluster.nodes ?? 'pair',
    ...(options.startMs === undefined ? {} : { startMs: options.startMs }),
  })
  installAddons(world)
  if (lab !== undefined) fillLab(world, lab)
  return { world, machine: createMachine(world, lab) }
}
