/** How a line ran at the learner's own pace, so that it can run so again: what was typed, edited and stopped, and when. */
import type { Input } from '../lib/process.ts'
import { Signal } from '../lib/process.ts'
import type { Pace } from './machine.ts'
import type { World } from './world.ts'

/** What an editor or pager gave back. */
export interface ScreenAnswer {
  readonly text?: string
  readonly status: number
  /** Other files that were written from there, by absolute path. */
  readonly others?: readonly { readonly path: string; readonly text: string }[]
}

/** The record grows while the line runs. */
export interface Live {
  readonly columns: number
  readonly rows: number
  /** What the line read, a piece each time it waited for input; null ends the input. */
  typed?: (string | null)[]
  screens?: ScreenAnswer[]
  /** Ctrl-C came while it waited for the n-th time, so long after its start in virtual time. */
  stop?: { readonly pauses: number; readonly ms: number }
}

/** Standard input that gets a piece at a time. */
export function createTypedInput(): Input & { give(text: string | null): void } {
  let waiting = ''
  let ended = false
  return {
    terminal: true,
    give(text) {
      if (text === null) ended = true
      else waiting += text
    },
    read() {
      if (waiting === '') {
        // Ctrl-D ends one reading; whoever reads next waits for more.
        const end = ended
        ended = false
        return end ? undefined : ''
      }
      const text = waiting
      waiting = ''
      return text
    },
  }
}

/** Runs a line again as it was recorded, with time that jumps. */
export function replayPace(world: World, live: Live, changeMaxMs: number): Pace {
  const startMs = world.now
  const stdin = createTypedInput()
  const typed = [...(live.typed ?? [])]
  const screens = [...(live.screens ?? [])]
  let pauses = 0
  let leftMs = changeMaxMs
  const pause = (): void => {
    if (live.stop === undefined || ++pauses < live.stop.pauses) return
    world.advance(Math.max(0, startMs + live.stop.ms - world.now))
    throw new Signal('INT')
  }
  return {
    terminal: { columns: live.columns, rows: live.rows },
    stdin,
    async sleep(ms) {
      pause()
      world.advance(ms)
    },
    async change(ms) {
      pause()
      const before = world.store.revision
      const end = world.now + Math.min(ms ?? leftMs, leftMs)
      while (world.store.revision === before && world.now < end) world.step(end)
      if (ms === undefined && world.store.revision === before) leftMs = 0
      return leftMs > 0
    },
    async input() {
      pause()
      const next = typed.shift()
      stdin.give(next ?? null)
    },
    async screen() {
      pause()
      return screens.shift()
    },
  }
}
