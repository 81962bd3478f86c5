/** The X.509 extensions that matter here: names, constraints, usages, key identifiers; read and written. */
import { createHash } from 'node:crypto'
import type { Bytes } from './der.ts'
import { bits, boolean, children, implicit, integer, octets, oid, read, readOid, readText, sequence, text, tlv } from './der.ts'
import type { SubjectNames } from './certificate.ts'
import type { PublicKey } from './key.ts'

export interface Extension {
  readonly id: string
  readonly critical: boolean
  readonly value: Bytes
}

export const OID = {
  subjectKeyId: '2.5.29.14', keyUsage: '2.5.29.15', subjectAltName: '2.5.29.17', basicConstraints: '2.5.29.19',
  authorityKeyId: '2.5.29.35', extendedKeyUsage: '2.5.29.37',
} as const

/** In the order of their bits. */
export const KEY_USAGES = [
  'Digital Signature', 'Non Repudiation', 'Key Encipherment', 'Data Encipherment', 'Key Agreement', 'Certificate Sign',
  'CRL Sign', 'Encipher Only', 'Decipher Only',
] as const
export type KeyUsage = (typeof KEY_USAGES)[number]

export const EXTENDED_USAGES: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.1': 'TLS Web Server Authentication', '1.3.6.1.5.5.7.3.2': 'TLS Web Client Authentication',
  '1.3.6.1.5.5.7.3.3': 'Code Signing', '1.3.6.1.5.5.7.3.4': 'E-mail Protection', '1.3.6.1.5.5.7.3.8': 'Time Stamping',
  '1.3.6.1.5.5.7.3.9': 'OCSP Signing', '2.5.29.37.0': 'Any Extended Key Usage',
}
export type ExtendedUsage = 'serverAuth' | 'clientAuth' | 'codeSigning'
const EXTENDED: Readonly<Record<ExtendedUsage, string>> = {
  serverAuth: '1.3.6.1.5.5.7.3.1', clientAuth: '1.3.6.1.5.5.7.3.2', codeSigning: '1.3.6.1.5.5.7.3.3',
}

const find = (extensions: readonly Extension[], id: string): Extension | undefined => extensions.find((e) => e.id === id)

export function namesOf(extensions: readonly Extension[]): SubjectNames {
  const names = { dns: [] as string[], ips: [] as string[], emails: [] as string[], uris: [] as string[] }
  const extension = find(extensions, OID.subjectAltName)
  if (extension === undefined) return names
  for (const name of children(read(extension.value))) {
    if (name.tag === 0x82) names.dns.push(readText(name))
    else if (name.tag === 0x81) names.emails.push(readText(name))
    else if (name.tag === 0x86) names.uris.push(readText(name))
    else if (name.tag === 0x87) names.ips.push(ipText(name.content))
  }
  return names
}

export const ipText = (bytes: Bytes): string => bytes.length === 4
  ? [...bytes].join('.')
  : Array.from({ length: 8 }, (_, i) => ((bytes[2 * i]! << 8) | bytes[2 * i + 1]!).toString(16).toUpperCase()).join(':')

export function basicConstraintsOf(extensions: readonly Extension[]): { ca: boolean; pathLength: number | undefined } {
  const extension = find(extensions, OID.basicConstraints)
  if (extension === undefined) return { ca: false, pathLength: undefined }
  const parts = children(read(extension.value))
  const ca = parts[0]?.tag === 0x01 && parts[0].content[0] === 0xff
  const length = parts.find((p) => p.tag === 0x02)
  return { ca, pathLength: length?.content[0] }
}

export function usageOf(extensions: readonly Extension[]): readonly string[] | undefined {
  const extension = find(extensions, OID.keyUsage)
  if (extension === undefined) return undefined
  const [, ...bytes] = read(extension.value).content
  return KEY_USAGES.filter((_, i) => ((bytes[i >> 3] ?? 0) & (0x80 >> (i & 7))) !== 0)
}

export function extendedUsageOf(extensions: readonly Extension[]): readonly string[] | undefined {
  const extension = find(extensions, OID.extendedKeyUsage)
  return extension === undefined ? undefined : children(read(extension.value)).map((n) => readOid(n))
}

export function keyIdOf(extensions: readonly Extension[], whose: 'subject' | 'authority'): Bytes | undefined {
  const extension = find(extensions, whose === 'subject' ? OID.subjectKeyId : OID.authorityKeyId)
  if (extension === undefined) return undefined
  const node = read(extension.value)
  return whose === 'subject' ? node.content : children(node).find((n) => n.tag === 0x80)?.content
}

/** RFC 5280 4.2.1.2 (1): SHA-1 over the public key's bits. */
export function keyIdFor(key: PublicKey): Bytes {
  const [, bitString] = children(read(key.spki))
  return new Uint8Array(createHash('sha1').update(bitString!.content.subarray(1)).digest())
}

const encoded = (id: string, critical: boolean, value: Bytes): Extension => ({ id, critical, value })

export const subjectAltName = (hosts: readonly string[], critical = false): Extension =>
  encoded(OID.subjectAltName, critical, sequence(...hosts.map(generalName)))

/** A host is an address, a mail address, a URI or a DNS name, by its looks. */
function generalName(host: string): Bytes {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(host)) return implicit(7, Uint8Array.from(host.split('.').map(Number)))
  if (host.includes('://')) return implicit(6, text(host))
  return host.includes('@') ? implicit(1, text(host)) : implicit(2, text(host))
}

export const basicConstraints = (ca: boolean, pathLength?: number): Extension => encoded(OID.basicConstraints, true,
  sequence(...(ca ? [boolean(true)] : []), ...(pathLength === undefined ? [] : [integer(pathLength)])))

export function keyUsage(usages: readonly KeyUsage[]): Extension {
  let value = 0
  let last = 0
  KEY_USAGES.forEach((usage, i) => {
    if (!usages.includes(usage)) return
    value |= 0x8000 >> i
    last = i
  })
  const bytes = last < 8 ? Uint8Array.from([value >> 8]) : Uint8Array.from([value >> 8, value & 255])
  return encoded(OID.keyUsage, true, bits(bytes, 7 - (last & 7)))
}

export const extendedKeyUsage = (usages: readonly ExtendedUsage[]): Extension =>
  encoded(OID.extendedKeyUsage, false, sequence(...usages.map((u) => oid(EXTENDED[u]))))

export const subjectKeyId = (id: Bytes): Extension => encoded(OID.subjectKeyId, false, octets(id))
export const authorityKeyId = (id: Bytes): Extension => encoded(OID.authorityKeyId, false, sequence(implicit(0, id)))

export const encodeExtension = ({ id, critical, value }: Extension): Bytes =>
  sequence(oid(id), ...(critical ? [boolean(true)] : []), tlv(0x04, value))
