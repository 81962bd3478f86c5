/** Makes certificates: self-signed, by an authority, or for a request, with any virtual dates. */
import type { Certificate } from './certificate.ts'
import { certificatePem, parseCertificate } from './certificate.ts'
import type { Bytes } from './der.ts'
import { bits, concat, explicit, integer, sequence, time } from './der.ts'
import type { ExtendedUsage, Extension, KeyUsage } from './extensions.ts'
import {
  authorityKeyId, basicConstraints, encodeExtension, extendedKeyUsage, keyIdFor, keyUsage, subjectAltName, subjectKeyId,
} from './extensions.ts'
import type { DrawBytes, PrivateKey, PublicKey } from './key.ts'
import { generateEcKey, privateKeyPem, signatureAlgorithm } from './key.ts'
import type { Name } from './name.ts'
import { encodeName } from './name.ts'

export interface Template {
  readonly subject: Name
  readonly publicKey: PublicKey
  readonly serial: Bytes
  readonly notBefore: number
  readonly notAfter: number
  readonly extensions: readonly Extension[]
}

/** Signs what the template says with the issuer's key. */
export function signCertificate(template: Template, issuer: Name, key: PrivateKey): Certificate {
  const algorithm = signatureAlgorithm(key.publicKey)
  const tbs = sequence(
    explicit(0, integer(2)),
    integer(template.serial),
    algorithm,
    encodeName(issuer),
    sequence(time(template.notBefore), time(template.notAfter)),
    encodeName(template.subject),
    template.publicKey.spki,
    ...(template.extensions.length === 0 ? [] : [explicit(3, sequence(...template.extensions.map(encodeExtension)))]),
  )
  return parseCertificate(sequence(tbs, algorithm, bits(key.sign(tbs))))
}

export interface Issued {
  readonly certificate: Certificate
  readonly key: PrivateKey
  readonly certificatePem: string
  readonly keyPem: string
}

export interface Wish {
  readonly subject: Name
  /** DNS names and addresses for the subjectAltName. */
  readonly hosts?: readonly string[]
  readonly notBefore: number
  readonly notAfter: number
  readonly ca?: boolean
  readonly pathLength?: number
  readonly keyUsages?: readonly KeyUsage[]
  readonly extendedUsages?: readonly ExtendedUsage[]
  /** Default: a new EC P-256 key. */
  readonly key?: PrivateKey
  readonly serial?: Bytes
}

export interface CertificateAuthority extends Issued {
  issue(wish: Wish): Issued
  /** For a key whose private half stays with somebody else, as in a signing request. */
  sign(wish: Omit<Wish, 'key'>, publicKey: PublicKey): Certificate
}

export function createCertificateAuthority(wish: Omit<Wish, 'ca'> & { random: DrawBytes }): CertificateAuthority {
  const root = selfSigned({ keyUsages: ['Digital Signature', 'Key Encipherment', 'Certificate Sign'], ...wish, ca: true }, wish.random)
  return authorityOf(root, wish.random)
}

/** An authority out of a certificate and its key, root or intermediate. */
export function authorityOf(own: Issued, random: DrawBytes): CertificateAuthority {
  const sign: CertificateAuthority['sign'] = (wish, publicKey) => {
    const issuerId = own.certificate.subjectKeyId ?? keyIdFor(own.key.publicKey)
    return signCertificate(templateOf(wish, publicKey, issuerId, random), own.certificate.subject, own.key)
  }
  return {
    ...own,
    sign,
    issue(wish) {
      const key = wish.key ?? generateEcKey(random)
      return issuedOf(sign(wish, key.publicKey), key)
    },
  }
}

export function selfSigned(wish: Wish, random: DrawBytes): Issued {
  const key = wish.key ?? generateEcKey(random)
  return issuedOf(signCertificate(templateOf(wish, key.publicKey, undefined, random), wish.subject, key), key)
}

const issuedOf = (certificate: Certificate, key: PrivateKey): Issued =>
  ({ certificate, key, certificatePem: certificatePem(certificate), keyPem: privateKeyPem(key) })

/** Random serial numbers of 16 bytes that are positive. */
export function randomSerial(random: DrawBytes): Bytes {
  const bytes = Uint8Array.from(random(16))
  bytes[0] = (bytes[0]! & 0x7f) | 0x40
  return concat(bytes)
}

function templateOf(wish: Omit<Wish, 'key'>, publicKey: PublicKey, issuerId: Bytes | undefined, random: DrawBytes): Template {
  const ca = wish.ca === true
  const hosts = wish.hosts ?? []
  const usages = wish.keyUsages ?? (ca ? ['Digital Signature', 'Certificate Sign'] as const : ['Digital Signature', 'Key Encipherment'] as const)
  return {
    subject: wish.subject, publicKey, serial: wish.serial ?? randomSerial(random), notBefore: wish.notBefore, notAfter: wish.notAfter,
    extensions: [
      ...(usages.length === 0 ? [] : [keyUsage(usages)]),
      ...(wish.extendedUsages === undefined || wish.extendedUsages.length === 0 ? [] : [extendedKeyUsage(wish.extendedUsages)]),
      basicConstraints(ca, wish.pathLength),
      ...(ca ? [subjectKeyId(keyIdFor(publicKey))] : []),
      ...(issuerId === undefined ? [] : [authorityKeyId(issuerId)]),
      ...(hosts.length === 0 ? [] : [subjectAltName(hosts, wish.subject.length === 0)]),
    ],
  }
}
