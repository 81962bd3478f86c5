/** What a session was told, in order. With lab and seed it is the whole session: a replay gives the same bytes. */
import type { Place } from '../lib/process.ts'
import type { Live } from './live.ts'

export type Entry =
  /** `live`: at the learner's own pace, with nothing settled behind it. */
  | { readonly run: string; readonly from?: string; readonly live?: Live }
  | { readonly write: { readonly path: string; readonly content: string } }
  | { readonly settle: true }
  | { readonly advance: string }
  /** Time on the wall while the learner was thinking or a command was waiting. */
  | { readonly waitMs: number }
  | { readonly publicDns: { readonly [name: string]: string } }

/** A saved session, a hand-in, a bug report. */
export interface Transcript {
  readonly kubedrill: string
  readonly lab?: string
  readonly seed: number
  readonly addons?: readonly string[]
  /** Hints that were looked at, and whether the solution was. */
  readonly hints?: number
  readonly solution?: boolean
  readonly transcript: readonly Entry[]
}

/** The place that `from` names: "pod/NS/NAME[/CONTAINER]" or "node/NAME". Throws an Error that says what is expected. */
export function parsePlace(from: string, firstContainer: (namespace: string, pod: string) => string | undefined): Place {
  const parts = from.split('/')
  if (parts[0] === 'node' && parts.length === 2) return { node: parts[1]! }
  if (parts[0] === 'pod' && (parts.length === 3 || parts.length === 4)) {
    const [, namespace, pod, named] = parts as [string, string, string, string?]
    const container = named ?? firstContainer(namespace, pod)
    if (container === undefined) throw new Error(`there is no pod ${pod} in namespace ${namespace}`)
    return { namespace, pod, container }
  }
  throw new Error(`"from" is pod/NAMESPACE/NAME, pod/NAMESPACE/NAME/CONTAINER or node/NAME, not ${JSON.stringify(from)}`)
}

/** Reads a saved session: one JSON object, or JSON lines with the head first. Throws an Error that names the file and line. */
export function parseTranscript(file: string, content: string): Transcript {
  const lines = content.split('\n')
  try {
    const whole = JSON.parse(content) as Transcript
    if (Array.isArray(whole.transcript)) return checked(file, whole)
  } catch {
    // not one object: a journal of lines
  }
  const values = lines.flatMap((line, i) => {
    if (line.trim() === '') return []
    try {
      return [JSON.parse(line) as Record<string, unknown>]
    } catch {
      // a journal may end in the middle of a line, when the machine stopped
      if (i === lines.length - 1) return []
      throw new Error(`${file}:${i + 1}: not a line of JSON`)
    }
  })
  const [head, ...entries] = values
  if (head === undefined) throw new Error(`${file}: is empty`)
  return checked(file, { ...head, ...folded(entries) } as unknown as Transcript)
}

/** A journal says what happened in order, undoing included; what is left of it is the transcript. */
function folded(lines: readonly Record<string, unknown>[]): Pick<Transcript, 'hints' | 'solution' | 'transcript'> {
  const entries: Entry[] = []
  let hints = 0
  let solution = false
  for (const line of lines) {
    const last = entries.at(-1)
    if ('undo' in line) entries.length = keptEntries(entries, Number(line['undo']))
    else if ('hint' in line) hints++
    else if ('solution' in line) solution = true
    else if (!('run' in line) && 'live' in line && last && 'run' in last) entries[entries.length - 1] = { ...last, live: line['live'] as Live }
    else entries.push(line as unknown as Entry)
  }
  return { transcript: entries, ...(hints > 0 ? { hints } : {}), ...(solution ? { solution } : {}) }
}

/** How many entries stay when the last N lines go, with what came between them. */
export function keptEntries(transcript: readonly Entry[], lines: number): number {
  let left = lines
  let at = transcript.length
  while (at > 0 && left > 0) if ('run' in transcript[--at]!) left--
  return at
}

function checked(file: string, saved: Transcript): Transcript {
  if (!Number.isInteger(saved.seed)) throw new Error(`${file}: is no saved session: it has no "seed"`)
  return saved
}
