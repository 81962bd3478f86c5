/** Private and public keys: EC P-256 and RSA, out of a seed, to and from PEM. */
import { createPrivateKey, createPublicKey, sign as rsaSign, verify as rsaVerify } from 'node:crypto'
import { p256 } from '@noble/curves/nist.js'
import type { Bytes, Node } from './der.ts'
import { bits, bytesBigint, children, equalBytes, explicit, integer, nil, octets, oid, read, readOid, sequence } from './der.ts'
import { parsePem, toPem } from './pem.ts'
import { generateRsa, type RsaNumbers } from './rsa.ts'

export interface PublicKey {
  readonly type: 'EC' | 'RSA'
  readonly bits: number
  /** SubjectPublicKeyInfo. */
  readonly spki: Bytes
}

export interface PrivateKey {
  readonly publicKey: PublicKey
  /** PKCS#8, as `-----BEGIN PRIVATE KEY-----` holds it. */
  readonly pkcs8: Bytes
  /** The older form of its own kind: SEC 1 for EC, PKCS#1 for RSA. */
  readonly traditional: Bytes
  /** Signs with SHA-256; the same data gives the same signature. */
  sign(data: Bytes): Bytes
}

/** Draws bytes from a seeded stream (lib/random.ts). */
export type DrawBytes = (length: number) => Uint8Array

const EC_PUBLIC_KEY = '1.2.840.10045.2.1'
const PRIME256V1 = '1.2.840.10045.3.1.7'
const RSA_ENCRYPTION = '1.2.840.113549.1.1.1'
const ECDSA_SHA256 = '1.2.840.10045.4.3.2'
const RSA_SHA256 = '1.2.840.113549.1.1.11'

export function generateEcKey(draw: DrawBytes): PrivateKey {
  for (;;) {
    const secret = Uint8Array.from(draw(32))
    if (p256.utils.isValidSecretKey(secret)) return ecKey(secret)
  }
}

export const generateRsaKey = (draw: DrawBytes, size = 2048): PrivateKey => rsaKey(generateRsa(draw, size))

function ecKey(secret: Bytes): PrivateKey {
  const point = p256.getPublicKey(secret, false)
  const algorithm = sequence(oid(EC_PUBLIC_KEY), oid(PRIME256V1))
  return {
    publicKey: { type: 'EC', bits: 256, spki: sequence(algorithm, bits(point)) },
    traditional: sequence(integer(1), octets(secret), explicit(0, oid(PRIME256V1)), explicit(1, bits(point))),
    pkcs8: sequence(integer(0), algorithm, octets(sequence(integer(1), octets(secret), explicit(1, bits(point))))),
    sign: (data) => p256.sign(data, secret, { prehash: true, lowS: false, format: 'der' }),
  }
}

function rsaKey(numbers: RsaNumbers): PrivateKey {
  const { n, e, d, p, q, dp, dq, qi } = numbers
  const traditional = sequence(...[0n, n, e, d, p, q, dp, dq, qi].map((value) => integer(value)))
  const algorithm = sequence(oid(RSA_ENCRYPTION), nil)
  const pkcs8 = sequence(integer(0), algorithm, octets(traditional))
  const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' })
  return {
    publicKey: { type: 'RSA', bits: n.toString(2).length, spki: sequence(algorithm, bits(sequence(integer(n), integer(e)))) },
    traditional, pkcs8,
    sign: (data) => new Uint8Array(rsaSign('sha256', data, key)),
  }
}

export const privateKeyPem = (key: PrivateKey): string => toPem('PRIVATE KEY', key.pkcs8)
export const traditionalPem = (key: PrivateKey): string =>
  toPem(key.publicKey.type === 'EC' ? 'EC PRIVATE KEY' : 'RSA PRIVATE KEY', key.traditional)
export const publicKeyPem = (key: PublicKey): string => toPem('PUBLIC KEY', key.spki)

/** The first private key of a PEM text, in any of its forms; undefined when there is none that can be read. */
export function parsePrivateKey(pem: string): PrivateKey | undefined {
  const block = parsePem(pem).find((b) => b.label.endsWith('PRIVATE KEY'))
  if (block === undefined) return undefined
  try {
    const root = read(block.der)
    if (block.label === 'EC PRIVATE KEY') return ecFromSec1(root)
    if (block.label === 'RSA PRIVATE KEY') return rsaFromPkcs1(root)
    if (block.label !== 'PRIVATE KEY') return undefined
    const [, algorithm, content] = children(root)
    const inner = read(content!.content)
    return readOid(children(algorithm!)[0]!) === EC_PUBLIC_KEY ? ecFromSec1(inner) : rsaFromPkcs1(inner)
  } catch {
    return undefined
  }
}

const ecFromSec1 = (node: Node): PrivateKey => ecKey(Uint8Array.from(children(node)[1]!.content))

function rsaFromPkcs1(node: Node): PrivateKey {
  const [, n, e, d, p, q, dp, dq, qi] = children(node).map((c) => bytesBigint(c.content))
  return rsaKey({ n: n!, e: e!, d: d!, p: p!, q: q!, dp: dp!, dq: dq!, qi: qi! })
}

export function parsePublicKey(spki: Bytes): PublicKey {
  const [algorithm, key] = children(read(spki))
  if (readOid(children(algorithm!)[0]!) === EC_PUBLIC_KEY) return { type: 'EC', bits: ((key!.content.length - 2) / 2) * 8, spki }
  const modulus = bytesBigint(children(read(key!.content.subarray(1)))[0]!.content)
  return { type: 'RSA', bits: modulus.toString(2).length, spki }
}

export const sameKey = (a: PublicKey, b: PublicKey): boolean => equalBytes(a.spki, b.spki)

/** Whether the signature over the data was made with the private half of this key. */
export function verifySignature(key: PublicKey, algorithm: string, data: Bytes, signature: Bytes): boolean {
  const hash = HASHES[algorithm]
  if (hash === undefined) return false
  try {
    return rsaVerify(hash, data, createPublicKey({ key: Buffer.from(key.spki), format: 'der', type: 'spki' }), signature)
  } catch {
    return false
  }
}

const HASHES: Readonly<Record<string, string>> = {
  [ECDSA_SHA256]: 'sha256', '1.2.840.10045.4.3.3': 'sha384', '1.2.840.10045.4.3.4': 'sha512', '1.2.840.10045.4.1': 'sha1',
  [RSA_SHA256]: 'sha256', '1.2.840.113549.1.1.12': 'sha384', '1.2.840.113549.1.1.13': 'sha512', '1.2.840.113549.1.1.5': 'sha1',
}

/** The AlgorithmIdentifier of signatures made with this key. */
export const signatureAlgorithm = (key: PublicKey): Bytes =>
  key.type === 'EC' ? sequence(oid(ECDSA_SHA256)) : sequence(oid(RSA_SHA256), nil)
