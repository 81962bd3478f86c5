/** Go's encoding/base64, as far as its complaints and its text form go. */

/** The complaint about text that is no standard base64; undefined when it is. Upstream: Go `encoding/base64`. */
export function base64Error(text: string): string | undefined {
  const corrupt = (at: number): string => `illegal base64 data at input byte ${at}`
  let digits = 0
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!
    if (char === '\n' || char === '\r') continue
    if (char !== '=') {
      if (!/[A-Za-z0-9+/]/.test(char)) return corrupt(at)
      digits++
      continue
    }
    const inQuantum = digits % 4
    if (inQuantum < 2) return corrupt(at)
    let next = skipNewlines(text, at + 1)
    if (inQuantum === 2) {
      if (next === text.length) return corrupt(text.length)
      if (text[next] !== '=') return corrupt(next - 1)
      next = skipNewlines(text, next + 1)
    }
    return next < text.length ? corrupt(next) : undefined
  }
  return digits % 4 === 0 ? undefined : corrupt(text.length - (digits % 4))
}

export const toBase64 = (text: string): string => bytesToBase64(new TextEncoder().encode(text))

function bytesToBase64(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}

export function fromBase64(text: string): Uint8Array {
  const binary = atob(text)
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i)
  return bytes
}

function skipNewlines(text: string, from: number): number {
  let at = from
  while (text[at] === '\n' || text[at] === '\r') at++
  return at
}
