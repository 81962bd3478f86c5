/** What a check is: it tries something in the world and says what it expected and what it saw. */
import type { Reader } from '../../kinds/kind.ts'
import type { Place } from '../../lib/process.ts'
import type { Shape } from '../scenario/shape.ts'

export interface RunResult {
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}

export interface HttpTry {
  readonly url: string
  /** Default: the learner's machine. */
  readonly from?: Place
  readonly method?: string
  /** Lines such as "Host: shop.example.com". */
  readonly headers?: readonly string[]
  readonly body?: string
}

export interface HttpOutcome {
  /** Why no answer came, as the client words it, e.g. "Failed to connect to …: Connection refused". */
  readonly failure?: string
  readonly status: number
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
  /** Where the request came by, hop by hop, each with its reason. */
  readonly hops: readonly { readonly hop: string; readonly because: string }[]
}

/** The world as a check meets it: a copy of the learner's, so that a check may break things. */
export interface Trial {
  readonly cluster: Reader
  /** Runs a shell line on the learner's machine, or in a container. */
  run(line: string, from?: Place): Promise<RunResult>
  request(request: HttpTry): Promise<HttpOutcome>
  /** Lets virtual time pass; controllers follow. */
  advance(ms: number): void
  settle(): void
}

export interface Verdict {
  readonly pass: boolean
  readonly expected: string
  readonly saw: string
}

export interface Check<S = any> {
  readonly type: string
  /** The JSON Schema of its part of scenario.yaml. */
  readonly shape: Shape
  /** In words, when the author gives no title. */
  title(spec: S): string
  run(spec: S, trial: Trial): Promise<Verdict>
}
