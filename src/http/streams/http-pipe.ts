/** Bytes of a forwarded connection as HTTP messages: what a simulated process understands. */
import type { HttpRequest, HttpResponse } from '../../lib/http.ts'
import { reasonOf } from '../../lib/http.ts'

const HEAD_BYTES_MAX = 64 * 1024

/** Feeds requests to `answer` as they are complete and writes what it says; `failed` when it is no HTTP or nobody answers. */
export function createHttpPipe(
  answer: (request: HttpRequest) => HttpResponse | undefined, write: (text: string) => void, failed: () => void,
): { push(data: Buffer): void } {
  let waiting = Buffer.alloc(0)
  return {
    push(data) {
      waiting = Buffer.concat([waiting, data])
      for (;;) {
        const end = waiting.indexOf('\r\n\r\n')
        if (end < 0) {
          if (waiting.length > HEAD_BYTES_MAX) failed()
          return
        }
        const [first = '', ...lines] = waiting.toString('latin1', 0, end).split('\r\n')
        const [, method, target, version] = /^([A-Z]+) (\S+) HTTP\/(1\.[01])$/.exec(first) ?? []
        if (method === undefined) return failed()
        const headers = lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()] as const)
        const length = Number(headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1] ?? 0)
        if (waiting.length < end + 4 + length) return
        const body = waiting.toString('utf8', end + 4, end + 4 + length)
        waiting = waiting.subarray(end + 4 + length)
        const response = answer({ method, target: target!, version: version as '1.1', headers, body })
        if (response === undefined) return failed()
        write(written(response))
      }
    },
  }
}

function written(response: HttpResponse): string {
  const { status, headers, body } = response
  const framed = headers.some(([name]) => name.toLowerCase() === 'content-length')
  const kept = headers.filter(([name]) => name.toLowerCase() !== 'transfer-encoding')
  const all = framed ? kept : [...kept, ['Content-Length', String(Buffer.byteLength(body))] as const]
  return `HTTP/1.1 ${status} ${reasonOf(response)}\r\n${all.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`
}
