/** Chains from a leaf to a trusted root, with OpenSSL's verdicts (crypto/x509/x509_vfy.c). */
import type { Certificate } from './certificate.ts'
import { isSelfIssued } from './certificate.ts'
import { equalBytes } from './der.ts'
import { verifySignature } from './key.ts'

export interface Verdict {
  /** X509_V_ERR_…; 0 is X509_V_OK. */
  readonly code: number
  readonly text: string
  /** At which depth the error was found; the leaf is 0. */
  readonly depth: number
  /** As far as it could be built, leaf first. */
  readonly chain: readonly Certificate[]
}

/** crypto/x509/x509_txt.c */
export const VERDICTS: Readonly<Record<number, string>> = {
  0: 'ok', 7: 'certificate signature failure', 9: 'certificate is not yet valid', 10: 'certificate has expired',
  18: 'self-signed certificate', 19: 'self-signed certificate in certificate chain', 20: 'unable to get local issuer certificate',
  21: 'unable to verify the first certificate', 24: 'invalid CA certificate', 25: 'path length constraint exceeded',
  26: 'unsuitable certificate purpose', 62: 'hostname mismatch', 79: 'invalid CA certificate',
}

/** No real chain is this long. */
const CHAIN_MAX = 10

const issued = (issuer: Certificate, subject: Certificate): boolean =>
  equalBytes(issuer.subjectDer, subject.issuerDer) &&
  (subject.authorityKeyId === undefined || issuer.subjectKeyId === undefined || equalBytes(subject.authorityKeyId, issuer.subjectKeyId))

const signedBy = (subject: Certificate, issuer: Certificate): boolean =>
  verifySignature(issuer.publicKey, subject.signatureAlgorithm, subject.tbs, subject.signature)

export interface VerifyOptions {
  /** A trusted certificate ends the chain even when it is no root, as curl has it. */
  readonly partialChain?: boolean
}

export function verifyChain(
  leaf: Certificate, others: readonly Certificate[], trusted: readonly Certificate[], now: number, options: VerifyOptions = {},
): Verdict {
  const chain = [leaf]
  const isTrusted = (c: Certificate): boolean => trusted.some((t) => equalBytes(t.der, c.der))
  const verdict = (code: number, depth: number): Verdict => ({ code, text: VERDICTS[code] ?? '', depth, chain })
  for (let last = leaf; !isTrusted(last) || (!isSelfIssued(last) && options.partialChain !== true);) {
    if (isSelfIssued(last) && signedBy(last, last)) return chain.length === 1 ? verdict(18, 0) : verdict(19, chain.length - 1)
    const issuer = trusted.find((t) => issued(t, last) && signedBy(last, t)) ?? trusted.find((t) => issued(t, last)) ??
      others.find((o) => issued(o, last) && !chain.includes(o))
    if (issuer === undefined) return verdict(20, chain.length - 1)
    chain.push(issuer)
    last = issuer
    if (chain.length > CHAIN_MAX) return verdict(25, chain.length - 1)
  }
  for (let depth = chain.length - 1; depth >= 0; depth--) {
    const certificate = chain[depth]!
    const issuer = chain[depth + 1] ?? certificate
    if (depth > 0 && !certificate.isCA) return verdict(24, depth)
    if (!signedBy(certificate, issuer)) return verdict(7, depth)
    if (now < certificate.notBefore) return verdict(9, depth)
    if (now > certificate.notAfter) return verdict(10, depth)
  }
  return verdict(0, 0)
}
