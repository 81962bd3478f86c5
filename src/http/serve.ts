/** Opens a world to real clients on the loopback. */
import type { AddressInfo, Server } from 'node:net'
import type { World } from '../lab/world.ts'
import { startClock } from './clock.ts'
import { createDataPlane } from './data-plane.ts'
import type { Keys } from './door.ts'
import type { Journal } from './journal.ts'
import { createDoor } from './door.ts'
import { createStreams } from './streams/streams.ts'
import { createWatches } from './watches.ts'

export interface ServeOptions {
  readonly world: World
  readonly keys: Keys
  /** 0: any free port. */
  readonly apiPort: number
  readonly pace: 'real' | 'settle'
  /** Ports of the cluster's HTTP and HTTPS entry; 0: any free ones. */
  readonly httpPort: number
  readonly httpsPort: number
  readonly journal?: Journal
}

export interface Serving {
  readonly apiUrl: string
  readonly httpUrl: string
  readonly httpsUrl: string
  close(): void
}

const HOST = '127.0.0.1'

export async function serve({ world, keys, apiPort, pace, httpPort, httpsPort, journal }: ServeOptions): Promise<Serving> {
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
  const door = createDoor({ world, clock, watches, streams, keys, address: () => `${HOST}:${port}`, ...(journal === undefined ? {} : { journal }) })
  const sockets = new Set<{ destroy(): void }>()
  const entry = createDataPlane(world)
  const servers = [door, entry.http, entry.https]
  for (const server of servers) {
    server.on('connection', (socket) => {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
    })
  }
  port = await listen(door, apiPort)
  const [plain, secure] = [await listen(entry.http, httpPort), await listen(entry.https, httpsPort)]
  return {
    apiUrl: `https://${HOST}:${port}`,
    httpUrl: `http://${HOST}:${plain}`,
    httpsUrl: `https://${HOST}:${secure}`,
    close() {
      clock.stop()
      watches.close()
      for (const server of servers) server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, HOST, () => resolve((server.address() as AddressInfo).port))
  })
