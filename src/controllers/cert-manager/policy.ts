/** Whether a Certificate's Secret is as its spec wants it (internal/controller/certificates/policies). */
import { Secret } from '../../kinds/core/secret.ts'
import type { Secret as SecretObject } from '../../kinds/generated/api-types.ts'
import { parseGoDuration } from '../../lib/duration.ts'
import { decodeBase64 } from '../../network/mounts.ts'
import type { Certificate as X509 } from '../../pki/certificate.ts'
import { parseCertificates } from '../../pki/certificate.ts'
import { commonName } from '../../pki/name.ts'
import { parsePrivateKey, sameKey } from '../../pki/key.ts'
import { parseRequest } from '../../pki/request.ts'
import type { World } from '../controller.ts'
import type { Certificate, CertificateRequest, CertificateSpec } from './kinds.ts'
import { listed } from './kinds.ts'

const DAY_MS = 86_400_000
export const DEFAULT_DURATION_MS = 90 * DAY_MS

export const durationMs = (text: string | undefined, usual: number): number => {
  const parsed = text === undefined ? usual : parseGoDuration(text)
  return typeof parsed === 'number' ? parsed : usual
}

export interface Violation {
  readonly reason: string
  readonly message: string
}

export interface Material {
  readonly secret: SecretObject | undefined
  readonly x509: X509 | undefined
  readonly request: CertificateRequest | undefined
}

export const REVISION = 'cert-manager.io/certificate-revision'

export function materialOf(certificate: Certificate, world: World): Material {
  const namespace = certificate.metadata.namespace ?? ''
  const secret = world.api.get(Secret, namespace, certificate.spec.secretName)
  const crt = secret?.data?.['tls.crt']
  const request = requestsOf(certificate, world).find((r) => r.metadata.annotations?.[REVISION] === String(certificate.status?.revision ?? 0))
  return { secret, x509: crt === undefined ? undefined : parseCertificates(decodeBase64(crt))[0], request }
}

export const requestsOf = (certificate: Certificate, world: World): readonly CertificateRequest[] =>
  listed<CertificateRequest>(world, 'CertificateRequest', certificate.metadata.namespace)
    .filter((r) => (r.metadata.ownerReferences ?? []).some((o) => o.uid === certificate.metadata.uid))

/** When the certificate is due for renewal: renewBefore its end, else after two thirds of its life (pki/renewaltime.go). */
export function renewalTime(x509: X509, spec: CertificateSpec): number {
  const life = x509.notAfter - x509.notBefore
  const asked = spec.renewBeforePercentage !== undefined ? (life * spec.renewBeforePercentage) / 100 : durationMs(spec.renewBefore, life / 3)
  const before = asked <= 0 || asked >= life ? life / 3 : asked
  return Math.floor((x509.notAfter - before) / 1000) * 1000
}

/** The chain behind the Ready condition. */
export function readinessViolation(certificate: Certificate, material: Material, now: number): Violation | undefined {
  const { secret, x509 } = material
  if (secret === undefined) return { reason: 'DoesNotExist', message: 'Issuing certificate as Secret does not exist' }
  const [crt, key] = [secret.data?.['tls.crt'], secret.data?.['tls.key']]
  if (crt === undefined || key === undefined || crt === '' || key === '') {
    return { reason: 'MissingData', message: 'Issuing certificate as Secret does not contain any data' }
  }
  const pair = parsePrivateKey(decodeBase64(key))
  if (x509 === undefined || pair === undefined) return { reason: 'InvalidKeyPair', message: 'Issuing certificate as Secret contains an invalid key-pair: tls: failed to find any PEM data in certificate input' }
  if (!sameKey(pair.publicKey, x509.publicKey)) return { reason: 'InvalidKeyPair', message: 'Issuing certificate as Secret contains an invalid key-pair: tls: private key does not match public key' }
  const annotations = secret.metadata.annotations ?? {}
  const { issuerRef } = certificate.spec
  const issuerKind = issuerRef.kind ?? 'Issuer'
  const [name, kind] = [annotations['cert-manager.io/issuer-name'], annotations['cert-manager.io/issuer-kind'] ?? 'Issuer']
  if (name !== issuerRef.name || kind !== issuerKind) {
    return { reason: 'IncorrectIssuer', message: `Issuing certificate as Secret was previously issued by "${kind}.cert-manager.io/${name ?? ''}"` }
  }
  const changed = changedFields(certificate, material)
  if (changed.length > 0) return { reason: 'RequestChanged', message: `Fields on existing CertificateRequest resource not up to date: [${changed.join(' ')}]` }
  if (now > x509.notAfter) return { reason: 'Expired', message: `Certificate expired on ${rfc1123(x509.notAfter)}` }
  return undefined
}

/** The chain behind issuance: as above, and the time for renewal. */
export function issuingViolation(certificate: Certificate, material: Material, now: number): Violation | undefined {
  const found = readinessViolation(certificate, material, now)
  if (found !== undefined || material.x509 === undefined) return found
  const due = renewalTime(material.x509, certificate.spec)
  return now >= due ? { reason: 'Renewing', message: `Renewing certificate as renewal was scheduled at ${new Date(due).toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC` } : undefined
}

/** Spec fields that differ from the request, or from the certificate where the request is gone. */
function changedFields({ spec }: Certificate, { request, x509 }: Material): string[] {
  const asked = request === undefined ? undefined : parseRequest(decodeBase64(request.spec.request))
  const have = asked ?? x509
  if (have === undefined) return []
  const same = (a: readonly string[] = [], b: readonly string[] = []): boolean => a.length === b.length && [...a].sort().join() === [...b].sort().join()
  const extra = asked === undefined && spec.commonName === undefined ? [commonName(have.subject) ?? ''] : []
  const withoutExtra = have.names.dns.filter((n) => !extra.includes(n) || (spec.dnsNames ?? []).includes(n))
  return [
    ...(asked !== undefined && (commonName(have.subject) ?? '') !== (spec.commonName ?? '') ? ['spec.commonName'] : []),
    ...(same(withoutExtra, spec.dnsNames) ? [] : ['spec.dnsNames']),
    ...(same(have.names.ips, spec.ipAddresses) ? [] : ['spec.ipAddresses']),
    ...(same(have.names.uris, spec.uris) ? [] : ['spec.uris']),
    ...(request !== undefined && durationMs(request.spec.duration, DEFAULT_DURATION_MS) !== durationMs(spec.duration, DEFAULT_DURATION_MS) ? ['spec.duration'] : []),
    ...(request !== undefined && (request.spec.isCA ?? false) !== (spec.isCA ?? false) ? ['spec.isCA'] : []),
    ...(request !== undefined && (request.spec.issuerRef.name !== spec.issuerRef.name || (request.spec.issuerRef.kind ?? 'Issuer') !== (spec.issuerRef.kind ?? 'Issuer')) ? ['spec.issuerRef'] : []),
  ]
}

const rfc1123 = (ms: number): string => new Date(ms).toUTCString().replace('GMT', 'UTC')
