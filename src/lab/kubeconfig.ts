/** The kubeconfig of a world, and the authority and certificates behind it; made when somebody first looks. */
import type { CertificateAuthority } from '../pki/issue.ts'
import { createCertificateAuthority } from '../pki/issue.ts'
import type { World } from './world.ts'

const YEAR_MS = 365 * 86_400_000
const SERVER = 'https://127.0.0.1:6443'

const authorities = new WeakMap<object, CertificateAuthority>()

/** The cluster's own CA: signs clients, kubelets, certificate signing requests. */
export function clusterAuthority(world: Pick<World, 'random' | 'startMs'>): CertificateAuthority {
  let authority = authorities.get(world)
  if (authority === undefined) {
    const random = world.random.fork('cluster-ca')
    authority = createCertificateAuthority({
      subject: [{ type: 'CN', value: 'kubernetes' }], notBefore: world.startMs - 3_600_000, notAfter: world.startMs + 10 * YEAR_MS,
      hosts: ['kubernetes'], random: (length) => random.bytes(length),
    })
    authorities.set(world, authority)
  }
  return authority
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')

/** As kubeadm writes it, with a second user who may do nothing. */
export function kubeconfigText(world: World): string {
  const authority = clusterAuthority(world)
  const user = (name: string, organization: string): string => {
    const issued = authority.issue({
      subject: [{ type: 'O', value: organization }, { type: 'CN', value: name }], notBefore: world.startMs - 3_600_000, notAfter: world.startMs + YEAR_MS,
      extendedUsages: ['clientAuth'],
    })
    return `- name: ${name}
  user:
    client-certificate-data: ${base64(issued.certificatePem)}
    client-key-data: ${base64(issued.keyPem)}
`
  }
  return `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${base64(authority.certificatePem)}
    server: ${SERVER}
  name: kubernetes
contexts:
- context:
    cluster: kubernetes
    user: dev-user
  name: dev-user@kubernetes
- context:
    cluster: kubernetes
    user: kubernetes-admin
  name: kubernetes-admin@kubernetes
current-context: kubernetes-admin@kubernetes
kind: Config
users:
${user('dev-user', 'developers')}${user('kubernetes-admin', 'kubeadm:cluster-admins')}`
}
