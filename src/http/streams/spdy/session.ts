/** One SPDY/3.1 connection, as much of it as port-forward speaks: streams opened by the client, data both ways. */
import { constants, createDeflate, createInflate } from 'node:zlib'
import { DICTIONARY } from './dictionary.ts'

export interface SpdyStream {
  readonly id: number
  readonly headers: ReadonlyMap<string, string>
  onData(listener: (data: Buffer) => void): void
  onEnd(listener: () => void): void
  write(data: Buffer | string): void
  /** Nothing more comes from this side. */
  end(): void
}

export interface SpdySession {
  /** Bytes from the client. */
  push(data: Buffer): void
  close(): void
}

const SYN_STREAM = 1
const SYN_REPLY = 2
const RST_STREAM = 3
const PING = 6
const GOAWAY = 7
const WINDOW_UPDATE = 9
const FIN = 1
const HEADER_BYTES = 8
const FRAME_BYTES_MAX = 1 << 22
const DATA_BYTES_MAX = 16 * 1024

interface Open extends SpdyStream {
  readonly dataListeners: ((data: Buffer) => void)[]
  readonly endListeners: (() => void)[]
  /** What came before anybody listened. */
  readonly early: Buffer[]
  ended: boolean
}

/** `accept` is called for each stream that the client opens; `broken` when it does not speak SPDY. */
export function createSpdySession(
  write: (data: Buffer) => void, accept: (stream: SpdyStream) => void, broken: () => void,
): SpdySession {
  const streams = new Map<number, Open>()
  const headers = createHeaderCodec()
  let waiting = Buffer.alloc(0)
  let work = Promise.resolve()

  const control = (type: number, flags: number, payload: Buffer): void => {
    const head = Buffer.alloc(HEADER_BYTES)
    head.writeUInt16BE(0x8003, 0)
    head.writeUInt16BE(type, 2)
    head.writeUInt32BE(((flags << 24) | payload.length) >>> 0, 4)
    write(Buffer.concat([head, payload]))
  }
  const data = (id: number, flags: number, bytes: Buffer): void => {
    const head = Buffer.alloc(HEADER_BYTES)
    head.writeUInt32BE(id, 0)
    head.writeUInt32BE(((flags << 24) | bytes.length) >>> 0, 4)
    write(Buffer.concat([head, bytes]))
  }
  const open = (id: number, map: ReadonlyMap<string, string>): Open => {
    const stream: Open = {
      id, headers: map, dataListeners: [], endListeners: [], early: [], ended: false,
      onData(listener) {
        stream.dataListeners.push(listener)
        for (const bytes of stream.early.splice(0)) listener(bytes)
      },
      onEnd(listener) {
        if (stream.ended) listener()
        else stream.endListeners.push(listener)
      },
      write(bytes) {
        const all = Buffer.from(bytes as string)
        for (let at = 0; at < all.length; at += DATA_BYTES_MAX) data(id, 0, all.subarray(at, at + DATA_BYTES_MAX))
      },
      end: () => data(id, FIN, Buffer.alloc(0)),
    }
    return stream
  }
  const finish = (stream: Open): void => {
    if (stream.ended) return
    stream.ended = true
    for (const listener of stream.endListeners) listener()
  }
  const onControl = async (type: number, flags: number, payload: Buffer): Promise<void> => {
    if (type === SYN_STREAM) {
      const id = payload.readUInt32BE(0) & 0x7fffffff
      const stream = open(id, await headers.decode(payload.subarray(10)))
      streams.set(id, stream)
      const reply = Buffer.alloc(4)
      reply.writeUInt32BE(id)
      control(SYN_REPLY, 0, Buffer.concat([reply, await headers.encodeNothing()]))
      accept(stream)
      if (flags & FIN) finish(stream)
    } else if (type === PING) control(PING, 0, payload)
    else if (type === RST_STREAM) {
      const stream = streams.get(payload.readUInt32BE(0) & 0x7fffffff)
      if (stream !== undefined) finish(stream)
    } else if (type === GOAWAY) for (const stream of streams.values()) finish(stream)
  }
  const onData = (id: number, flags: number, bytes: Buffer): void => {
    const stream = streams.get(id)
    if (stream === undefined) return
    if (bytes.length > 0) {
      if (stream.dataListeners.length === 0) stream.early.push(bytes)
      for (const listener of stream.dataListeners) listener(bytes)
      const update = Buffer.alloc(8)
      update.writeUInt32BE(id, 0)
      update.writeUInt32BE(bytes.length, 4)
      control(WINDOW_UPDATE, 0, update)
    }
    if (flags & FIN) finish(stream)
  }
  const frames = async (): Promise<void> => {
    while (waiting.length >= HEADER_BYTES) {
      const length = waiting.readUInt32BE(4) & 0xffffff
      if (length > FRAME_BYTES_MAX) return broken()
      if (waiting.length < HEADER_BYTES + length) return
      const flags = waiting[4]!
      const payload = waiting.subarray(HEADER_BYTES, HEADER_BYTES + length)
      const first = waiting.readUInt32BE(0)
      waiting = waiting.subarray(HEADER_BYTES + length)
      if (first & 0x80000000) await onControl(first & 0xffff, flags, payload)
      else onData(first, flags, payload)
    }
  }
  return {
    push(bytes) {
      work = work.then(() => {
        waiting = Buffer.concat([waiting, bytes])
        return frames()
      }).catch(broken)
    },
    close() {
      for (const stream of streams.values()) finish(stream)
    },
  }
}

/** Headers share one compression state for the whole connection. */
function createHeaderCodec() {
  const inflate = createInflate({ dictionary: DICTIONARY, flush: constants.Z_SYNC_FLUSH })
  const deflate = createDeflate({ dictionary: DICTIONARY })
  let inflated: Buffer[] = []
  let deflated: Buffer[] = []
  inflate.on('data', (chunk: Buffer) => inflated.push(chunk))
  deflate.on('data', (chunk: Buffer) => deflated.push(chunk))
  return {
    decode: (block: Buffer) => new Promise<Map<string, string>>((resolve, reject) => {
      inflate.once('error', reject)
      inflate.write(block, () => {
        inflate.removeListener('error', reject)
        const bytes = Buffer.concat(inflated)
        inflated = []
        resolve(readPairs(bytes))
      })
    }),
    /** No pairs at all: a count of 0. */
    encodeNothing: () => new Promise<Buffer>((resolve) => {
      deflate.write(Buffer.alloc(4))
      deflate.flush(constants.Z_SYNC_FLUSH, () => {
        const bytes = Buffer.concat(deflated)
        deflated = []
        resolve(bytes)
      })
    }),
  }
}

function readPairs(bytes: Buffer): Map<string, string> {
  const pairs = new Map<string, string>()
  let at = 4
  const text = (): string => {
    const length = bytes.readUInt32BE(at)
    const value = bytes.toString('utf8', at + 4, at + 4 + length)
    at += 4 + length
    return value
  }
  for (let count = bytes.length < 4 ? 0 : bytes.readUInt32BE(0); count > 0; count--) {
    const name = text().toLowerCase()
    pairs.set(name, text())
  }
  return pairs
}
