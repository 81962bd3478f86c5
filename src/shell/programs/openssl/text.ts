/** Certificates, requests and keys in words, as `openssl … -text` prints them (crypto/x509/t_x509.c, v3_prn.c). */
import { MONTHS } from '../../../lib/http.ts'
import type { Certificate } from '../../../pki/certificate.ts'
import { bytesBigint, bytesHex, children, read, readOid, readText } from '../../../pki/der.ts'
import type { Bytes } from '../../../pki/der.ts'
import type { Extension } from '../../../pki/extensions.ts'
import { EXTENDED_USAGES, OID, basicConstraintsOf, extendedUsageOf, ipText, keyIdOf, usageOf } from '../../../pki/extensions.ts'
import type { PublicKey } from '../../../pki/key.ts'
import { onelineName } from '../../../pki/name.ts'
import type { CertificateRequest } from '../../../pki/request.ts'

/** "Nov 24 03:55:11 2026 GMT" */
export function opensslTime(ms: number): string {
  const d = new Date(ms)
  return `${MONTHS[d.getUTCMonth()]} ${String(d.getUTCDate()).padStart(2, ' ')} ${d.toISOString().slice(11, 19)} ${d.getUTCFullYear()} GMT`
}

const SIGNATURES: Readonly<Record<string, string>> = {
  '1.2.840.10045.4.3.2': 'ecdsa-with-SHA256', '1.2.840.10045.4.3.3': 'ecdsa-with-SHA384', '1.2.840.10045.4.3.4': 'ecdsa-with-SHA512',
  '1.2.840.113549.1.1.11': 'sha256WithRSAEncryption', '1.2.840.113549.1.1.12': 'sha384WithRSAEncryption',
  '1.2.840.113549.1.1.13': 'sha512WithRSAEncryption', '1.2.840.113549.1.1.5': 'sha1WithRSAEncryption',
}
export const signatureName = (oid: string): string => SIGNATURES[oid] ?? oid

/** Pairs of hex digits with colons, so many a line. */
function hexLines(bytes: Bytes, perLine: number, indent: string): string {
  const pairs = bytesHex(bytes).match(/../g) ?? []
  let out = ''
  for (let i = 0; i < pairs.length; i += perLine) {
    const last = i + perLine >= pairs.length
    out += `${indent}${pairs.slice(i, i + perLine).join(':')}${last ? '' : ':'}\n`
  }
  return out
}

export function certificateText(c: Certificate): string {
  return `Certificate:\n    Data:\n        Version: ${c.version} (0x${c.version - 1})\n${serialText(c.serial)}` +
    `        Signature Algorithm: ${signatureName(c.signatureAlgorithm)}\n        Issuer: ${onelineName(c.issuer)}\n        Validity\n` +
    `            Not Before: ${opensslTime(c.notBefore)}\n            Not After : ${opensslTime(c.notAfter)}\n        Subject: ${onelineName(c.subject)}\n` +
    publicKeyText(c.publicKey, '        ') +
    (c.extensions.length === 0 ? '' : `        X509v3 extensions:\n${c.extensions.map((e) => extensionText(e, '            ')).join('')}`) +
    signatureText(c.signatureAlgorithm, c.signature)
}

function serialText(serial: Bytes): string {
  const value = bytesBigint(serial)
  if (serial.length <= 8 && value < 2n ** 63n) return `        Serial Number: ${value} (0x${value.toString(16)})\n`
  return `        Serial Number:\n            ${(bytesHex(serial[0] === 0 ? serial.subarray(1) : serial).match(/../g) ?? []).join(':')}\n`
}

const signatureText = (algorithm: string, signature: Bytes): string =>
  `    Signature Algorithm: ${signatureName(algorithm)}\n    Signature Value:\n${hexLines(signature, 18, '        ')}`

/** "Subject Public Key Info:" and what stands below it. */
function publicKeyText(key: PublicKey, indent: string): string {
  const inner = `${indent}        `
  const algorithm = key.type === 'EC' ? 'id-ecPublicKey' : 'rsaEncryption'
  return `${indent}Subject Public Key Info:\n${indent}    Public Key Algorithm: ${algorithm}\n${keyNumbers(key, inner)}`
}

