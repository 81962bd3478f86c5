/** lab/echo: answers every request with a JSON account of what reached it. */
import type { HttpRequest } from '../lib/http.ts'
import { headerOf, httpDate } from '../lib/http.ts'
import type { Answer, Image, Served } from './image.ts'

export const echo: Image = {
  names: ['lab/echo'],
  sizeBytes: 31_457_280,
  entrypoint: ['/echo'],
  tools: 'network',
  start: ({ argv, ports }) => {
    if (argv[0] !== '/echo') return undefined
    const declared = ports.filter((p) => p.protocol !== 'UDP').map((p) => p.containerPort)
    const open = declared.length === 0 ? [8080] : declared
    return {
      logs: open.map((port) => `listening on :${port}`),
      listens: open.map((port) => ({ port, protocol: 'TCP', serves: answer })),
    }
  },
}

function answer(request: HttpRequest, served: Served): Answer {
  const headers: Record<string, string> = {}
  for (const [name, value] of request.headers) {
    const key = name.toLowerCase()
    headers[key] = headers[key] === undefined ? value : `${headers[key]}, ${value}`
  }
  const body = `${JSON.stringify({
    pod: served.pod,
    namespace: served.namespace,
    service: served.labels['app'] ?? '',
    port: served.port,
    method: request.method,
    path: request.target,
    host: headerOf(request.headers, 'Host') ?? '',
    headers,
    tls: served.tls,
  })}\n`
  return {
    response: {
      status: 200,
      headers: [['Content-Type', 'application/json'], ['Date', httpDate(served.now)], ['Content-Length', String(Buffer.byteLength(body))]],
      body,
    },
    log: `${served.from} ${request.method} ${request.target}`,
  }
}
