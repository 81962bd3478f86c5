/** How virtual time runs while real clients wait: with the wall, and where it is asked for, ahead of it after each write. */
import type { World } from '../lab/world.ts'

export interface Clock {
  /** Lets the cluster catch up with the wall; before every request and between them. */
  tick(): void
  /** After a write: controllers answer it at once (`settle`), or in their own time (`real`). */
  wrote(): void
  stop(): void
}

const TICK_MS = 50
/** Time that jumps would soon be ahead of the client's own clock: it starts so far behind. */
export const LAG_MS = { real: 0, settle: 600_000 } as const
/** No write for this long: the client is done. */
const IDLE_MS = 300

/** `onChange` is called whenever the cluster may have changed. */
export function startClock(world: World, pace: 'real' | 'settle', onChange: () => void): Clock {
  const tick = (): void => {
    const behind = Date.now() - LAG_MS[pace] - world.now
    if (behind > 0) world.advance(behind)
    else world.drain()
  }
  let idle: NodeJS.Timeout | undefined
  const timer = setInterval(() => {
    const { revision } = world.store
    tick()
    if (world.store.revision !== revision) onChange()
  }, TICK_MS)
  return {
    tick,
    wrote() {
      if (pace === 'settle') {
        // one command may be many writes: they stay in one second, and failing containers wait for the last of them
        world.settle({ pause: false, probation: false })
        clearTimeout(idle)
        idle = setTimeout(() => {
          world.settle({ pause: false })
          onChange()
        }, IDLE_MS)
      } else world.drain()
      onChange()
    },
    stop() {
      clearInterval(timer)
      clearTimeout(idle)
    },
  }
}
