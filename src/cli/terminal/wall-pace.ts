/** Lets a line wait at the speed of the wall, the world's clock with it, and records what a replay must know. */
import { performance } from 'node:perf_hooks'
import type { Live, ScreenAnswer } from '../../lab/live.ts'
import { createTypedInput } from '../../lab/live.ts'
import type { Pace } from '../../lab/machine.ts'
import type { World } from '../../lab/world.ts'

export interface WallPace extends Pace {
  /** Ctrl-C. */
  abort(): void
  send(text: string | undefined): void
}

export interface WallOptions {
  screen: NonNullable<Pace['screen']>
  reads(reading: boolean): void
}

export function wallPace(world: World, live: Live, options: WallOptions): WallPace {
  const startMs = world.now
  const controller = new AbortController()
  const stdin = createTypedInput()
  const sent: (string | null)[] = []
  let lentMs = 0
  let pauses = 0
  let breathedAt = performance.now()
  const began = performance.now()
  const wallNow = (): number => Math.floor(startMs + performance.now() - began - lentMs)
  let wake: () => void = () => {}

  /** Time passes until the virtual moment has come or there is nothing more to wait for. */
  const until = async (endMs: number, done: () => boolean): Promise<void> => {
    for (;;) {
      const limit = Math.min(endMs, wallNow())
      while (world.now < limit && !done()) world.step(limit)
      if (done() || world.now >= endMs || controller.signal.aborted) return
      await rest(Math.min(POLL_MS, Math.max(1, endMs - world.now)))
    }
  }
  const rest = (ms: number): Promise<void> =>
    new Promise(resolve => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  /** Once in a while the keyboard must be heard, however busy a loop is. */
  const breathe = async (): Promise<void> => {
    if (performance.now() - breathedAt < BREATH_MS) return
    await new Promise(resolve => setImmediate(resolve))
    breathedAt = performance.now()
  }

  return {
    terminal: { columns: live.columns, rows: live.rows },
    signal: controller.signal,
    stdin,
    async sleep(ms) {
      pauses++
      await (ms === 0 ? breathe() : until(world.now + ms, () => false))
    },
    async change(ms) {
      pauses++
      const before = world.store.revision
      await until(
        ms === undefined ? Infinity : world.now + ms,
        () => world.store.revision !== before,
      )
      return true
    },
    async input(ms) {
      pauses++
      options.reads(true)
      const from = performance.now()
      while (
        sent.length === 0 &&
        !controller.signal.aborted &&
        performance.now() - from < (ms ?? Infinity)
      )
        await rest(POLL_MS)
      options.reads(false)
      lentMs += performance.now() - from
      if (controller.signal.aborted) return
      if (sent.length === 0) world.advance(ms ?? 0)
      const next = sent.length === 0 ? '' : sent.shift()!
      live.typed = [...(live.typed ?? []), next]
      stdin.give(next)
    },
    async screen(pause) {
      pauses++
      const from = performance.now()
      const answer = await options.screen(pause)
      lentMs += performance.now() - from
      live.screens = [...(live.screens ?? []), answer ?? ({ status: 0 } satisfies ScreenAnswer)]
      return answer
    },
    abort() {
      if (controller.signal.aborted) return
      world.advance(Math.max(0, wallNow() - world.now))
      live.stop = { pauses, ms: world.now - startMs }
      controller.abort()
      wake()
    },
    send(text) {
      sent.push(text ?? null)
      wake()
    },
  }
}

const POLL_MS = 40
const BREATH_MS = 12
