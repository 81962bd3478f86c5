/** What a running program is: a generator that does its work and yields when it must wait for something. */
import type { Files } from './files.ts'

/**
 * What a program yields while it cannot go on. Whoever drives it decides how the waiting is done:
 * the tests and `exec` jump virtual time, the terminal sleeps on the wall, the kubelet sets a timer.
 */
export type Pause =
  /** `ms` of time must pass. */
  | { readonly for: 'time'; readonly ms: number }
  /** Standard input has nothing yet; looked at again after `ms` at the latest. */
  | { readonly for: 'input'; readonly ms?: number }
  /** The cluster must change; looked at again after any change, or after `ms` at the latest. */
  | { readonly for: 'change'; readonly ms?: number }
  /** Room in a full pipe. */
  | { readonly for: 'room' }
  /** A promise; only programs above the synchronous core yield it, and only an asynchronous driver accepts it. */
  | { readonly for: 'promise'; readonly promise: Promise<unknown> }
  /** The whole screen: an editor or pager takes the terminal over until it is done, and the driver sends back its result. */
  | {
      readonly for: 'screen'
      readonly program: 'vim' | 'nano' | 'less'
      readonly path: string
      readonly text: string
      /** Where to begin, as vim's `+12` and `+/pattern` say it. */
      readonly start?: string
      readonly readOnly?: boolean
    }

/** The signals that programs here send and get, with their numbers. */
export const SIGNALS = {
  HUP: 1, INT: 2, QUIT: 3, KILL: 9, USR1: 10, USR2: 12, PIPE: 13, ALRM: 14, TERM: 15, CHLD: 17, CONT: 18, STOP: 19, TSTP: 20,
} as const
export type SignalName = keyof typeof SIGNALS

/**
 * What a driver throws into a Running to deliver a signal: `running.throw(new Signal('TERM'))`.
 * A shell runs its trap and may go on; a program that does not catch it ends, and its status is 128 + number.
 * An Output throws it with PIPE when nobody will ever read.
 */
export class Signal {
  readonly name: SignalName
  constructor(name: SignalName) {
    this.name = name
  }
  get status(): number {
    return 128 + SIGNALS[this.name]
  }
}

/** A running program; its return value is the exit status, 0 to 255. `return()` is how Ctrl-C ends it. */
export type Running = Generator<Pause, number, unknown>

export interface Input {
  /** What has arrived since the last read; '' when nothing is there yet, undefined at the end of input. */
  read(): string | undefined
  /** Somebody types it, line by line. */
  readonly terminal?: boolean
}

export interface Output {
  write(text: string): void
}

/** Everything a program may touch. Text is a JavaScript string; a byte that is not valid UTF-8 stays in files only. */
export interface Io {
  readonly stdin: Input
  readonly stdout: Output
  readonly stderr: Output
  readonly files: Files
  /** The variables that were exported. A program gets its own copy. */
  readonly env: Map<string, string>
  /** Absolute path of the current directory. */
  readonly cwd: string
  /** Standard output is a terminal of this size; absent in a pipe, a script and `exec`. */
  readonly terminal?: { readonly columns: number; readonly rows: number }
  /** Runs another program in this process's place and directory, e.g. `$EDITOR`, `sudo`, `xargs`. */
  run(argv: readonly string[], io: Io): Running
}

/** A program gets its arguments without its own name. One that never waits returns its exit status at once. */
export type Program = (args: readonly string[], io: Io) => number | Running

/** Where a process runs, as the network and the grader see it. */
export type Place =
  | { readonly node: string }
  | { readonly namespace: string; readonly pod: string; readonly container: string }
