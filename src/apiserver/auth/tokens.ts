/** ServiceAccount tokens: JSON Web Tokens, signed with the cluster's own key. */
import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'

interface TokenClaims {
  readonly aud: readonly string[]
  readonly exp?: number
  readonly iat: number
  readonly iss: string
  readonly jti: string
  readonly nbf: number
  readonly sub: string
  readonly 'kubernetes.io': {
    readonly namespace: string
    readonly serviceaccount: { readonly name: string; readonly uid: string }
    readonly pod?: { readonly name: string; readonly uid: string }
    readonly secret?: { readonly name: string; readonly uid: string }
    readonly node?: { readonly name: string; readonly uid: string }
    readonly warnafter?: number
  }
}

export const ISSUER = 'https://kubernetes.default.svc.cluster.local'

export interface TokenSigner {
  sign(claims: TokenClaims): string
  /** The claims of a token that this cluster signed; whether they still hold is for the caller to see. */
  read(token: string): TokenClaims | undefined
  /** The public key as /openid/v1/jwks shows it. */
  readonly keySet: { readonly keys: readonly object[] }
}

const encode = (text: string): string => Buffer.from(text).toString('base64url')

/** `keyPem` is an RSA key; equal keys and claims give equal tokens. */
export function createTokenSigner(keyPem: string): TokenSigner {
  // Most sessions never see a token: the keys are read when the first one is.
  let made: ReturnType<typeof readKeys> | undefined
  const keys = () => (made ??= readKeys(keyPem))
  return {
    get keySet() {
      const { publicKey, kid } = keys()
      return { keys: [{ use: 'sig', kty: 'RSA', kid, alg: 'RS256', ...publicKey.export({ format: 'jwk' }) }] }
    },
    sign(claims) {
      const { header, privateKey } = keys()
      const signed = `${header}.${encode(JSON.stringify(claims))}`
      return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), privateKey).toString('base64url')}`
    },
    read(token) {
      const { header, publicKey } = keys()
      const [head, claims, signature] = token.split('.')
      if (head !== header || claims === undefined || signature === undefined) return undefined
      if (!verify('RSA-SHA256', Buffer.from(`${head}.${claims}`), publicKey, Buffer.from(signature, 'base64url'))) return undefined
      return JSON.parse(Buffer.from(claims, 'base64url').toString()) as TokenClaims
    },
  }
}

function readKeys(keyPem: string) {
  const privateKey = createPrivateKey(keyPem)
  const publicKey = createPublicKey(privateKey)
  const kid = createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' })).digest('base64url')
  return { privateKey, publicKey, kid, header: encode(JSON.stringify({ alg: 'RS256', kid })) }
}
