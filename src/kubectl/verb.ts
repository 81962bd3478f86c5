/** What a kubectl command is: a path and what it does; its flags and help come from the recorded texts. */
import type { Running } from '../lib/process.ts'
import type { Session } from './session.ts'

export interface Verb {
  /** "get", "create deployment" */
  readonly path: string
  /** Flags that must be given, in the order they are complained about. */
  readonly required?: readonly string[]
  /** Returns the exit status; failures are thrown. A generator when it may have to wait. */
  run(session: Session): number | Running
}
