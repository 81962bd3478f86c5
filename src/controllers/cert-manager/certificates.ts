/** Certificates: issued, kept up to date, renewed (pkg/controller/certificates/{trigger,keymanager,requestmanager,issuing,readiness,revisionmanager}). */
import { timestamp } from '../../kinds/age.ts'
import { Secret } from '../../kinds/core/secret.ts'
import type { Obj, ObjectKey } from '../../kinds/object.ts'
import { toBase64 } from '../../lib/base64.ts'
import { decodeBase64 } from '../../network/mounts.ts'
import { parseCertificates } from '../../pki/certificate.ts'
import { basicConstraints, extendedKeyUsage, keyUsage, subjectAltName } from '../../pki/extensions.ts'
import type { PrivateKey } from '../../pki/key.ts'
import { generateEcKey, generateRsaKey, parsePrivateKey, privateKeyPem, sameKey, traditionalPem } from '../../pki/key.ts'
import { commonName } from '../../pki/name.ts'
import { createRequest, parseRequest, requestPem } from '../../pki/request.ts'
import type { Again, World } from '../controller.ts'
import { putCondition, setStatus } from './conditions.ts'
import type { Certificate, CertificateRequest } from './kinds.ts'
import { USER, conditionOf, customController, isTrue, keyOf, kindOf, listed, ownedBy, ownerKeys } from './kinds.ts'
import { REVISION, issuingViolation, materialOf, readinessViolation, renewalTime, requestsOf } from './policy.ts'
import { requestedUsages, subjectOf } from './usages.ts'

const HOUR_MS = 3_600_000
/** trigger_controller.go: failures wait an hour, then twice as long, up to 32 hours. */
const BACKOFF_MAX = 32

const usingSecret = (secret: Obj, world: World): ObjectKey[] => listed<Certificate>(world, 'Certificate', secret.metadata.namespace)
  .filter((c) => c.spec.secretName === secret.metadata.name).map(keyOf)

export const certificatesController = customController<Certificate>({
  name: 'cert-manager-certificates', component: 'cert-manager-certificates', kind: 'Certificate',
  watches: { Secret: usingSecret, CertificateRequest: ownerKeys('Certificate') },
  reconcile(certificate, world) {
    if (certificate.metadata.deletionTimestamp !== undefined) return
    sayReady(certificate, world)
    const again = trigger(certificate, world)
    const issuing = fresh(certificate, world)
    if (issuing !== undefined && isTrue(conditionOf(issuing, 'Issuing'))) issue(issuing, world)
    prune(certificate, world)
    return again
  },
})

const fresh = (certificate: Certificate, world: World): Certificate | undefined =>
  world.api.get(kindOf(world, 'Certificate')!, certificate.metadata.namespace, certificate.metadata.name) as Certificate | undefined

/** readiness_controller.go */
function sayReady(certificate: Certificate, world: World): void {
  const material = materialOf(certificate, world)
  const violation = readinessViolation(certificate, material, world.now)
  setStatus(world, 'Certificate', certificate, (status) => {
    putCondition(status, violation === undefined
      ? { type: 'Ready', status: 'True', reason: 'Ready', message: 'Certificate is up to date and has not expired' }
      : { type: 'Ready', status: 'False', ...violation }, world.now, certificate.metadata.generation ?? 1)
    const { x509 } = material
    delete status['notAfter']
    delete status['notBefore']
    delete status['renewalTime']
    if (x509 === undefined) return
    status['notAfter'] = timestamp(x509.notAfter)
    status['notBefore'] = timestamp(x509.notBefore)
    status['renewalTime'] = timestamp(renewalTime(x509, certificate.spec))
  })
}

/** trigger_controller.go: marks the Certificate for issuance, or says when to look again. */
function trigger(certificate: Certificate, world: World): Again | undefined {
  const current = fresh(certificate, world)
  if (current === undefined || isTrue(conditionOf(current, 'Issuing'))) return undefined
  const material = materialOf(current, world)
  const violation = issuingViolation(current, material, world.now)
  if (violation === undefined) {
    return material.x509 === undefined ? undefined : { ms: Math.max(1000, renewalTime(material.x509, current.spec) - world.now) }
  }
  const failed = current.status?.lastFailureTime
  if (failed !== undefined) {
    const wait = HOUR_MS * Math.min(BACKOFF_MAX, 2 ** ((current.status?.failedIssuanceAttempts ?? 1) - 1))
    const left = Date.parse(failed) + wait - world.now
    if (left > 0 && !changedSince(current, world)) return { ms: left }
  }
  world.event(current, 'Normal', 'Issuing', violation.message)
  setStatus(world, 'Certificate', current, (status) =>
    putCondition(status, { type: 'Issuing', status: 'True', ...violation }, world.now, current.metadata.generation ?? 1))
  return undefined
}

/** A spec that changed since the failed request does not wait. */
function changedSince(certificate: Certificate, world: World): boolean {
  return (conditionOf(certificate, 'Issuing')?.observedGeneration ?? 0) < (certificate.metadata.generation ?? 1) && world.now > 0
}

