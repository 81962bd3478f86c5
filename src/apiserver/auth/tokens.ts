/** ServiceAccount tokens: JSON Web Tokens, signed with the cluster's own key. */
import { createHash } from 'node:crypto'
import { p256 } from '@noble/curves/nist.js'

export interface TokenClaims {
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

const encoder = new TextEncoder()
const encode = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

export interface TokenSigner {
  sign(claims: TokenClaims): string
  /** The claims of a token that this cluster signed; whether they still hold is for the caller to see. */
  read(token: string): TokenClaims | undefined
}

/** The key is a P-256 scalar's bytes; equal keys and claims give equal tokens. */
export function createTokenSigner(key: Uint8Array): TokenSigner {
  // Most sessions never see a token, and the public key costs more than all the rest of a start.
  let made: { readonly publicKey: Uint8Array; readonly header: string } | undefined
  const identity = () => {
    if (made) return made
    const publicKey = p256.getPublicKey(key)
    const kid = createHash('sha256').update(publicKey).digest('base64url')
    return (made = { publicKey, header: encode(encoder.encode(JSON.stringify({ alg: 'ES256', kid }))) })
  }
  return {
    sign(claims) {
      const signed = `${identity().header}.${encode(encoder.encode(JSON.stringify(claims)))}`
      return `${signed}.${encode(p256.sign(encoder.encode(signed), key) as Uint8Array)}`
    },
    read(token) {
      const parts = token.split('.')
      const { publicKey, header } = identity()
      if (parts.length !== 3 || parts[0] !== header) return undefined
      try {
        const signature = Uint8Array.from(Buffer.from(parts[2]!, 'base64url'))
        if (!p256.verify(signature, encoder.encode(`${parts[0]}.${parts[1]}`), publicKey)) return undefined
        return JSON.parse(Buffer.from(parts[1]!, 'base64url').toString()) as TokenClaims
      } catch {
        return undefined
      }
    },
  }
}
