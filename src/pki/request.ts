/** Certificate signing requests (PKCS#10), made and read. */
import { extensionsOf } from './certificate.ts'
import type { SubjectNames } from './certificate.ts'
import type { Bytes } from './der.ts'
import { DerError, bits, children, explicit, integer, oid, read, readOid, sequence, set, tlv } from './der.ts'
import type { Extension } from './extensions.ts'
import { basicConstraintsOf, encodeExtension, namesOf } from './extensions.ts'
import type { PrivateKey, PublicKey } from './key.ts'
import { parsePublicKey, signatureAlgorithm, verifySignature } from './key.ts'
import type { Name } from './name.ts'
import { decodeName, encodeName } from './name.ts'
import { parsePem, toPem } from './pem.ts'

const EXTENSION_REQUEST = '1.2.840.113549.1.9.14'

export interface CertificateRequest {
  readonly der: Bytes
  readonly subject: Name
  readonly publicKey: PublicKey
  readonly extensions: readonly Extension[]
  readonly names: SubjectNames
  readonly isCA: boolean
  readonly signatureAlgorithm: string
  readonly signature: Bytes
  /** Signed with the key that it holds. */
  readonly verified: boolean
}

export function createRequest(subject: Name, key: PrivateKey, extensions: readonly Extension[] = []): Bytes {
  const attributes = extensions.length === 0
    ? new Uint8Array()
    : sequence(oid(EXTENSION_REQUEST), set(sequence(...extensions.map(encodeExtension))))
  const info = sequence(integer(0), encodeName(subject), key.publicKey.spki, explicit(0, attributes))
  return sequence(info, signatureAlgorithm(key.publicKey), bits(key.sign(info)))
}

export const requestPem = (der: Bytes): string => toPem('CERTIFICATE REQUEST', der)

export function parseRequest(pem: string): CertificateRequest | undefined {
  const block = parsePem(pem).find((b) => b.label === 'CERTIFICATE REQUEST' || b.label === 'NEW CERTIFICATE REQUEST')
  if (block === undefined) return undefined
  try {
    return decodeRequest(block.der)
  } catch {
    return undefined
  }
}

function decodeRequest(der: Bytes): CertificateRequest {
  const [info, algorithm, signature] = children(read(der))
  if (signature === undefined) throw new DerError('not a certificate request')
  const [, subject, spki, attributes] = children(info!)
  const wanted = attributes === undefined ? undefined : children(attributes).find((a) => readOid(children(a)[0]!) === EXTENSION_REQUEST)
  const list = wanted === undefined ? undefined : children(children(wanted)[1]!)[0]
  const extensions = list === undefined ? [] : extensionsOf(read(tlv(0xa3, list.raw)))
  const publicKey = parsePublicKey(spki!.raw)
  const id = readOid(children(algorithm!)[0]!)
  const signed = signature.content.subarray(1)
  return {
    der, subject: decodeName(subject!), publicKey, extensions, names: namesOf(extensions), isCA: basicConstraintsOf(extensions).ca,
    signatureAlgorithm: id, signature: signed, verified: verifySignature(publicKey, id, info!.raw, signed),
  }
}