export function keyNumbers(key: PublicKey, indent: string): string {
  const bits = children(read(key.spki))[1]!.content.subarray(1)
  if (key.type === 'EC') {
    return `${indent}Public-Key: (${key.bits} bit)\n${indent}pub:\n${hexLines(bits, 15, `${indent}    `)}${indent}ASN1 OID: prime256v1\n${indent}NIST CURVE: P-256\n`
  }
  const [n, e] = children(read(bits))
  const exponent = bytesBigint(e!.content)
  return `${indent}Public-Key: (${key.bits} bit)\n${indent}Modulus:\n${hexLines(n!.content, 15, `${indent}    `)}${indent}Exponent: ${exponent} (0x${exponent.toString(16)})\n`
}

const TITLES: Readonly<Record<string, string>> = {
  [OID.subjectKeyId]: 'X509v3 Subject Key Identifier', [OID.keyUsage]: 'X509v3 Key Usage', [OID.subjectAltName]: 'X509v3 Subject Alternative Name',
  [OID.basicConstraints]: 'X509v3 Basic Constraints', [OID.authorityKeyId]: 'X509v3 Authority Key Identifier', [OID.extendedKeyUsage]: 'X509v3 Extended Key Usage',
}

/** Names under which -ext and -addext know the extensions. */
export const EXTENSION_NAMES: Readonly<Record<string, string>> = {
  subjectKeyIdentifier: OID.subjectKeyId, keyUsage: OID.keyUsage, subjectAltName: OID.subjectAltName, basicConstraints: OID.basicConstraints,
  authorityKeyIdentifier: OID.authorityKeyId, extendedKeyUsage: OID.extendedKeyUsage,
}

export function extensionText(extension: Extension, indent: string): string {
  const title = TITLES[extension.id] ?? extension.id
  return `${indent}${title}: ${extension.critical ? 'critical' : ''}\n${indent}    ${extensionValue(extension)}\n`
}

function extensionValue(extension: Extension): string {
  const { id, value } = extension
  switch (id) {
    case OID.subjectKeyId: return pairs(keyIdOf([extension], 'subject')!)
    case OID.authorityKeyId: return pairs(keyIdOf([extension], 'authority') ?? new Uint8Array())
    case OID.keyUsage: return (usageOf([extension]) ?? []).join(', ')
    case OID.extendedKeyUsage: return (extendedUsageOf([extension]) ?? []).map((u) => EXTENDED_USAGES[u] ?? u).join(', ')
    case OID.subjectAltName: return altNames(value)
    case OID.basicConstraints: {
      const { ca, pathLength } = basicConstraintsOf([extension])
      return `CA:${ca ? 'TRUE' : 'FALSE'}${pathLength === undefined ? '' : `, pathlen:${pathLength}`}`
    }
    default: return [...value].map((b) => (b >= 32 && b < 127 ? String.fromCharCode(b) : '.')).join('')
  }
}

const pairs = (bytes: Bytes): string => (bytesHex(bytes).toUpperCase().match(/../g) ?? []).join(':')

const altNames = (value: Bytes): string => children(read(value)).map((name) => {
  if (name.tag === 0x82) return `DNS:${readText(name)}`
  if (name.tag === 0x81) return `email:${readText(name)}`
  if (name.tag === 0x86) return `URI:${readText(name)}`
  if (name.tag === 0x87) return `IP Address:${ipText(name.content)}`
  return name.tag === 0x88 ? `Registered ID:${readOid(name)}` : 'othername:<unsupported>'
}).join(', ')

export function requestText(request: CertificateRequest): string {
  const extensions = request.extensions.length === 0
    ? '        Attributes:\n            (none)\n            Requested Extensions:\n'
    : `        Attributes:\n            Requested Extensions:\n${request.extensions.map((e) => extensionText(e, '                ')).join('')}`
  return `Certificate Request:\n    Data:\n        Version: 1 (0x0)\n        Subject: ${onelineName(request.subject)}\n${publicKeyText(request.publicKey, '        ')}` +
    `${request.extensions.length === 0 ? '        Attributes:\n            (none)\n' : extensions}${signatureText(request.signatureAlgorithm, request.signature)}`
}
