/** Certificates that servers present: pairs out of Secrets, and the one that ingress-nginx makes when it has none. */
import { Secret } from '../kinds/core/secret.ts'
import type { Secret as SecretObject } from '../kinds/generated/api-types.ts'
import type { Reader } from '../kinds/kind.ts'
import type { Certificate } from '../pki/certificate.ts'
import { parseCertificates } from '../pki/certificate.ts'
import { selfSigned } from '../pki/issue.ts'
import type { PrivateKey } from '../pki/key.ts'
import { generateRsaKey, parsePrivateKey, sameKey } from '../pki/key.ts'
import { decodeBase64 } from './mounts.ts'
import type { NetworkContext, RunningContainer } from './packet.ts'

/** What a server shows in the handshake, leaf first. */
export interface Presented {
  readonly chain: readonly Certificate[]
  readonly key: PrivateKey
  /** Where it comes from: "secret/web-tls". */
  readonly source: string
}

export type Pair = { readonly presented: Presented } | { readonly because: string }

const pairs = new WeakMap<SecretObject, Pair>()

/** The certificate and key of a Secret, if they are both there and belong together (net/ssl/ssl.go, CreateSSLCert). */
export function pairOf(cluster: Reader, namespace: string, name: string): Pair {
  const secret = cluster.get(Secret, namespace, name)
  if (secret === undefined) return { because: `there is no Secret ${namespace}/${name}` }
  let pair = pairs.get(secret)
  if (pair === undefined) pairs.set(secret, (pair = readPair(secret)))
  return pair
}

function readPair(secret: SecretObject): Pair {
  const { namespace, name } = secret.metadata
  const [crt, tlsKey] = [secret.data?.['tls.crt'], secret.data?.['tls.key']]
  if (crt === undefined || crt === '') return { because: `Secret ${namespace}/${name} has no tls.crt` }
  if (tlsKey === undefined || tlsKey === '') return { because: `Secret ${namespace}/${name} has no tls.key` }
  const chain = parseCertificates(decodeBase64(crt))
  const key = parsePrivateKey(decodeBase64(tlsKey))
  if (chain.length === 0) return { because: `tls.crt of Secret ${namespace}/${name} holds no certificate` }
  if (key === undefined) return { because: `tls.key of Secret ${namespace}/${name} holds no private key` }
  if (!sameKey(chain[0]!.publicKey, key.publicKey)) return { because: `certificate and key of Secret ${namespace}/${name} do not belong together` }
  return { presented: { chain, key, source: `secret/${name}` } }
}

const YEAR_MS = 365 * 86_400_000

/** Made anew by each controller when it starts, valid for a year (internal/net/ssl/ssl.go, GetFakeSSLCert). */
export function fakeCertificate(container: RunningContainer, net: NetworkContext): Presented {
  const { uid = '', creationTimestamp } = container.pod.metadata
  const key = `fake certificate ${uid}`
  let presented = net.memory.get(key) as Presented | undefined
  if (presented === undefined) {
    const notBefore = Date.parse(container.pod.status?.startTime ?? creationTimestamp ?? '') || net.now
    const random = net.random.fork(`fake certificate ${uid}`).bytes
    const made = selfSigned({
      subject: [{ type: 'O', value: 'Acme Co' }, { type: 'CN', value: 'Kubernetes Ingress Controller Fake Certificate' }],
      hosts: ['ingress.local'], notBefore, notAfter: notBefore + YEAR_MS, extendedUsages: ['serverAuth'], key: generateRsaKey(random),
    }, random)
    presented = { chain: [made.certificate], key: made.key, source: 'the controller itself' }
    net.memory.set(key, presented)
  }
  return presented
}
