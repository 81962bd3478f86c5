/** Open watches: each is pulled when the cluster may have changed, and ended in time. */
import type { ServerResponse } from 'node:http'
import type { Watch, WatchEvent } from '../apiserver/verbs/watch.ts'
import { encode, NO_CACHE } from './respond.ts'

export interface Watches {
  open(watch: Watch, response: ServerResponse, timeoutSeconds: number | undefined): void
  /** Sends what has happened to everybody who waits for it. */
  flush(): void
  close(): void
}

interface Open {
  readonly watch: Watch
  readonly response: ServerResponse
  readonly endsAt: number
  nextBookmark: number
}

const BOOKMARK_MS = 60_000
const TIMEOUT_SECONDS = 1_800
/** A reader this far behind is cut off: it lists and watches again. */
const UNSENT_BYTES_MAX = 16 * 1024 * 1024

export function createWatches(): Watches {
  const all = new Set<Open>()
  const end = (open: Open): void => {
    all.delete(open)
    open.response.end()
  }
  const send = (open: Open, events: readonly WatchEvent[]): void => {
    if (events.length === 0) return
    open.response.write(events.map((event) => encode(event, { format: 'json', pretty: false })).join(''))
    if (open.response.writableLength > UNSENT_BYTES_MAX) {
      all.delete(open)
      open.response.destroy()
    }
  }
  const pull = (open: Open, now: number): void => {
    send(open, open.watch.read())
    if (open.watch.ended || now >= open.endsAt) return end(open)
    if (now >= open.nextBookmark) {
      open.nextBookmark = now + BOOKMARK_MS
      send(open, open.watch.bookmark())
    }
  }
  const flush = (): void => {
    const now = Date.now()
    for (const open of [...all]) pull(open, now)
  }
  const timer = setInterval(flush, 100)
  return {
    open(watch, response, timeoutSeconds = TIMEOUT_SECONDS) {
      const now = Date.now()
      const open: Open = { watch, response, endsAt: now + timeoutSeconds * 1000, nextBookmark: now + BOOKMARK_MS }
      response.writeHead(200, { ...NO_CACHE, 'Content-Type': 'application/json' })
      response.flushHeaders()
      all.add(open)
      response.on('close', () => all.delete(open))
      pull(open, now)
    },
    flush,
    close() {
      clearInterval(timer)
      for (const open of [...all]) end(open)
    },
  }
}