/** keymanager, requestmanager and issuing, one after the other. */
function issue(certificate: Certificate, world: World): void {
  const key = nextKey(certificate, world)
  if (key === undefined) return
  const revision = (certificate.status?.revision ?? 0) + 1
  const request = requestFor(certificate, key, revision, world)
  const ready = conditionOf(request, 'Ready')
  if (isTrue(ready)) return finish(certificate, request, key, revision, world)
  if (ready?.reason !== 'Failed' && ready?.reason !== 'Denied') return
  fail(certificate, ready.message, world)
}

function nextKey(certificate: Certificate, world: World): PrivateKey | undefined {
  const { metadata: { namespace = '', name }, spec, status } = certificate
  const named = status?.nextPrivateKeySecretName
  const stored = named === undefined ? undefined : world.api.get(Secret, namespace, named)
  const kept = parsePrivateKey(decodeBase64(stored?.data?.['tls.key'] ?? ''))
  if (kept !== undefined) return kept
  const { algorithm = 'RSA', size = 2048, encoding = 'PKCS1', rotationPolicy = 'Always' } = spec.privateKey ?? {}
  const old = rotationPolicy === 'Never' ? parsePrivateKey(decodeBase64(world.api.get(Secret, namespace, spec.secretName)?.data?.['tls.key'] ?? '')) : undefined
  const draw = (n: number): Uint8Array => world.random.bytes(n)
  const key = old ?? (algorithm === 'RSA' ? generateRsaKey(draw, size) : generateEcKey(draw))
  const secret = world.api.create(Secret, {
    metadata: { generateName: `${name}-`, namespace, labels: { 'cert-manager.io/next-private-key': 'true', 'controller.cert-manager.io/fao': 'true' }, ownerReferences: [ownedBy(certificate)] },
    type: 'Opaque', data: { 'tls.key': toBase64(encoding === 'PKCS8' ? privateKeyPem(key) : traditionalPem(key)) },
  } as never)
  const what = old === undefined ? `Stored new private key in temporary Secret resource "${secret.metadata.name}"` : `Reused private key stored in existing Secret resource "${spec.secretName}"`
  world.event(certificate, 'Normal', old === undefined ? 'Generated' : 'Reused', what)
  setStatus(world, 'Certificate', certificate, (s) => { s['nextPrivateKeySecretName'] = secret.metadata.name })
  return key
}

function requestFor(certificate: Certificate, key: PrivateKey, revision: number, world: World): CertificateRequest {
  const { metadata: { namespace = '', name }, spec } = certificate
  const existing = requestsOf(certificate, world).find((r) => r.metadata.annotations?.[REVISION] === String(revision))
  if (existing !== undefined) {
    const asked = parseRequest(decodeBase64(existing.spec.request))
    if (asked !== undefined && sameKey(asked.publicKey, key.publicKey) && stillWanted(certificate, existing)) return existing
    world.api.delete(kindOf(world, 'CertificateRequest')!, existing)
  }
  const hosts = [...(spec.dnsNames ?? []), ...(spec.ipAddresses ?? []), ...(spec.uris ?? []), ...(spec.emailAddresses ?? [])]
  const subject = subjectOf(spec)
  const { keyUsages, extendedUsages } = requestedUsages(spec)
  const der = createRequest(subject, key, [
    ...(hosts.length === 0 ? [] : [subjectAltName(hosts, subject.length === 0)]),
    ...(keyUsages.length === 0 ? [] : [keyUsage(keyUsages)]), ...(extendedUsages.length === 0 ? [] : [extendedKeyUsage(extendedUsages)]),
    ...(spec.isCA === true ? [basicConstraints(true)] : []),
  ])
  const created = world.api.create(kindOf(world, 'CertificateRequest')!, {
    metadata: {
      name: `${name}-${revision}`, namespace, ownerReferences: [ownedBy(certificate)],
      annotations: {
        'cert-manager.io/certificate-name': name, [REVISION]: String(revision),
        'cert-manager.io/private-key-secret-name': fresh(certificate, world)?.status?.nextPrivateKeySecretName ?? '',
      },
    },
    spec: {
      ...(spec.duration === undefined ? {} : { duration: spec.duration }), ...(spec.isCA === true ? { isCA: true } : {}),
      extra: { 'authentication.kubernetes.io/credential-id': [`JTI=${world.random.uid()}`] },
      groups: ['system:serviceaccounts', 'system:serviceaccounts:cert-manager', 'system:authenticated'],
      issuerRef: spec.issuerRef, request: toBase64(requestPem(der)), uid: world.random.uid(),
      ...(spec.usages === undefined ? {} : { usages: spec.usages }), username: USER,
    },
  } as never) as unknown as CertificateRequest
  world.event(certificate, 'Normal', 'Requested', `Created new CertificateRequest resource "${created.metadata.name}"`)
  return created
}

