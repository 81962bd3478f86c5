/** Writes answers: JSON or YAML, pretty for people, warnings as headers. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Status } from '../apiserver/errors.ts'
import { writeYaml } from '../lib/yaml-write.ts'

export interface Form {
  readonly format: 'json' | 'yaml'
  readonly pretty: boolean
}

export const NO_CACHE = { 'Cache-Control': 'no-cache, private' }

/** apiserver/pkg/endpoints/handlers/negotiation/negotiate.go, isPrettyPrint. */
export function isPretty(message: IncomingMessage, query: URLSearchParams): boolean {
  const asked = query.get('pretty')
  if (asked !== null && asked !== '') return asked !== '0' && asked !== 'false'
  return /^(curl|Wget|Mozilla\/5\.0)/.test(message.headers['user-agent'] ?? '')
}

export function send(response: ServerResponse, code: number, body: unknown, form: Form, warnings: readonly string[] = []): void {
  if (response.headersSent || response.destroyed) return
  const text = encode(body, form)
  response.writeHead(code, {
    ...NO_CACHE,
    'Content-Type': form.format === 'yaml' ? 'application/yaml' : 'application/json',
    ...(warnings.length > 0 ? { Warning: warnings.map(warningHeader) } : {}),
    ...retryAfter(body),
    'Content-Length': Buffer.byteLength(text),
  })
  response.end(text)
}

export function sendStatus(response: ServerResponse, status: Status, form: Form): void {
  send(response, status.code ?? 500, status, form)
}

export function sendText(response: ServerResponse, code: number, text: string): void {
  if (response.headersSent || response.destroyed) return
  response.writeHead(code, {
    ...NO_CACHE, 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff', 'Content-Length': Buffer.byteLength(text),
  })
  response.end(text)
}

/** Go escapes what HTML would read as markup. */
export function encode(body: unknown, { format, pretty }: Form): string {
  if (format === 'yaml') return writeYaml(JSON.parse(JSON.stringify(body)))
  return pretty ? escapeHtml(JSON.stringify(body, null, 2)) : `${escapeHtml(JSON.stringify(body))}\n`
}

const escapeHtml = (json: string): string =>
  /[<>&\u2028\u2029]/.test(json) ? json.replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`) : json

/** RFC 7234 section 5.5, as apimachinery/pkg/util/net writes it. */
const warningHeader = (text: string): string =>
  `299 - "${text.replace(/[\\"]/g, (c) => `\\${c}`).replace(/[^\x20-\x7e\x80-\xff]/g, ' ')}"`

function retryAfter(body: unknown): Record<string, string> {
  const seconds = (body as { details?: { retryAfterSeconds?: number } } | undefined)?.details?.retryAfterSeconds
  return seconds === undefined ? {} : { 'Retry-After': String(seconds) }
}
