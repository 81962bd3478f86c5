/** The journal of a session: a line on disk before anything happens, so that closing the window loses nothing. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import type { Live } from '../../lab/live.ts'
import type { Entry, Transcript } from '../../lab/transcript.ts'
import { parseTranscript } from '../../lab/transcript.ts'

type JournalLine =
  | Entry
  | { readonly live: Live }
  | { readonly undo: number }
  | { readonly hint: true }
  | { readonly solution: true }
export type JournalHead = Omit<Transcript, 'transcript' | 'hints' | 'solution'>

export interface Journal {
  readonly file: string
  append(line: JournalLine): void
  close(): void
}

/** `$XDG_STATE_HOME/kubedrill`, or where it is when that is not set. */
export function stateFolder(env: Readonly<Record<string, string | undefined>>): string {
  const base = env['XDG_STATE_HOME']
  return path.join(
    base === undefined || base === '' ? path.join(homedir(), '.local', 'state') : base,
    'kubedrill',
  )
}

export function journalFile(
  env: Readonly<Record<string, string | undefined>>,
  lab: string,
): string {
  return path.join(stateFolder(env), 'sessions', `${lab}.jsonl`)
}

/** The journal that this window may write: the lab's own, or one beside it while another window has that open. */
export function claimJournal(
  file: string,
  pid: number,
): { readonly file: string; release(): void } {
  mkdirSync(path.dirname(file), { recursive: true })
  const lock = `${file}.lock`
  const owner = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0
  if (owner !== pid && isAlive(owner))
    return { file: file.replace(/\.jsonl$/, `.${pid}.jsonl`), release: () => {} }
  writeFileSync(lock, String(pid))
  return { file, release: () => rmSync(lock, { force: true }) }
}

function isAlive(pid: number): boolean {
  try {
    if (pid <= 0 || !process.kill(pid, 0)) return false
  } catch {
    return false
  }
  // A killed process that nobody has buried yet still answers; Linux says so.
  const stat = `/proc/${pid}/stat`
  return !existsSync(stat) || !/\) Z /.test(readFileSync(stat, 'utf8'))
}

/** What was going on in this lab; undefined when there is nothing, or when it was another version's. */
export function readJournal(file: string, version: string): Transcript | undefined {
  if (!existsSync(file)) return undefined
  try {
    const saved = parseTranscript(file, readFileSync(file, 'utf8'))
    return saved.kubedrill === version ? saved : undefined
  } catch {
    return undefined
  }
}

/** Where nothing can be written, the session goes on and is told so. */
export function forgetfulJournal(): Journal {
  return { file: '', append: () => {}, close: () => {} }
}

/** Goes on in a journal, or begins a new one; an old one is kept beside it under the name `.old`. */
export function openJournal(file: string, head: JournalHead, goesOn: boolean): Journal {
  mkdirSync(path.dirname(file), { recursive: true })
  if (!goesOn && existsSync(file)) renameSync(file, `${file}.old`)
  const torn = goesOn && existsSync(file) && !readFileSync(file, 'utf8').endsWith('\n')
  const descriptor = openSync(file, 'a')
  const write = (value: object): void => {
    // One write for one line: what stands on disk is whole lines and at most one torn end.
    writeSync(descriptor, `${JSON.stringify(value)}\n`)
  }
  if (torn) dropTornEnd(file)
  if (!goesOn) write(head)
  return {
    file,
    append: write,
    close() {
      fsyncSync(descriptor)
      closeSync(descriptor)
    },
  }
}

/** A line that the machine stopped in the middle of was never acknowledged. */
function dropTornEnd(file: string): void {
  const text = readFileSync(file, 'utf8')
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  const descriptor = openSync(file, 'w')
  writeSync(descriptor, whole)
  closeSync(descriptor)
}
