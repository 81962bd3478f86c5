/** The controller's access log (docs/user-guide/nginx-configuration/log-format.md). */
import type { HttpResponse } from '../../lib/http.ts'
import { accessLine } from '../../images/nginx-pages.ts'
import type { Done, Passage } from './proxy.ts'
import { clientAddress } from './proxy.ts'

export function accessLog(passage: Passage, response: HttpResponse, ms: number, upstream: Done['upstream']): void {
  const { request, net, container } = passage
  const seconds = (ms / 1000).toFixed(3)
  const line = accessLine(clientAddress(passage), net.now, request, response.status, response.body.length)
  const length = request.target.length + request.headers.reduce((n, [a, b]) => n + a.length + b.length + 4, 18)
  const { name = '-', address = '-', status = '-', bytes = '-' } = upstream ?? {}
  container.log(`${line} ${length} ${seconds} [${name}] [] ${address || '-'} ${bytes} ${upstream === undefined ? '-' : seconds} ${status} ${'0'.repeat(32)}`)
}
