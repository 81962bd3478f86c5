/** X.509 certificates, read: what a client checks and a viewer shows. */
import { createHash } from 'node:crypto'
import type { Bytes, Node } from './der.ts'
import { DerError, bytesHex, children, equalBytes, read, readOid, readTime } from './der.ts'
import type { Extension } from './extensions.ts'
import { basicConstraintsOf, extendedUsageOf, keyIdOf, namesOf, usageOf } from './extensions.ts'
import type { PublicKey } from './key.ts'
import { parsePublicKey } from './key.ts'
import type { Name } from './name.ts'
import { decodeName } from './name.ts'
import { parsePem, toPem } from './pem.ts'

export interface SubjectNames {
  readonly dns: readonly string[]
  readonly ips: readonly string[]
  readonly emails: readonly string[]
  readonly uris: readonly string[]
}

export interface Certificate {
  readonly der: Bytes
  readonly version: number
  /** Big-endian, as stored. */
  readonly serial: Bytes
  readonly signatureAlgorithm: string
  readonly signature: Bytes
  /** The part that is signed. */
  readonly tbs: Bytes
  readonly issuer: Name
  readonly issuerDer: Bytes
  readonly subject: Name
  readonly subjectDer: Bytes
  readonly notBefore: number
  readonly notAfter: number
  readonly publicKey: PublicKey
  readonly extensions: readonly Extension[]
  readonly names: SubjectNames
  readonly isCA: boolean
  readonly pathLength: number | undefined
  readonly keyUsage: readonly string[] | undefined
  readonly extendedKeyUsage: readonly string[] | undefined
  readonly subjectKeyId: Bytes | undefined
  readonly authorityKeyId: Bytes | undefined
}

/** Throws DerError on anything that is not a certificate. */
export function parseCertificate(der: Bytes): Certificate {
  const [tbs, algorithm, signature] = children(read(der))
  if (tbs === undefined || algorithm === undefined || signature === undefined) throw new DerError('not a certificate')
  const fields = [...children(tbs)]
  const version = fields[0]?.tag === 0xa0 ? children(fields.shift()!)[0]!.content[0]! + 1 : 1
  const [serial, , issuer, validity, subject, spki, ...rest] = fields
  if (spki === undefined) throw new DerError('not a certificate')
  const [from, to] = children(validity!)
  const extensions = extensionsOf(rest.find((f) => f.tag === 0xa3))
  const constraints = basicConstraintsOf(extensions)
  return {
    der, version, serial: serial!.content, tbs: tbs.raw,
    signatureAlgorithm: readOid(children(algorithm)[0]!), signature: signature.content.subarray(1),
    issuer: decodeName(issuer!), issuerDer: issuer!.raw, subject: decodeName(subject!), subjectDer: subject!.raw,
    notBefore: readTime(from!), notAfter: readTime(to!),
    publicKey: parsePublicKey(spki.raw), extensions,
    names: namesOf(extensions), isCA: constraints.ca, pathLength: constraints.pathLength,
    keyUsage: usageOf(extensions), extendedKeyUsage: extendedUsageOf(extensions),
    subjectKeyId: keyIdOf(extensions, 'subject'), authorityKeyId: keyIdOf(extensions, 'authority'),
  }
}

export function extensionsOf(node: Node | undefined): readonly Extension[] {
  if (node === undefined) return []
  return children(children(node)[0]!).map((e) => {
    const parts = children(e)
    return { id: readOid(parts[0]!), critical: parts.length === 3 && parts[1]!.content[0] === 0xff, value: parts.at(-1)!.content }
  })
}

/** The certificates of a PEM text, in order; a block that cannot be read is left out. */
export function parseCertificates(pem: string): readonly Certificate[] {
  return parsePem(pem).filter((b) => b.label === 'CERTIFICATE' || b.label === 'TRUSTED CERTIFICATE').flatMap((b) => {
    try {
      return [parseCertificate(b.der)]
    } catch {
      return []
    }
  })
}

export const certificatePem = (certificate: Pick<Certificate, 'der'>): string => toPem('CERTIFICATE', certificate.der)

export const isSelfIssued = (certificate: Certificate): boolean => equalBytes(certificate.subjectDer, certificate.issuerDer)

/** "AB:CD:…", as openssl and browsers show it. */
export const fingerprint = (bytes: Bytes, algorithm: 'sha256' | 'sha1' | 'sha384' | 'sha512' | 'md5' = 'sha256'): string =>
  createHash(algorithm).update(bytes).digest('hex').toUpperCase().replace(/..(?=.)/g, '$&:')

export const certificateFingerprint = (certificate: Certificate): string => fingerprint(certificate.der)
export const publicKeyFingerprint = (certificate: Certificate): string => fingerprint(certificate.publicKey.spki)

/** The serial number as `openssl x509 -serial` prints it. */
export const serialHex = (certificate: Pick<Certificate, 'serial'>): string => {
  const hex = bytesHex(certificate.serial).toUpperCase().replace(/^(00)+(?=..)/, '')
  return hex
}
