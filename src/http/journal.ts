/** Every acknowledged write, on disk before its answer is sent: with it a killed server comes back as it was. */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { ApiRequest } from '../apiserver/request.ts'
import type { World } from '../lab/world.ts'

/** How the world began; the same beginning and the same writes at the same times make the same world. */
export interface JournalStart {
  readonly lab?: string
  readonly seed: number
  readonly addons: readonly string[]
  readonly startMs: number
  readonly pace: 'real' | 'settle'
}

interface Entry {
  readonly at: number
  readonly request: ApiRequest
}

export interface Journal {
  /** Returns when the write is in the file. */
  append(at: number, request: ApiRequest): void
}

/** Begins a new file. */
export function beginJournal(path: string, start: JournalStart): Journal {
  writeFileSync(path, `${JSON.stringify(start)}\n`, { mode: 0o600 })
  return appendTo(path)
}

export const appendTo = (path: string): Journal => ({
  append: (at, request) => appendFileSync(path, `${JSON.stringify({ at, request } satisfies Entry)}\n`),
})

/** Undefined: there is no journal, or it is none of ours. A last line that was cut off by a crash was never acknowledged. */
export function readJournal(path: string): { readonly start: JournalStart; readonly entries: readonly Entry[] } | undefined {
  if (!existsSync(path)) return undefined
  const lines = readFileSync(path, 'utf8').split('\n').filter((line) => line !== '')
  const parsed = lines.map((line) => {
    try {
      return JSON.parse(line) as unknown
    } catch {
      return undefined
    }
  })
  const [start, ...entries] = parsed
  if (typeof start !== 'object' || start === null || !('startMs' in start)) return undefined
  return { start: start as JournalStart, entries: entries.filter((e): e is Entry => e !== undefined) }
}

/** Does all of it again, each write at its time. */
export function replayJournal(world: World, entries: readonly Entry[], pace: JournalStart['pace']): void {
  for (const { at, request } of entries) {
    if (at > world.now) world.advance(at - world.now)
    world.server.handle(request)
    if (pace === 'settle') world.settle({ pause: false, probation: false })
    else world.drain()
  }
}
