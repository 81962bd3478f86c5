/** The token that the kubelet asks for each pod and puts where its programs look for it. */
import { ISSUER } from '../apiserver/auth/tokens.ts'
import type { ApiServer } from '../apiserver/server.ts'
import { ServiceAccount } from '../kinds/core/service-account.ts'
import type { Pod } from '../kinds/generated/api-types.ts'

/** An hour is asked for; the server extends it to a year for programs that do not reload (pkg/registry/core/serviceaccount/storage/token.go). */
const ASKED_SECONDS = 3_607
const EXTENDED_SECONDS = 31_536_000 + 7

export const podTokens = (server: ApiServer) => (pod: Pod): string => {
  const { namespace = '', name, uid = '' } = pod.metadata
  const accountName = pod.spec.serviceAccountName ?? 'default'
  const account = server.reader.get(ServiceAccount, namespace, accountName)
  const iat = Math.floor(server.now() / 1000)
  return server.tokens.sign({
    aud: [ISSUER], exp: iat + EXTENDED_SECONDS, iat, iss: ISSUER, jti: uid,
    'kubernetes.io': {
      namespace, pod: { name, uid }, serviceaccount: { name: accountName, uid: account?.metadata.uid ?? '' }, warnafter: iat + ASKED_SECONDS,
    },
    nbf: iat, sub: `system:serviceaccount:${namespace}:${accountName}`,
  })
}
