/** `/dev/tcp/HOST/PORT` in a redirection: bash opens a connection, and many a script only looks whether it can. */
import type { Steps } from '../kernel.ts'
import { nullStream, type Stream } from '../streams.ts'
import { ioOf } from './external.ts'
import { complain, type Shell } from './shell.ts'

const DEVICE = /^\/dev\/(?:tcp|udp)\/([^/]+)\/([^/]+)$/

/** Undefined: the path is no such device. Otherwise an open stream, or the reason for the failure. */
export function* openSocket(
  sh: Shell,
  path: string,
): Steps<Stream | { readonly failed: string } | undefined> {
  const [, host, port] = DEVICE.exec(path) ?? []
  const netcat = sh.host.programs.get('nc')
  if (host === undefined || port === undefined || !netcat) return undefined
  let said = ''
  const io = {
    ...ioOf(sh),
    stdout: { write: () => {} },
    stderr: {
      write: (text: string) => {
        said += text
      },
    },
  }
  const running = netcat(
    ['-z', '-v', ...(path.startsWith('/dev/udp') ? ['-u'] : []), host, port],
    io,
  )
  const status = typeof running === 'number' ? running : yield* running
  if (status === 0) return nullStream
  if (/getaddrinfo/.test(said)) {
    complain(sh, `${host}: ${/: ([^:]*)\n$/.exec(said)?.[1] ?? 'Name or service not known'}`)
    return { failed: 'Invalid argument' }
  }
  const reason = /timed out/.test(said) ? 'Connection timed out' : 'Connection refused'
  const { showsLine } = sh
  sh.showsLine = false
  complain(sh, `connect: ${reason}`)
  sh.showsLine = showsLine
  return { failed: reason }
}
