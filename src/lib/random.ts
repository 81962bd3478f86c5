/** Chance out of a seed: the same seed gives the same names, UIDs and draws, in the same order. */
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

export interface Random {
  /** 0 <= n < bound. */
  integer(bound: number): number
  /** A version 4 UUID. */
  uid(): string
  /** Characters that Kubernetes puts behind a generateName. */
  suffix(length: number): string
  bytes(length: number): Uint8Array
  /** A stream of its own, the same for the same label whatever was drawn before. */
  fork(label: string): Random
}

// k8s.io/apimachinery/pkg/util/rand: no vowels, so that no words appear
const SUFFIX_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789'
// neighbouring seeds give alike first draws
const WARM_UP = 8
const HEX = '0123456789abcdef'

export function createRandom(seed: number): Random {
  const generator = xoroshiro128plus(hash(seed, 'kubedrill'))
  for (let i = 0; i < WARM_UP; i++) generator.next()
  const next = (): number => generator.next() >>> 0
  const random: Random = {
    integer: (bound) => Math.floor((next() / 2 ** 32) * bound),
    uid() {
      let text = ''
      for (let word = 0; word < 4; word++) {
        let bits = next()
        for (let digit = 0; digit < 8; digit++) {
          const at = word * 8 + digit
          if (at === 8 || at === 12 || at === 16 || at === 20) text += '-'
          const value = at === 12 ? 4 : at === 16 ? 8 | (bits & 3) : bits & 15
          text += HEX[value]
          bits >>>= 4
        }
      }
      return text
    },
    suffix(length) {
      let text = ''
      for (let i = 0; i < length; i++) text += SUFFIX_ALPHABET[random.integer(SUFFIX_ALPHABET.length)]
      return text
    },
    bytes(length) {
      const bytes = new Uint8Array(length)
      for (let i = 0; i < length; i++) bytes[i] = next() & 255
      return bytes
    },
    fork: (label) => createRandom(hash(seed, label)),
  }
  return random
}

/** FNV-1a over the label, started from the seed. */
function hash(seed: number, label: string): number {
  let value = (0x811c9dc5 ^ seed) >>> 0
  for (let i = 0; i < label.length; i++) value = Math.imul(value ^ label.charCodeAt(i), 0x01000193) >>> 0
  return value
}
