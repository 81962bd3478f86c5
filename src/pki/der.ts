/** DER, written and read: the few ASN.1 types that certificates and keys are made of. */

export type Bytes = Uint8Array

export const concat = (...parts: readonly Bytes[]): Bytes => {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** One value: tag, length, content. */
export function tlv(tag: number, ...parts: readonly Bytes[]): Bytes {
  const body = concat(...parts)
  const length: number[] = []
  if (body.length < 128) length.push(body.length)
  else {
    for (let n = body.length; n > 0; n = Math.floor(n / 256)) length.unshift(n % 256)
    length.unshift(0x80 | length.length)
  }
  return concat(Uint8Array.from([tag, ...length]), body)
}

export const text = (s: string): Bytes => new TextEncoder().encode(s)
export const sequence = (...parts: readonly Bytes[]): Bytes => tlv(0x30, ...parts)
export const set = (...parts: readonly Bytes[]): Bytes => tlv(0x31, ...[...parts].sort(compareBytes))
export const octets = (...parts: readonly Bytes[]): Bytes => tlv(0x04, ...parts)
export const bits = (content: Bytes, unused = 0): Bytes => tlv(0x03, Uint8Array.from([unused]), content)
export const boolean = (value: boolean): Bytes => tlv(0x01, Uint8Array.from([value ? 0xff : 0]))
export const nil: Bytes = tlv(0x05)
export const utf8 = (s: string): Bytes => tlv(0x0c, text(s))
/** The explicit context tag [n]. */
export const explicit = (n: number, ...parts: readonly Bytes[]): Bytes => tlv(0xa0 | n, ...parts)
/** The implicit context tag [n] on a primitive. */
export const implicit = (n: number, content: Bytes): Bytes => tlv(0x80 | n, content)

/** A non-negative integer from its big-endian bytes. */
export function integer(value: Bytes | number | bigint): Bytes {
  let bytes = value instanceof Uint8Array ? value : bigintBytes(BigInt(value))
  while (bytes.length > 1 && bytes[0] === 0 && bytes[1]! < 128) bytes = bytes.subarray(1)
  return bytes[0]! >= 128 ? tlv(0x02, Uint8Array.from([0]), bytes) : tlv(0x02, bytes)
}

function bigintBytes(value: bigint): Bytes {
  const hex = value.toString(16)
  return hexBytes(hex.length % 2 === 0 ? hex : `0${hex}`)
}

export const hexBytes = (hex: string): Bytes => Uint8Array.from(hex.match(/../g) ?? [], (h) => Number.parseInt(h, 16))
export const bytesHex = (bytes: Bytes): string => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')
export const bytesBigint = (bytes: Bytes): bigint => BigInt(`0x${bytesHex(bytes) || '0'}`)

export function oid(dotted: string): Bytes {
  const [a = 0, b = 0, ...rest] = dotted.split('.').map(Number)
  const out = [a * 40 + b]
  for (const n of rest) {
    const group = [n & 127]
    for (let m = Math.floor(n / 128); m > 0; m = Math.floor(m / 128)) group.unshift((m % 128) | 128)
    out.push(...group)
  }
  return tlv(0x06, Uint8Array.from(out))
}

/** UTCTime until 2049, GeneralizedTime from 2050 on (RFC 5280 4.1.2.5). */
export function time(ms: number): Bytes {
  const digits = new Date(ms).toISOString().replace(/[-:T]/g, '').slice(0, 14)
  const year = Number(digits.slice(0, 4))
  return year >= 1950 && year < 2050 ? tlv(0x17, text(`${digits.slice(2)}Z`)) : tlv(0x18, text(`${digits}Z`))
}

/** A value as it was read; `raw` is all of it, `content` what stands inside. */
export interface Node {
  readonly tag: number
  readonly content: Bytes
  readonly raw: Bytes
}

export class DerError extends Error {}

export function read(bytes: Bytes, at = 0): Node {
  const tag = bytes[at]
  let length = bytes[at + 1]
  if (tag === undefined || length === undefined) throw new DerError('the encoding ends too early')
  let start = at + 2
  if (length >= 0x80) {
    const count = length & 0x7f
    if (count === 0 || count > 4) throw new DerError('a length is not DER')
    length = 0
    for (let i = 0; i < count; i++) length = length * 256 + (bytes[start + i] ?? 0)
    start += count
  }
  if (start + length > bytes.length) throw new DerError('the encoding ends too early')
  return { tag, content: bytes.subarray(start, start + length), raw: bytes.subarray(at, start + length) }
}

/** The values inside a constructed one. */
export function children(node: Node): readonly Node[] {
  const found: Node[] = []
  for (let at = 0; at < node.content.length;) {
    const child = read(node.content, at)
    found.push(child)
    at += child.raw.length
  }
  return found
}

export function readOid(node: Node): string {
  const [first = 0, ...rest] = node.content
  const out = [Math.min(2, Math.floor(first / 40)), first - 40 * Math.min(2, Math.floor(first / 40))]
  let value = 0
  for (const byte of rest) {
    value = value * 128 + (byte & 127)
    if (byte < 128) {
      out.push(value)
      value = 0
    }
  }
  return out.join('.')
}

export const readText = (node: Node): string => new TextDecoder(node.tag === 0x1e ? 'utf-16be' : 'utf-8').decode(node.content)

export function readTime(node: Node): number {
  const s = readText(node)
  const full = node.tag === 0x17 ? `${Number(s.slice(0, 2)) < 50 ? '20' : '19'}${s}` : s
  const n = (from: number, to: number): number => Number(full.slice(from, to))
  return Date.UTC(n(0, 4), n(4, 6) - 1, n(6, 8), n(8, 10), n(10, 12), n(12, 14))
}

function compareBytes(a: Bytes, b: Bytes): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i]! - b[i]!
  return a.length - b.length
}

export const equalBytes = (a: Bytes, b: Bytes): boolean => a.length === b.length && compareBytes(a, b) === 0
