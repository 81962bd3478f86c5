/** Who is asking: a client certificate, a token, or nobody in particular. */
import { Pod } from '../../kinds/core/pod.ts'
import { Secret } from '../../kinds/core/secret.ts'
import { ServiceAccount } from '../../kinds/core/service-account.ts'
import type { Secret as SecretObject } from '../../kinds/generated/api-types.ts'
import type { Reader } from '../../kinds/kind.ts'
import { unauthorizedError } from '../errors.ts'
import type { UserInfo } from '../request.ts'
import type { Impersonation } from './impersonate.ts'
import { impersonate } from './impersonate.ts'
import type { TokenSigner } from './tokens.ts'

export interface Credentials {
  /** A client certificate that the door has checked against the cluster's CA. */
  readonly certificate?: { readonly commonName: string; readonly organizations: readonly string[]; readonly sha256?: string }
  readonly token?: string
  readonly as?: Impersonation
}

const ANONYMOUS: UserInfo = { name: 'system:anonymous', groups: ['system:unauthenticated'] }

const AUTHENTICATED = 'system:authenticated'
const CREDENTIAL_ID = 'authentication.kubernetes.io/credential-id'

/** Throws Unauthorized for a token that is not known, Forbidden for an impersonation that is not allowed. */
export function authenticate(credentials: Credentials, reader: Reader, tokens: TokenSigner): UserInfo {
  const user = identify(credentials, reader, tokens)
  return credentials.as === undefined ? user : impersonate(user, credentials.as, reader)
}

function identify({ certificate, token }: Credentials, reader: Reader, tokens: TokenSigner): UserInfo {
  if (certificate !== undefined && certificate.commonName !== '') {
    const { commonName, organizations, sha256 } = certificate
    return {
      name: commonName, groups: [...organizations, AUTHENTICATED],
      ...(sha256 === undefined ? {} : { extra: { [CREDENTIAL_ID]: [`X509SHA256=${sha256}`] } }),
    }
  }
  if (token === undefined || token === '') return ANONYMOUS
  const user = serviceAccountOf(token, reader, tokens)?.user ?? bootstrapUser(token, reader)
  if (user === undefined) throw unauthorizedError()
  return user
}

/** pkg/serviceaccount/claims.go: signed by this cluster, not expired, and what it is bound to still there. */
export function serviceAccountOf(
  token: string, reader: Reader, tokens: TokenSigner,
): { user: UserInfo; audiences: readonly string[] } | undefined {
  const claims = tokens.read(token)
  if (claims === undefined) return undefined
  const { namespace, serviceaccount, pod, secret } = claims['kubernetes.io']
  const seconds = reader.now / 1000
  if ((claims.exp !== undefined && claims.exp < seconds) || claims.nbf > seconds + 1) return undefined
  if (reader.get(ServiceAccount, namespace, serviceaccount.name)?.metadata.uid !== serviceaccount.uid) return undefined
  if (secret !== undefined && reader.get(Secret, namespace, secret.name)?.metadata.uid !== secret.uid) return undefined
  if (pod !== undefined && reader.get(Pod, namespace, pod.name)?.metadata.uid !== pod.uid) return undefined
  const extra: Record<string, string[]> = secret === undefined ? { [CREDENTIAL_ID]: [`JTI=${claims.jti}`] } : {}
  if (pod !== undefined) {
    extra['authentication.kubernetes.io/pod-name'] = [pod.name]
    extra['authentication.kubernetes.io/pod-uid'] = [pod.uid]
  }
  return {
    audiences: claims.aud,
    user: {
      name: `system:serviceaccount:${namespace}:${serviceaccount.name}`, uid: serviceaccount.uid,
      groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, AUTHENTICATED],
      ...(Object.keys(extra).length > 0 ? { extra } : {}),
    },
  }
}

/** plugin/pkg/auth/authenticator/token/bootstrap/bootstrap.go */
function bootstrapUser(token: string, reader: Reader): UserInfo | undefined {
  const parts = /^([a-z0-9]{6})\.([a-z0-9]{16})$/.exec(token)
  if (parts === null) return undefined
  const [, id, code] = parts as unknown as [string, string, string]
  const secret = reader.get(Secret, 'kube-system', `bootstrap-token-${id}`)
  if (secret?.type !== 'bootstrap.kubernetes.io/token' || secret.metadata.deletionTimestamp !== undefined) return undefined
  if (dataOf(secret, 'token-secret') !== code || dataOf(secret, 'token-id') !== id) return undefined
  if (dataOf(secret, 'usage-bootstrap-authentication') !== 'true') return undefined
  const expiration = dataOf(secret, 'expiration')
  if (expiration !== '' && Date.parse(expiration) < reader.now) return undefined
  const groups = dataOf(secret, 'auth-extra-groups').split(',').filter((g) => g.startsWith('system:bootstrappers:'))
  return { name: `system:bootstrap:${id}`, groups: ['system:bootstrappers', ...groups, AUTHENTICATED] }
}

const dataOf = (secret: SecretObject, key: string): string =>
  Buffer.from(String((secret.data as Record<string, string> | undefined)?.[key] ?? ''), 'base64').toString()
