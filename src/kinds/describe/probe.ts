/** Probes in descriptions: "http-get http://:80/ delay=0s timeout=1s …". */
import { hostPort } from '../columns/list-with-more.ts'
import type { Probe } from '../generated/api-types.ts'

/** Upstream: `describe.go`, DescribeProbe. */
export function probeText(probe: Probe): string {
  const attributes = `delay=${probe.initialDelaySeconds ?? 0}s timeout=${probe.timeoutSeconds ?? 0}s ` +
    `period=${probe.periodSeconds ?? 0}s #success=${probe.successThreshold ?? 0} ` +
    `#failure=${probe.failureThreshold ?? 0}`
  const { exec, httpGet, tcpSocket, grpc } = probe
  if (exec) return `exec [${(exec.command ?? []).join(' ')}] ${attributes}`
  if (httpGet) {
    const host = hostPort(httpGet.host ?? '', httpGet.port)
    const scheme = (httpGet.scheme ?? '').toLowerCase()
    return `http-get ${scheme}://${host}${escapedPath(httpGet.path ?? '')} ${attributes}`
  }
  if (tcpSocket) return `tcp-socket ${tcpSocket.host ?? ''}:${tcpSocket.port} ${attributes}`
  if (grpc) return `grpc <pod>:${grpc.port} ${grpc.service ?? ''} ${attributes}`
  return `unknown ${attributes}`
}

/** Go's `url.URL.EscapedPath`; a path without a leading slash gets one behind a host. */
const escapedPath = (path: string): string => {
  const rooted = path !== '' && !path.startsWith('/') ? `/${path}` : path
  return encodeURIComponent(rooted).replace(/%(2F|24|26|2B|2C|3A|3B|3D|40)/g, decodeURIComponent)
    .replace(/[!'()]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}
