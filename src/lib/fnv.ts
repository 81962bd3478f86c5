/** The FNV-1a hashes that Kubernetes makes names and orders of. */

export function fnv32a(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0
  return hash
}

const OFFSET_128 = 0x6c62272e07bb014262b821756295c58dn
const PRIME_128 = (1n << 88n) + 0x13bn
const MASK_128 = (1n << 128n) - 1n

/** In hexadecimal. The text is ASCII. */
export function fnv128a(text: string): string {
  let hash = OFFSET_128
  for (let i = 0; i < text.length; i++) hash = ((hash ^ BigInt(text.charCodeAt(i))) * PRIME_128) & MASK_128
  return hash.toString(16).padStart(32, '0')
}
