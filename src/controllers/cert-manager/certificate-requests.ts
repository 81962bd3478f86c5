/** CertificateRequests: approved, then signed by their issuer (pkg/controller/certificaterequests). */
import { createHash } from 'node:crypto'
import { timestamp } from '../../kinds/age.ts'
import { Secret } from '../../kinds/core/secret.ts'
import type { Obj, ObjectKey } from '../../kinds/object.ts'
import { toBase64 } from '../../lib/base64.ts'
import { pairOf } from '../../network/certificates.ts'
import { decodeBase64 } from '../../network/mounts.ts'
import { certificatePem } from '../../pki/certificate.ts'
import type { Certificate as X509 } from '../../pki/certificate.ts'
import { authorityOf, randomSerial, signCertificate } from '../../pki/issue.ts'
import { basicConstraints, keyIdFor, keyUsage, extendedKeyUsage, subjectAltName, subjectKeyId } from '../../pki/extensions.ts'
import { parsePrivateKey, privateKeyPem } from '../../pki/key.ts'
import type { CertificateRequest as Csr } from '../../pki/request.ts'
import { commonName } from '../../pki/name.ts'
import { parseRequest } from '../../pki/request.ts'
import type { Again, World } from '../controller.ts'
import { putCondition, setCondition, setStatus } from './conditions.ts'
import { secretNamespace } from './issuers.ts'
import type { CertificateRequest, Issuer, Order } from './kinds.ts'
import { GROUP, conditionOf, customController, fetched, isTrue, issuerOf, keyOf, kindOf, listed, ownedBy, ownerKeys } from './kinds.ts'
import { DEFAULT_DURATION_MS, durationMs } from './policy.ts'
import { requestedUsages } from './usages.ts'

const waitingOn = (issuer: Obj, world: World): ObjectKey[] => listed<CertificateRequest>(world, 'CertificateRequest')
  .filter((r) => r.spec.issuerRef.name === issuer.metadata.name).map(keyOf)

export const certificateRequestsController = customController<CertificateRequest>({
  name: 'cert-manager-certificaterequests', component: 'cert-manager-certificaterequests', kind: 'CertificateRequest',
  watches: { Issuer: waitingOn, ClusterIssuer: waitingOn, Order: ownerKeys('CertificateRequest') },
  reconcile(request, world) {
    const ready = conditionOf(request, 'Ready')
    if (isTrue(ready) || ready?.reason === 'Failed' || ready?.reason === 'Denied' || isTrue(conditionOf(request, 'Denied'))) return
    if ((request.spec.issuerRef.group ?? GROUP) !== GROUP) return
    approve(request, world)
    return sign(request, world)
  },
})

function approve(request: CertificateRequest, world: World): void {
  if (isTrue(conditionOf(request, 'Approved'))) return
  const message = 'Certificate request has been approved by cert-manager.io'
  world.event(request, 'Normal', 'cert-manager.io', message)
  setCondition(world, 'CertificateRequest', request, { type: 'Approved', status: 'True', reason: 'cert-manager.io', message })
}

function pending(request: CertificateRequest, reason: string, message: string, world: World): void {
  if (conditionOf(request, 'Ready')?.message !== message) world.event(request, 'Normal', reason, message)
  setCondition(world, 'CertificateRequest', request, { type: 'Ready', status: 'False', reason: 'Pending', message })
}

function failed(request: CertificateRequest, reason: string, message: string, world: World): void {
  world.event(request, 'Warning', reason, message)
  setStatus(world, 'CertificateRequest', request, (status) => {
    putCondition(status, { type: 'Ready', status: 'False', reason: 'Failed', message }, world.now)
    status['failureTime'] ??= timestamp(world.now)
  })
}

function issued(request: CertificateRequest, pem: string, ca: string | undefined, world: World): void {
  const message = 'Certificate fetched from issuer successfully'
  world.event(request, 'Normal', 'CertificateIssued', message)
  setStatus(world, 'CertificateRequest', request, (status) => {
    if (ca !== undefined) status['ca'] = toBase64(ca)
    status['certificate'] = toBase64(pem)
    putCondition(status, { type: 'Ready', status: 'True', reason: 'Issued', message }, world.now)
  })
}

function sign(request: CertificateRequest, world: World): Again | undefined {
  const { issuerRef } = request.spec
  const kind = issuerRef.kind ?? 'Issuer'
  const issuer = issuerOf(world, issuerRef, request.metadata.namespace ?? '')
  if (issuer === undefined) return void pending(request, 'IssuerNotFound', `Referenced "${kind}" not found: ${kind.toLowerCase()}.cert-manager.io "${issuerRef.name}" not found`, world)
  if (!isTrue(conditionOf(issuer, 'Ready'))) return void pending(request, 'IssuerNotReady', 'Referenced issuer does not have a Ready status condition', world)
  const csr = parseRequest(decodeBase64(request.spec.request))
  if (csr === undefined) return void failed(request, 'RequestParsingError', 'Error parsing certificate request: error decoding certificate request PEM block', world)
  if (issuer.spec.acme !== undefined) return order(request, csr, world)
  if (issuer.spec.ca !== undefined) return void signByAuthority(request, csr, issuer, issuer.spec.ca.secretName, world)
  if (issuer.spec.selfSigned !== undefined) return void signBySelf(request, csr, world)
  return undefined
}