/** Whether the request still says what the spec says. */
function stillWanted({ spec }: Certificate, request: CertificateRequest): boolean {
  const asked = parseRequest(decodeBase64(request.spec.request))
  const names = [...(asked?.names.dns ?? []), ...(asked?.names.ips ?? [])].sort().join()
  return names === [...(spec.dnsNames ?? []), ...(spec.ipAddresses ?? [])].sort().join() && (commonName(asked?.subject ?? []) ?? '') === (spec.commonName ?? '') &&
    request.spec.issuerRef.name === spec.issuerRef.name && (request.spec.issuerRef.kind ?? 'Issuer') === (spec.issuerRef.kind ?? 'Issuer')
}

/** issuing_controller.go: the signed certificate and its key go into the Secret. */
function finish(certificate: Certificate, request: CertificateRequest, key: PrivateKey, revision: number, world: World): void {
  const { metadata: { namespace = '', name }, spec, status } = certificate
  const pem = decodeBase64(request.status?.certificate ?? '')
  const ca = request.status?.ca
  const x509 = parseCertificates(pem)[0]
  const annotations: Record<string, string> = {
    ...spec.secretTemplate?.annotations,
    'cert-manager.io/alt-names': (x509?.names.dns ?? []).join(','), 'cert-manager.io/certificate-name': name,
    'cert-manager.io/common-name': commonName(x509?.subject ?? []) ?? '', 'cert-manager.io/ip-sans': (x509?.names.ips ?? []).join(','),
    'cert-manager.io/issuer-group': spec.issuerRef.group ?? '', 'cert-manager.io/issuer-kind': spec.issuerRef.kind ?? 'Issuer',
    'cert-manager.io/issuer-name': spec.issuerRef.name, 'cert-manager.io/uri-sans': (x509?.names.uris ?? []).join(','),
  }
  const labels = { ...spec.secretTemplate?.labels, 'controller.cert-manager.io/fao': 'true' }
  const encoded = toBase64((spec.privateKey?.encoding ?? 'PKCS1') === 'PKCS8' ? privateKeyPem(key) : traditionalPem(key))
  const data = { ...(ca === undefined || ca === '' ? {} : { 'ca.crt': ca }), 'tls.crt': toBase64(pem), 'tls.key': encoded }
  const secret = world.api.get(Secret, namespace, spec.secretName)
  if (secret === undefined) world.api.create(Secret, { metadata: { name: spec.secretName, namespace, annotations, labels }, type: 'kubernetes.io/tls', data } as never)
  else {
    world.api.update(Secret, secret, (draft) => {
      draft.metadata.annotations = { ...draft.metadata.annotations, ...annotations }
      draft.metadata.labels = { ...draft.metadata.labels, ...labels }
      draft.data = { ...draft.data, ...data }
    })
  }
  const temporary = status?.nextPrivateKeySecretName === undefined ? undefined : world.api.get(Secret, namespace, status.nextPrivateKeySecretName)
  setStatus(world, 'Certificate', certificate, (s) => {
    s['conditions'] = (s['conditions'] ?? []).filter((c: { type: string }) => c.type !== 'Issuing')
    s['revision'] = revision
    delete s['nextPrivateKeySecretName']
    delete s['lastFailureTime']
    delete s['failedIssuanceAttempts']
  })
  if (temporary !== undefined) world.api.delete(Secret, temporary)
  world.event(certificate, 'Normal', 'Issuing', 'The certificate has been successfully issued')
  const updated = fresh(certificate, world)
  if (updated !== undefined) sayReady(updated, world)
}

function fail(certificate: Certificate, why: string, world: World): void {
  const message = `The certificate request has failed to complete and will be retried: ${why}`
  world.event(certificate, 'Warning', 'Failed', message)
  setStatus(world, 'Certificate', certificate, (status) => {
    putCondition(status, { type: 'Issuing', status: 'False', reason: 'Failed', message }, world.now, certificate.metadata.generation ?? 1)
    status['lastFailureTime'] = timestamp(world.now)
    status['failedIssuanceAttempts'] = (status['failedIssuanceAttempts'] ?? 0) + 1
    delete status['nextPrivateKeySecretName']
  })
  const request = requestsOf(certificate, world).find((r) => r.metadata.annotations?.[REVISION] === String((certificate.status?.revision ?? 0) + 1))
  const retry = request === undefined ? undefined : kindOf(world, 'CertificateRequest')
  if (retry !== undefined && request !== undefined) world.memory.set(`failed ${request.metadata.uid}`, true)
}

/** revisionmanager_controller.go: old requests go, one is kept by default. */
function prune(certificate: Certificate, world: World): void {
  const limit = certificate.spec.revisionHistoryLimit ?? 1
  const done = [...requestsOf(certificate, world)].sort((a, b) => Number(b.metadata.annotations?.[REVISION]) - Number(a.metadata.annotations?.[REVISION]))
  const current = fresh(certificate, world)?.status?.revision ?? 0
  for (const request of done.filter((r) => Number(r.metadata.annotations?.[REVISION]) <= current).slice(limit)) world.api.delete(kindOf(world, 'CertificateRequest')!, request)
}

