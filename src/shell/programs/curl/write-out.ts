/** curl's -w: variables in %{…} and backslash escapes (src/tool_writeout.c). */
import { headerOf } from '../../../lib/http.ts'
import type { Fetched } from './transfer.ts'

export interface Outcome {
  readonly fetched: Fetched | undefined
  readonly exit: number
  readonly message: string
  readonly url: string
  readonly redirects: number
  readonly redirectUrl: string
  readonly connections: number
  readonly ms: number
  readonly method: string
  readonly scheme: string
}

export function writeOut(format: string, outcome: Outcome): { stdout: string; stderr: string } {
  const out = { stdout: '', stderr: '' }
  let to: 'stdout' | 'stderr' = 'stdout'
  const pieces = format.match(/%\{[^}]*\}|%header\{[^}]*\}|%%|\\[ntr\\]|[\s\S]/g) ?? []
  for (const piece of pieces) {
    if (piece === '%{stderr}') to = 'stderr'
    else if (piece === '%{stdout}') to = 'stdout'
    else if (piece === '%%') out[to] += '%'
    else if (/^\\[ntr\\]$/.test(piece)) out[to] += ESCAPES[piece[1]!]
    else if (piece.startsWith('%header{')) out[to] += headerOf(outcome.fetched?.response.headers ?? [], piece.slice(8, -1)) ?? ''
    else if (piece.startsWith('%{')) out[to] += valueOf(piece.slice(2, -1), outcome)
    else out[to] += piece
  }
  return out
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\' }

function valueOf(name: string, o: Outcome): string {
  const { fetched } = o
  const response = fetched?.response
  const seconds = (o.ms / 1000).toFixed(6)
  const head = response === undefined ? 0 : response.headers.reduce((n, [a, b]) => n + a.length + b.length + 4, 19)
  const values: Readonly<Record<string, string>> = {
    http_code: String(response?.status ?? 0).padStart(3, '0'),
    response_code: String(response?.status ?? 0).padStart(3, '0'),
    http_connect: '000',
    http_version: response === undefined ? '0' : response.version ?? '1.1',
    exitcode: String(o.exit), errormsg: o.exit === 0 ? '' : o.message,
    url: o.url, url_effective: o.url, method: o.method, scheme: o.scheme.toUpperCase(),
    num_redirects: String(o.redirects), redirect_url: o.redirectUrl, num_connects: String(o.connections), num_headers: String(response?.headers.length ?? 0),
    remote_ip: fetched?.remoteAddress ?? '', remote_port: String(fetched?.remotePort ?? 0), local_ip: '', local_port: '0',
    content_type: headerOf(response?.headers ?? [], 'Content-Type') ?? '',
    size_download: String(Buffer.byteLength(response?.body ?? '')), size_upload: String(Buffer.byteLength(fetched?.sent.body ?? '')),
    size_header: String(head), size_request: '0', speed_download: '0', speed_upload: '0', ssl_verify_result: String(fetched?.verifyResult ?? 0),
    proxy_ssl_verify_result: '0', filename_effective: '', time_total: seconds, time_connect: '0.000412', time_namelookup: '0.000023',
    time_appconnect: '0.000000', time_pretransfer: '0.000481', time_redirect: '0.000000', time_starttransfer: seconds,
    onerror: '', urlnum: '0',
  }
  return values[name] ?? `%{${name}}`.replace(/^.*$/, '')
}