const wishOf = (request: CertificateRequest, csr: Csr, world: World) => {
  const notBefore = Math.floor(world.now / 1000) * 1000
  return {
    subject: csr.subject, hosts: [...csr.names.dns, ...csr.names.ips, ...csr.names.uris, ...csr.names.emails], notBefore,
    notAfter: notBefore + durationMs(request.spec.duration, DEFAULT_DURATION_MS), ca: request.spec.isCA === true, ...requestedUsages(request.spec),
  }
}

function signByAuthority(request: CertificateRequest, csr: Csr, issuer: Issuer, secretName: string, world: World): void {
  const pair = pairOf(world.api, secretNamespace(issuer), secretName)
  if ('because' in pair) return pending(request, 'SecretInvalidData', `Failed to parse signing CA keypair from secret ${secretNamespace(issuer)}/${secretName}: ${pair.because}`, world)
  const { chain, key } = pair.presented
  const ca = chain[0]!
  const draw = (n: number): Uint8Array => world.random.bytes(n)
  const authority = authorityOf({ certificate: ca, key, certificatePem: certificatePem(ca), keyPem: privateKeyPem(key) }, draw)
  const wish = wishOf(request, csr, world)
  const leaf = authority.sign({ ...wish, notAfter: Math.min(wish.notAfter, ca.notAfter) }, csr.publicKey)
  const root = chain.at(-1)!
  const between = chain.filter((c) => c !== root).map(certificatePem).join('')
  issued(request, certificatePem(leaf) + between, certificatePem(root), world)
}

/** Signed with the request's own key, which the annotation names. */
function signBySelf(request: CertificateRequest, csr: Csr, world: World): void {
  const name = request.metadata.annotations?.['cert-manager.io/private-key-secret-name']
  if (name === undefined) return failed(request, 'MissingAnnotation', 'Annotation "cert-manager.io/private-key-secret-name" missing or reference empty: secret name missing', world)
  const secret = world.api.get(Secret, request.metadata.namespace ?? '', name)
  const key = parsePrivateKey(decodeBase64(secret?.data?.['tls.key'] ?? ''))
  if (key === undefined) return pending(request, 'SecretNotFound', `Referenced secret ${request.metadata.namespace}/${name} not found: secret "${name}" not found`, world)
  const wish = wishOf(request, csr, world)
  const certificate: X509 = signCertificate({
    subject: csr.subject, publicKey: csr.publicKey, serial: randomSerial((n) => world.random.bytes(n)), notBefore: wish.notBefore, notAfter: wish.notAfter,
    extensions: [
      ...(wish.keyUsages.length === 0 ? [] : [keyUsage(wish.keyUsages)]), ...(wish.extendedUsages.length === 0 ? [] : [extendedKeyUsage(wish.extendedUsages)]), basicConstraints(wish.ca),
      ...(wish.ca ? [subjectKeyId(keyIdFor(csr.publicKey))] : []), ...(wish.hosts.length === 0 ? [] : [subjectAltName(wish.hosts, csr.subject.length === 0)]),
    ],
  }, csr.subject, key)
  issued(request, certificatePem(certificate), certificatePem(certificate), world)
}

/** acme.go: an Order stands between the request and the ACME server. */
function order(request: CertificateRequest, csr: Csr, world: World): Again | undefined {
  const { namespace = '', name } = request.metadata
  const common = commonName(csr.subject)
  const names = [...new Set([...(common === undefined ? [] : [common]), ...csr.names.dns])]
  const spec = {
    dnsNames: csr.names.dns.length === 0 ? names : csr.names.dns, ...(common === undefined ? {} : { commonName: common }),
    issuerRef: request.spec.issuerRef, request: request.spec.request,
  }
  const orderName = `${name}-${hashNumber(JSON.stringify(spec))}`
  const found = fetched<Order>(world, 'Order', namespace, orderName)
  if (found === undefined) {
    world.api.create(kindOf(world, 'Order')!, {
      metadata: { name: orderName, namespace, annotations: { ...request.metadata.annotations }, ownerReferences: [ownedBy(request)] }, spec,
    } as never)
    return void pending(request, 'OrderCreated', `Created Order resource ${namespace}/${orderName}`, world)
  }
  const { state = '', reason = '', certificate } = found.status ?? {}
  if (state === 'valid' && certificate !== undefined) return void issued(request, decodeBase64(certificate), undefined, world)
  if (state === 'errored' || state === 'invalid' || state === 'expired') {
    return void failed(request, 'OrderFailed', `Failed to wait for order resource "${orderName}" to become ready: order is in "${state}" state: ${reason}`, world)
  }
  pending(request, 'OrderPending', `Waiting on certificate issuance from order ${namespace}/${orderName}: "${state}"`, world)
  return undefined
}

/** Decimal digits that name objects after their content (pkg/api/util/names.go, ComputeName). */
export const hashNumber = (text: string): string => String(createHash('sha256').update(text).digest().readUInt32BE(0))

