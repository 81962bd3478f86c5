/** Signs approved certificate requests with the cluster's own authority, and clears old requests away. */
import { CertificateSigningRequest as RequestKind } from '../kinds/certificates/certificate-signing-request.ts'
import { timestamp } from '../kinds/age.ts'
import type { CertificateSigningRequest } from '../kinds/generated/api-types.ts'
import { certificatePem, parseCertificates } from '../pki/certificate.ts'
import type { ExtendedUsage, KeyUsage } from '../pki/extensions.ts'
import type { CertificateAuthority } from '../pki/issue.ts'
import { authorityOf } from '../pki/issue.ts'
import { parsePrivateKey } from '../pki/key.ts'
import { commonName } from '../pki/name.ts'
import { parseRequest } from '../pki/request.ts'
import type { Again, Controller, World } from './controller.ts'

declare module './controller.ts' {
  interface Parts {
    /** The cluster's authority: certificate and key in PEM. */
    readonly authority?: { readonly certificatePem: string; readonly keyPem: string }
  }
}

const CLIENT = 'kubernetes.io/kube-apiserver-client'
const KUBELET_CLIENT = 'kubernetes.io/kube-apiserver-client-kubelet'
const SIGNERS = [CLIENT, KUBELET_CLIENT, 'kubernetes.io/kubelet-serving', 'kubernetes.io/legacy-unknown']
// pkg/controller/certificates/signer/signer.go and authority/policies.go
const BACKDATE_MS = 5 * 60_000
const SHORTEST_MS = 10 * 60_000
const LONGEST_MS = 365 * 86_400_000
// pkg/controller/certificates/cleaner/cleaner.go
const KEPT_MS: Readonly<Record<string, number>> = { Approved: 3_600_000, Denied: 3_600_000, Failed: 3_600_000, '': 86_400_000 }

const EXTENDED: Readonly<Record<string, ExtendedUsage>> = { 'client auth': 'clientAuth', 'server auth': 'serverAuth', 'code signing': 'codeSigning' }
const PLAIN: Readonly<Record<string, KeyUsage>> = {
  'digital signature': 'Digital Signature', 'key encipherment': 'Key Encipherment', signing: 'Digital Signature',
}

/** pkg/controller/certificates/signer */
export const certificateSigner: Controller<CertificateSigningRequest> = {
  name: 'certificate-controller',
  reconciles: RequestKind,
  reconcile(request, world) {
    const has = (type: string): boolean => request.status?.conditions?.some((c) => c.type === type && c.status !== 'False') === true
    if (has('Approved') && !has('Denied') && !has('Failed') && request.status?.certificate === undefined) sign(request, world)
    const state = ['Approved', 'Denied', 'Failed'].find(has) ?? ''
    return cleanUpLater(request, state, world)
  },
}

function sign(request: CertificateSigningRequest, world: World): void {
  const { signerName, usages = [], expirationSeconds } = request.spec
  const authority = SIGNERS.includes(signerName) ? authorityFor(world) : undefined
  const wanted = parseRequest(Buffer.from(request.spec.request, 'base64').toString('utf8'))
  if (authority === undefined || wanted === undefined) return
  const refusal = unfit(signerName, usages, wanted)
  if (refusal !== undefined) return fail(request, refusal, world)
  const { now } = world
  const lasts = Math.min(Math.max((expirationSeconds ?? LONGEST_MS / 1000) * 1000, SHORTEST_MS), LONGEST_MS)
  const certificate = authority.sign({
    subject: wanted.subject, notBefore: now - BACKDATE_MS, notAfter: now - (expirationSeconds === undefined ? BACKDATE_MS : 0) + lasts,
    hosts: [...wanted.names.dns, ...wanted.names.ips],
    keyUsages: [...new Set(usages.flatMap((u) => PLAIN[u] ?? []))],
    extendedUsages: usages.flatMap((u) => EXTENDED[u] ?? []),
  }, wanted.publicKey)
  const pem = Buffer.from(certificatePem(certificate)).toString('base64')
  world.api.commit(RequestKind, { ...request, status: { ...request.status, certificate: pem } }, 'status')
}

/** What each signer accepts (pkg/apis/certificates/helpers.go). */
function unfit(signer: string, usages: readonly string[], request: NonNullable<ReturnType<typeof parseRequest>>): string | undefined {
  const client = ['digital signature', 'key encipherment', 'client auth']
  if (signer === CLIENT && !usages.includes('client auth')) return `invalid usage for client certificate: ${quoted(usages)}`
  if (signer !== KUBELET_CLIENT) return undefined
  const organisations = request.subject.filter((a) => a.type === 'O').map((a) => a.value)
  if (organisations.length !== 1 || organisations[0] !== 'system:nodes') return 'subject organization is not system:nodes'
  if (commonName(request.subject)?.startsWith('system:node:') !== true) return 'subject common name does not begin with system:node:'
  return usages.every((u) => client.includes(u)) ? undefined : `usages did not match ${quoted(client)}`
}

const quoted = (words: readonly string[]): string => `[${words.map((w) => JSON.stringify(w)).join(' ')}]`

function fail(request: CertificateSigningRequest, message: string, { api, now }: World): void {
  const time = timestamp(now)
  const condition = { lastTransitionTime: time, lastUpdateTime: time, message, reason: 'SignerValidationFailure', status: 'True', type: 'Failed' }
  api.commit(RequestKind, { ...request, status: { ...request.status, conditions: [...(request.status?.conditions ?? []), condition] } }, 'status')
}

function authorityFor({ memory, parts, random }: World): CertificateAuthority | undefined {
  const known = memory.get('authority') as CertificateAuthority | undefined
  if (known !== undefined || parts.authority === undefined) return known
  const [certificate] = parseCertificates(parts.authority.certificatePem)
  const key = parsePrivateKey(parts.authority.keyPem)
  if (certificate === undefined || key === undefined) return undefined
  const authority = authorityOf({ ...parts.authority, certificate, key }, (length) => random.bytes(length))
  memory.set('authority', authority)
  return authority
}

function cleanUpLater(request: CertificateSigningRequest, state: string, { api, now }: World): Again | undefined {
  const decided = request.status?.conditions?.find((c) => c.type === state)?.lastUpdateTime ?? request.metadata.creationTimestamp!
  const ms = Date.parse(decided) + KEPT_MS[state]! - now
  if (ms > 0) return { ms }
  api.delete(RequestKind, request)
  return undefined
}
