/** Drives a running program to its end: at once, with time that jumps, or at the speed of the wall. */
import { type Pause, type Running, Signal } from '../lib/process.ts'

export interface SyncDriver {
  /** Makes time pass, or the cluster change; the result goes back into the program. Throwing ends it. */
  readonly onPause?: (pause: Pause) => unknown
  /** Pauses without any progress from outside, after which it is stopped as by Ctrl-C. */
  readonly pausesMax?: number
}

const PAUSES_MAX = 1_000_000

/** For tests, containers and grading. A promise or a screen cannot be waited for: the program is stopped. */
export function runSync(running: Running | number, driver: SyncDriver = {}): number {
  if (typeof running === 'number') return running
  let result = running.next()
  for (let pauses = 0; !result.done; pauses++) {
    const pause = result.value
    const hopeless =
      pause.for === 'promise' ||
      pause.for === 'screen' ||
      pauses >= (driver.pausesMax ?? PAUSES_MAX)
    result = hopeless ? running.throw(new Signal('INT')) : running.next(driver.onPause?.(pause))
  }
  return result.value
}

export interface AsyncDriver {
  /** Waits on the wall (and moves virtual time); may end early when the cluster changed. */
  readonly sleep: (ms: number) => Promise<void>
  /** Input has come, or `ms` have passed. */
  readonly input?: (ms: number | undefined) => Promise<void>
  /** The cluster has changed, or `ms` have passed. */
  readonly change?: (ms: number | undefined) => Promise<void>
  /** Shows a program that needs the whole screen, and gives its result. */
  readonly screen?: (pause: Extract<Pause, { for: 'screen' }>) => Promise<unknown>
  /** Ctrl-C. The program gets SIGINT; one that goes on all the same is killed by a second one. */
  readonly signal?: AbortSignal
}

export async function runAsync(running: Running | number, driver: AsyncDriver): Promise<number> {
  if (typeof running === 'number') return running
  const interrupted =
    driver.signal &&
    new Promise<typeof INTERRUPTED>(resolve => {
      if (driver.signal?.aborted) resolve(INTERRUPTED)
      driver.signal?.addEventListener('abort', () => resolve(INTERRUPTED), { once: true })
    })
  let told = false
  let result = running.next()
  while (!result.done) {
    const wait = waitFor(result.value, driver)
    let reply: unknown
    try {
      reply = await (interrupted && !told ? Promise.race([wait, interrupted]) : wait)
    } catch (error) {
      result = running.throw(error)
      continue
    }
    if (reply === INTERRUPTED) {
      told = true
      result = running.throw(new Signal('INT'))
    } else result = running.next(reply)
  }
  return result.value
}

const INTERRUPTED = Symbol('interrupted')
const CHANGE_POLL_MS = 200

async function waitFor(pause: Pause, driver: AsyncDriver): Promise<unknown> {
  switch (pause.for) {
    case 'time':
      return await driver.sleep(pause.ms)
    case 'input':
      return await (driver.input ?? (ms => driver.sleep(ms ?? CHANGE_POLL_MS)))(pause.ms)
    case 'change':
      return await (
        driver.change ?? (ms => driver.sleep(Math.min(ms ?? CHANGE_POLL_MS, CHANGE_POLL_MS)))
      )(pause.ms)
    case 'room':
      return await driver.sleep(0)
    case 'promise':
      return await pause.promise
    case 'screen':
      return await driver.screen?.(pause)
  }
}
