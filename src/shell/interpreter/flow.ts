/** What leaves commands from within: break, continue, return, exit. They are thrown, and carry no stack. */

export class LoopFlow {
  readonly kind: 'break' | 'continue'
  levels: number
  constructor(kind: 'break' | 'continue', levels: number) {
    this.kind = kind
    this.levels = levels
  }
}

export class ReturnFlow {
  readonly status: number
  constructor(status: number) {
    this.status = status
  }
}

/** Ends this (sub)shell. */
export class ExitFlow {
  readonly status: number
  constructor(status: number) {
    this.status = status
  }
}

/** An expansion failed (`${x?}`, division by zero, bad substitution): ends the command, and a script as a whole. */
export class ExpansionFailure {
  readonly text: string
  /** With `set -u` or `${x?}` a shell that is not interactive ends. */
  readonly fatal: boolean
  /** The error has been printed. */
  told = false
  constructor(text: string, fatal = false) {
    this.text = text
    this.fatal = fatal
  }
}
