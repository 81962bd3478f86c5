/** RSA keys out of a seed: primes are drawn, never left to the machine's chance. */
import { checkPrimeSync } from 'node:crypto'
import { bytesBigint } from './der.ts'
import type { DrawBytes } from './key.ts'

export interface RsaNumbers {
  readonly n: bigint
  readonly e: bigint
  readonly d: bigint
  readonly p: bigint
  readonly q: bigint
  readonly dp: bigint
  readonly dq: bigint
  readonly qi: bigint
}

const EXPONENT = 65_537n

export function generateRsa(draw: DrawBytes, size: number): RsaNumbers {
  for (;;) {
    const a = drawPrime(draw, size / 2)
    const b = drawPrime(draw, size / 2)
    if (a === b) continue
    const [p, q] = a > b ? [a, b] : [b, a]
    const d = inverse(EXPONENT, (p - 1n) * (q - 1n))
    return { n: p * q, e: EXPONENT, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) }
  }
}

/** A prime with its two highest bits set, so that the product of two has the full length. */
function drawPrime(draw: DrawBytes, size: number): bigint {
  const top = 3n << BigInt(size - 2)
  let candidate = bytesBigint(draw(size / 8)) | top | 1n
  for (;; candidate += 2n) {
    if (SMALL.some((s) => candidate % s === 0n) || (candidate - 1n) % EXPONENT === 0n) continue
    if (checkPrimeSync(candidate)) return candidate
  }
}

const SMALL: readonly bigint[] = primesBelow(1000).map(BigInt)

function primesBelow(limit: number): number[] {
  const found: number[] = []
  for (let n = 3; n < limit; n += 2) if (found.every((p) => n % p !== 0)) found.push(n)
  return found
}

function inverse(value: bigint, modulus: bigint): bigint {
  let [r0, r1, s0, s1] = [modulus, value % modulus, 0n, 1n]
  while (r1 !== 0n) {
    const quotient = r0 / r1
    ;[r0, r1] = [r1, r0 - quotient * r1]
    ;[s0, s1] = [s1, s0 - quotient * s1]
  }
  return s0 < 0n ? s0 + modulus : s0
}
