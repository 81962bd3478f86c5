/** One learner's session: a world, a shell in it, and the transcript that can make both again. */
import type { AnyObj } from '../kinds/object.ts'
import { Pod } from '../kinds/core/pod.ts'
import { Service } from '../kinds/core/service.ts'
import { createKubectlApi } from './admin.ts'
import type { RunResult, Trial } from './checks/check.ts'
import { durationMs } from './duration.ts'
import type { Grade } from './grade.ts'
import { grade } from './grade.ts'
import { prepareLab } from './prepare.ts'
import type { Lab } from './scenario/scenario.ts'
import type { Machine } from './machine.ts'
import { createMachine } from './machine.ts'
import type { Entry } from './transcript.ts'
import { parsePlace } from './transcript.ts'
import type { World } from './world.ts'
import { createWorld } from './world.ts'

export interface SessionOptions {
  readonly lab?: Lab
  readonly seed: number
  readonly addons?: readonly string[]
  /** Virtual time at the start; a served world lives in the present. */
  readonly startMs?: number
}

export type Sink = (stream: 'out' | 'err', text: string) => void

export type Answer = RunResult | { readonly now: string } | Record<string, never>

export interface Session {
  readonly options: SessionOptions
  readonly world: World
  readonly machine: Machine
  readonly transcript: readonly Entry[]
  /** The learner typed exit. */
  readonly ended: boolean
  prompt(): string
  /** Does one entry and writes it down; controllers settle behind it. */
  perform(entry: Entry, sink?: Sink): Promise<Answer>
  /** The last N lines never happened. */
  undo(lines: number): Promise<void>
  /** Another session with the same past. */
  fork(): Promise<Session>
  trial(): Promise<Trial>
  grade(hintsUsed?: number): Promise<Grade>
  trace(line: string): Promise<object>
  dump(): object
  /** Puts or removes an object as an administrator would; a refusal leaves things as they are. */
  put(object: AnyObj, how: 'put' | 'remove'): void
  ingressAddress(): string | undefined
}
