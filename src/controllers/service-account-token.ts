/** Fills the Secrets that ask for a lasting token of a service account. */
import type { TokenSigner } from '../apiserver/auth/tokens.ts'
import { ISSUER } from '../apiserver/auth/tokens.ts'
import { ConfigMap } from '../kinds/core/config-map.ts'
import { Secret } from '../kinds/core/secret.ts'
import { ServiceAccount } from '../kinds/core/service-account.ts'
import type { Secret as SecretObject, ServiceAccount as AccountObject } from '../kinds/generated/api-types.ts'
import { toBase64 } from '../lib/base64.ts'
import type { Controller, World } from './controller.ts'

declare module './controller.ts' {
  interface Parts {
    /** Signs tokens with the cluster's own key. */
    readonly tokens?: TokenSigner
  }
}

const TYPE = 'kubernetes.io/service-account-token'
const NAME = 'kubernetes.io/service-account.name'
const UID = 'kubernetes.io/service-account.uid'

/** pkg/controller/serviceaccount/tokens_controller.go */
export const serviceAccountTokenController: Controller<SecretObject> = {
  name: 'tokens-controller',
  reconciles: Secret,
  concerns: (secret) => secret.type === TYPE,
  alsoWatches: [{
    kind: ServiceAccount,
    keysFor: ({ metadata: { name, namespace } }, { api }) => api.list(Secret, namespace)
      .filter((secret) => secret.type === TYPE && secret.metadata.annotations?.[NAME] === name)
      .map((secret) => ({ namespace, name: secret.metadata.name })),
  }],
  reconcile(secret, world) {
    if (secret.type !== TYPE || secret.metadata.deletionTimestamp !== undefined) return
    const { api } = world
    const { annotations = {}, namespace } = secret.metadata
    const account = api.get(ServiceAccount, namespace, annotations[NAME] ?? '')
    const another = annotations[UID] !== undefined && annotations[UID] !== account?.metadata.uid
    if (account === undefined || another) return api.delete(Secret, secret)
    fill(secret, account, world)
  },
}

function fill(secret: SecretObject, account: AccountObject, { api, now, parts }: World): void {
  const { name, namespace = '', uid } = secret.metadata
  const data = (secret.data ?? {}) as { [key: string]: string }
  const authority = api.get(ConfigMap, 'kube-system', 'kube-root-ca.crt')?.data?.['ca.crt'] ?? ''
  const iat = Math.floor(now / 1000)
  const token = (): string => parts.tokens?.sign({
    aud: [ISSUER], iat, iss: ISSUER, jti: uid, nbf: iat,
    sub: `system:serviceaccount:${namespace}:${account.metadata.name}`,
    'kubernetes.io': {
      namespace, secret: { name, uid },
      serviceaccount: { name: account.metadata.name, uid: account.metadata.uid },
    },
  }) ?? ''
  const filled = {
    'ca.crt': toBase64(authority), namespace: toBase64(namespace),
    token: data['token'] || toBase64(token()),
  }
  api.update(Secret, secret, (draft) => {
    draft.metadata.annotations = { ...draft.metadata.annotations, [UID]: account.metadata.uid }
    draft.data = { ...draft.data, ...filled }
  })
}
