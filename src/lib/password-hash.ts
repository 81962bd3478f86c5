/** Passwords as htpasswd stores them: Apache's MD5 scheme, {SHA}, {PLAIN}. */
import { createHash } from 'node:crypto'

export function passwordMatches(password: string, stored: string): boolean {
  const md5 = /^(\$apr1\$|\$1\$)([^$]{0,8})\$(.*)$/.exec(stored)
  if (md5 !== null) return apr1(password, md5[2]!, md5[1]!) === stored
  if (stored.startsWith('{SHA}')) return createHash('sha1').update(password).digest('base64') === stored.slice(5)
  if (stored.startsWith('{PLAIN}')) return stored.slice(7) === password
  return false
}

const ROUNDS = 1000

/** "$apr1$salt$hash" of a password; with "$1$" the older scheme of crypt(3). */
export function apr1(password: string, salt: string, magic = '$apr1$'): string {
  const md5 = (...parts: (string | Uint8Array)[]): Buffer => {
    const hash = createHash('md5')
    for (const part of parts) hash.update(part)
    return hash.digest()
  }
  const pass = Buffer.from(password)
  let final = md5(pass, salt, pass)
  const first: (string | Uint8Array)[] = [pass, magic, salt]
  for (let left = pass.length; left > 0; left -= 16) first.push(final.subarray(0, Math.min(16, left)))
  for (let n = pass.length; n > 0; n >>= 1) first.push((n & 1) === 1 ? Buffer.from([0]) : pass.subarray(0, 1))
  final = md5(...first)
  for (let i = 0; i < ROUNDS; i++) {
    const parts: (string | Uint8Array)[] = [(i & 1) === 1 ? pass : final]
    if (i % 3 !== 0) parts.push(salt)
    if (i % 7 !== 0) parts.push(pass)
    parts.push((i & 1) === 1 ? final : pass)
    final = md5(...parts)
  }
  return `${magic}${salt}$${encode(final)}`
}

const ALPHABET = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const ORDER = [[0, 6, 12], [1, 7, 13], [2, 8, 14], [3, 9, 15], [4, 10, 5]] as const

function encode(hash: Uint8Array): string {
  const to64 = (value: number, length: number): string =>
    Array.from({ length }, (_, i) => ALPHABET[(value >> (6 * i)) & 63]).join('')
  const groups = ORDER.map(([a, b, c]) => to64((hash[a]! << 16) | (hash[b]! << 8) | hash[c]!, 4))
  return groups.join('') + to64(hash[11]!, 2)
}
