/** What the terminal needs of the world behind it. The terminal knows no cluster and no lab, only this. */

type Stream = 'out' | 'err'

/** A program wants the whole screen: an editor or a pager. */
export interface ScreenRequest {
  readonly program: 'vim' | 'nano' | 'less'
  readonly path: string
  readonly text: string
  /** The file does not exist yet. */
  readonly isNew?: boolean
  readonly readOnly?: boolean
  /** Where to begin: `12`, `$`, `/pattern`. */
  readonly start?: string
  /** A message shown when it opens, e.g. why `kubectl edit` opened it again. */
  readonly message?: string
  /** The learner's ~/.vimrc. */
  readonly rc?: string
  /** Other files, by the name typed. */
  read?(path: string): string | undefined
}

/** What the learner did on that screen: each save in order, then the way out. */
export interface ScreenResult {
  /** What was written last, absent when nothing was written. */
  readonly text?: string
  /** Every file written, by path as typed; the request's own path is among them when it was saved. */
  readonly writes: readonly { readonly path: string; readonly text: string }[]
  readonly exit: number
}

/** Where a running line puts what it says. */
export interface Sink {
  write(stream: Stream, text: string): void
  /** Takes the screen over, resolves when the learner leaves it. */
  screen(request: ScreenRequest): Promise<ScreenResult>
  /** The line reads standard input from now on (or no longer). */
  reads?(reading: boolean): void
}

export interface Candidate {
  readonly text: string
  readonly description?: string
  /** Typed after it when it is the only one left; a space unless said otherwise. */
  readonly suffix?: string
}

export interface Completion {
  /** Where the word begins that a candidate replaces; it ends at the cursor. */
  readonly from: number
  readonly candidates: readonly Candidate[]
}

export type TaskStatus = 'open' | 'passed' | 'partial' | 'failed'

export interface Task {
  readonly id: string
  readonly text: string
  readonly points: number
  readonly earned: number
  readonly status: TaskStatus
}

/** What stands in the panel and the status line. */
export interface Board {
  readonly lab: string
  readonly title: string
  /** Markdown. */
  readonly story: string
  readonly tasks: readonly Task[]
  readonly score: number
  readonly max: number
  readonly hintsUsed: number
  readonly hintsLeft: number
}

/** A word the terminal answers instead of the shell, such as `check`. */
export interface Command {
  readonly name: string
  readonly summary: string
}

export interface TerminalSession {
  /** PS1 and PS2 as the shell expands them; they may hold colour. */
  prompt(): string
  continuation(): string
  /** The text cannot run yet: an open quote, a here-document, a loop without its end. */
  isIncomplete(text: string): boolean
  complete(text: string, cursor: number): Completion
  /** How lines are edited: `set -o vi` or `set -o emacs`. */
  lineMode?(): 'vi' | 'emacs'
  /** Lines typed so far, oldest first. */
  history(): readonly string[]
  /** Runs one complete command line; resolves with its exit status. */
  run(line: string, sink: Sink): Promise<number>
  /** The learner left the shell (`exit`); asked after every line. */
  ended(): boolean
  /** Gives the running line something to read; undefined ends its input. */
  send(input: string | undefined): void
  /** Ctrl-C: stops the running line. */
  abort(): void
  readonly commands: readonly Command[]
  /** Runs a word of `commands`; 'quit' ends the terminal. */
  command(name: string, args: readonly string[], sink: Sink): Promise<'quit' | void>
  board(): Board
  /** What the panel can show beside the tasks, as it is now; F3 goes through them. */
  readonly views?: readonly (() => { readonly title: string; readonly rows: readonly string[] })[]
  /** How long the learner has been at it. */
  elapsedMs(): number
  /** Tells the session how large the terminal is. */
  resize?(columns: number, rows: number): void
  /** Called when the terminal ends, whatever the reason. */
  close?(): void
}
