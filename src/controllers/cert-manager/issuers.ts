/** Issuers and ClusterIssuers: whether they can sign (pkg/controller/issuers, pkg/issuer/{selfsigned,ca,acme}/setup.go). */
import { Secret } from '../../kinds/core/secret.ts'
import type { Obj, ObjectKey } from '../../kinds/object.ts'
import { toBase64 } from '../../lib/base64.ts'
import { pairOf } from '../../network/certificates.ts'
import { generateRsaKey, traditionalPem } from '../../pki/key.ts'
import type { Again, World } from '../controller.ts'
import { acmeServer } from './acme-server.ts'
import { putCondition, setStatus } from './conditions.ts'
import type { Issuer } from './kinds.ts'
import { CLUSTER_NAMESPACE, conditionOf, customController, isTrue, keyOf, listed } from './kinds.ts'

const RETRY_MS = 5_000

export const secretNamespace = (issuer: Issuer): string => (issuer.kind === 'ClusterIssuer' ? CLUSTER_NAMESPACE : issuer.metadata.namespace ?? '')

/** Issuers that read the Secret which changed. */
const usingSecret = (kind: 'Issuer' | 'ClusterIssuer') => (secret: Obj, world: World): ObjectKey[] =>
  listed<Issuer>(world, kind)
    .filter((i) => secretNamespace(i) === secret.metadata.namespace &&
      [i.spec.ca?.secretName, i.spec.acme?.privateKeySecretRef.name].includes(secret.metadata.name))
    .map(keyOf)

const issuerController = (kind: 'Issuer' | 'ClusterIssuer') => customController<Issuer>({
  name: kind === 'Issuer' ? 'cert-manager-issuers' : 'cert-manager-clusterissuers',
  component: kind === 'Issuer' ? 'cert-manager-issuers' : 'cert-manager-clusterissuers',
  kind,
  watches: { Secret: usingSecret(kind) },
  reconcile: (issuer, world) => setup(issuer, kind, world),
})

export const issuersController = issuerController('Issuer')
export const clusterIssuersController = issuerController('ClusterIssuer')

function setup(issuer: Issuer, kind: 'Issuer' | 'ClusterIssuer', world: World): Again | undefined {
  const { spec } = issuer
  const generation = issuer.metadata.generation ?? 1
  const say = (ok: boolean, reason: string, message: string, more: Record<string, unknown> = {}): void => setStatus(world, kind, issuer, (status) => {
    Object.assign(status, more)
    putCondition(status, { type: 'Ready', status: ok ? 'True' : 'False', reason, message }, world.now, generation)
  })
  if (spec.selfSigned !== undefined) return void say(true, 'IsReady', '')
  if (spec.ca !== undefined) {
    const pair = pairOf(world.api, secretNamespace(issuer), spec.ca.secretName)
    const fault = world.api.get(Secret, secretNamespace(issuer), spec.ca.secretName) === undefined
      ? { reason: 'ErrGetKeyPair', message: `Error getting keypair for CA issuer: secrets "${spec.ca.secretName}" not found` }
      : 'because' in pair ? { reason: 'ErrGetKeyPair', message: `Error getting keypair for CA issuer: ${pair.because}` }
      : !pair.presented.chain[0]!.isCA ? { reason: 'ErrInvalidKeyPair', message: 'Error with CA issuer keypair: certificate is not a CA' } : undefined
    const before = conditionOf(issuer, 'Ready')
    if (fault !== undefined) {
      if (before?.message !== fault.message) world.event(issuer, 'Warning', fault.reason, fault.message)
      say(false, fault.reason, fault.message)
      return { ms: RETRY_MS }
    }
    if (!isTrue(before)) world.event(issuer, 'Normal', 'KeyPairVerified', 'Signing CA verified')
    return void say(true, 'KeyPairVerified', 'Signing CA verified')
  }
  return spec.acme === undefined ? undefined : register(issuer, spec.acme, world, say)
}

/** Makes the account's key where there is none, and registers it. */
function register(issuer: Issuer, acme: NonNullable<Issuer['spec']['acme']>, world: World, say: (ok: boolean, reason: string, message: string, more?: Record<string, unknown>) => void): Again | undefined {
  const namespace = secretNamespace(issuer)
  const server = acmeServer(acme.server, world)
  if (typeof server === 'string') {
    world.event(issuer, 'Warning', 'ErrInitIssuer', `Error initializing issuer: ${server}`)
    say(false, 'ErrRegisterACMEAccount', `Failed to register ACME account: ${server}`)
    return { ms: RETRY_MS * 12 }
  }
  const { name } = acme.privateKeySecretRef
  if (world.api.get(Secret, namespace, name) === undefined) {
    const key = generateRsaKey((n) => world.random.bytes(n))
    world.api.create(Secret, { metadata: { name, namespace }, type: 'Opaque', data: { 'tls.key': toBase64(traditionalPem(key)) } } as never)
  }
  const uri = `${new URL(acme.server).origin}/acme/acct/${1_000_000 + world.random.integer(8_999_999)}`
  const more = { acme: { uri: (issuer.status?.acme as { uri?: string } | undefined)?.uri ?? uri, lastRegisteredEmail: acme.email ?? '' } }
  say(true, 'ACMEAccountRegistered', 'The ACME account was registered with the ACME server', more)
  return undefined
}
