/** exec and attach over a WebSocket: each message begins with the number of its channel. */
import { WebSocketServer, type WebSocket } from 'ws'
import { badRequestError } from '../../apiserver/errors.ts'
import { createFiles } from '../../lib/memory-files.ts'
import type { Io } from '../../lib/process.ts'
import { runAsync } from '../../shell/drive.ts'
import type { Connection } from './streams.ts'
import { containerOf } from './streams.ts'

const STDIN = 0
const STDOUT = 1
const STDERR = 2
const ERROR = 3
const CLOSE = 255
const PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io']
const BYTES_MAX = 4 * 1024 * 1024

/** apimachinery/pkg/util/remotecommand and apiserver/pkg/util/wsstream. */
export async function runInContainer(connection: Connection & { readonly attach: boolean }): Promise<void> {
  const { parts, pod, query, message, socket, head, attach } = connection
  const container = containerOf(pod, query.get('container'))
  const command = query.getAll('command')
  if (!attach && command.length === 0) throw badRequestError('you must specify at least 1 command for the container')
  const sockets = new WebSocketServer({
    noServer: true, maxPayload: BYTES_MAX,
    handleProtocols: (offered) => PROTOCOLS.find((p) => offered.has(p)) ?? false,
  })
  const peer = await new Promise<WebSocket>((resolve) => sockets.handleUpgrade(message, socket, head, resolve))
  const input = createInput()
  peer.on('message', (data: Buffer) => {
    if (data[0] === STDIN) input.push(data.subarray(1).toString('utf8'))
    else if (data[0] === CLOSE && data[1] === STDIN) input.end()
  })
  const stopped = new AbortController()
  peer.on('close', () => stopped.abort())
  if (!isSet(query, 'stdin')) input.end()
  const send = (channel: number, text: string): void => {
    if (peer.readyState === peer.OPEN) peer.send(Buffer.concat([Buffer.from([channel]), Buffer.from(text, 'utf8')]))
  }
  const tty = isSet(query, 'tty')
  const out = (channel: number) => ({ write: (text: string) => send(channel, tty ? text.replace(/\r?\n/g, '\r\n') : text) })
  const io: Io = {
    stdin: { read: input.read }, stdout: out(STDOUT), stderr: out(tty ? STDOUT : STDERR),
    files: createFiles({ now: () => parts.world.now }), env: new Map(), cwd: '/',
    ...(tty ? { terminal: { columns: 80, rows: 24 } } : {}),
    run: function* () {
      return 127
    },
  }
  const place = { namespace: pod.metadata.namespace ?? '', pod: pod.metadata.name, container }
  try {
    const running = attach ? parts.world.containers.attach(place, io, tty) : parts.world.containers.exec(place, command, io, tty)
    const status = await runAsync(running, {
      sleep: (ms) => parts.changed(ms), change: (ms) => parts.changed(ms ?? 1_000), input: (ms) => input.arrived(ms),
      signal: stopped.signal,
    })
    send(ERROR, JSON.stringify(exitStatus(status)))
  } catch (error) {
    send(ERROR, JSON.stringify({
      metadata: {}, status: 'Failure', message: (error as Error).message, reason: 'InternalError',
      details: { causes: [{ message: (error as Error).message }] }, code: 500,
    }))
  }
  parts.clock.wrote()
  peer.close(1000)
}

const isSet = (query: URLSearchParams, name: string): boolean => ['true', '1', ''].includes(query.get(name) ?? 'no')

/** cri-streaming: the exit code stands among the causes. */
const exitStatus = (status: number): object => status === 0
  ? { metadata: {}, status: 'Success' }
  : {
      metadata: {}, status: 'Failure', message: `command terminated with non-zero exit code: exit status ${status}`,
      reason: 'NonZeroExitCode', details: { causes: [{ reason: 'ExitCode', message: String(status) }] },
    }

/** Standard input that fills as messages come. */
function createInput() {
  let waiting = ''
  let ended = false
  let wake = (): void => {}
  return {
    push(text: string) {
      waiting += text
      wake()
    },
    end() {
      ended = true
      wake()
    },
    read(): string | undefined {
      if (waiting === '') return ended ? undefined : ''
      const text = waiting
      waiting = ''
      return text
    },
    arrived: (ms: number | undefined) => new Promise<void>((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
      if (waiting !== '' || ended) wake()
    }),
  }
}
