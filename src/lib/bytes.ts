/** Bytes as text and back without loss: a byte that is not UTF-8 becomes a lone surrogate U+DC80 to U+DCFF, as in Python. */

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const encoder = new TextEncoder()
const ESCAPED_BYTE = /[\udc80-\udcff]/

export function decodeBytes(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes)
  } catch {
    return decodeBroken(bytes)
  }
}

export function encodeText(text: string): Uint8Array {
  if (!ESCAPED_BYTE.test(text)) return encoder.encode(text)
  const out: number[] = []
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x80) out.push(code)
    else if (code >= 0xdc80 && code <= 0xdcff && !isHigh(text.charCodeAt(at - 1))) out.push(code - 0xdc00)
    else {
      const char = String.fromCodePoint(text.codePointAt(at) ?? 0)
      out.push(...encoder.encode(char))
      at += char.length - 1
    }
  }
  return Uint8Array.from(out)
}

/** How many bytes the text takes in a file. */
export function byteLength(text: string): number {
  let length = text.length
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x80) continue
    if (code < 0x800) length += 1
    else if (isHigh(code) && isLow(text.charCodeAt(at + 1))) { length += 2; at++ }
    else if (code < 0xdc80 || code > 0xdcff) length += 2
  }
  return length
}

function isHigh(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff
}

function isLow(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff
}

function decodeBroken(bytes: Uint8Array): string {
  let out = ''
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at)
    if (length > 0) out += strict.decode(bytes.subarray(at, at + length))
    else out += String.fromCharCode(0xdc00 + (bytes[at] ?? 0))
    at += length || 1
  }
  return out
}

/** Length of the valid UTF-8 sequence that starts here, 0 if none does. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0
  const length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0
  if (length < 2) return length
  if (at + length > bytes.length) return 0
  try {
    strict.decode(bytes.subarray(at, at + length))
    return length
  } catch {
    return 0
  }
}
