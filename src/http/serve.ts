/** Opens a world to real clients on the loopback. */
import type { AddressInfo, Server } from 'node:net'
import type { World } from '../lab/world.ts'
import { startClock } from './clock.ts'
import type { Keys } from './door.ts'
import { createDoor } from './door.ts'
import { createStreams } from './streams/streams.ts'
import { createWatches } from './watches.ts'

export interface ServeOptions {
  readonly world: World
  readonly keys: Keys
  /** 0: any free port. */
  readonly apiPort: number
  readonly pace: 'real' | 'settle'
}

export interface Serving {
  readonly apiUrl: string
  close(): void
}

const HOST = '127.0.0.1'

export async function serve({ world, keys, apiPort, pace }: ServeOptions): Promise<Serving> {
  const watches = createWatches()
  const waiting = new Set<() => void>()
  const wake = (): void => {
    watches.flush()
    for (const resolve of [...waiting]) resolve()
  }
  const clock = startClock(world, pace, wake)
  const changed = (ms: number): Promise<void> => new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      waiting.delete(done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    waiting.add(done)
  })
  const streams = createStreams({ world, clock, changed })
  let port = apiPort
  const door = createDoor({ world, clock, watches, streams, keys, address: () => `${HOST}:${port}` })
  const sockets = new Set<{ destroy(): void }>()
  door.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  port = await listen(door, apiPort)
  return {
    apiUrl: `https://${HOST}:${port}`,
    close() {
      clock.stop()
      watches.close()
      door.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, HOST, () => resolve((server.address() as AddressInfo).port))
  })
