/** The kubeconfig of a world: an administrator and a user who may do nothing, as kubeadm would write it. */
import { credentials } from './generated/credentials.ts'

const base64 = (text: string): string => Buffer.from(text).toString('base64')

const user = (name: string, { certificatePem, keyPem }: { certificatePem: string; keyPem: string }): string => `- name: ${name}
  user:
    client-certificate-data: ${base64(certificatePem)}
    client-key-data: ${base64(keyPem)}
`

/** `server` is the API server's URL. */
export const kubeconfigText = (server: string): string => `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${base64(credentials.authority.certificatePem)}
    server: ${server}
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
${user('dev-user', credentials.developer)}${user('kubernetes-admin', credentials.admin)}`
