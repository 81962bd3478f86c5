/** Authorities of the lab's internet, in two brands as real ones are: roots that every client trusts, and their issuing CAs. */
import { createRandom } from '../lib/random.ts'
import type { Certificate } from './certificate.ts'
import { certificatePem } from './certificate.ts'
import type { CertificateAuthority } from './issue.ts'
import { authorityOf, createCertificateAuthority } from './issue.ts'
import type { Name } from './name.ts'

interface PublicBrand {
  readonly root: CertificateAuthority
  /** Signs the certificates of sites. */
  readonly issuing: CertificateAuthority
  /** The same root's key, certified by the older root of the other brand. */
  readonly crossSigned: Certificate
}

export interface PublicAuthorities {
  readonly encrypt: PublicBrand
  readonly trust: PublicBrand
  /** The roots as a client's bundle holds them. */
  readonly bundle: string
}

const name = (country: string, organization: string, common: string): Name =>
  [{ type: 'C', value: country }, { type: 'O', value: organization }, { type: 'CN', value: common }]

const year = (n: number): number => Date.UTC(n, 0, 1)

let made: PublicAuthorities | undefined

/** The same in every world, and made once a process when first needed. */
export function publicAuthorities(): PublicAuthorities {
  made ??= make()
  return made
}

function make(): PublicAuthorities {
  const random = createRandom(2015).fork('public authorities').bytes
  const rootOf = (subject: Name): CertificateAuthority => createCertificateAuthority({
    subject, notBefore: year(2020), notAfter: year(2045), keyUsages: ['Certificate Sign', 'CRL Sign'], random,
  })
  const issuingOf = (root: CertificateAuthority, subject: Name): CertificateAuthority => authorityOf(root.issue({
    subject, ca: true, pathLength: 0, notBefore: year(2024), notAfter: year(2034),
    keyUsages: ['Digital Signature', 'Certificate Sign', 'CRL Sign'], extendedUsages: ['serverAuth', 'clientAuth'],
  }), random)
  const [encryptRoot, trustRoot] = [
    rootOf(name('US', 'Internet Security Research Group', 'ISRG Root X2')), rootOf(name('US', 'Google Trust Services LLC', 'GTS Root R4')),
  ]
  const cross = (subject: CertificateAuthority, by: CertificateAuthority): Certificate => by.sign({
    subject: subject.certificate.subject, ca: true, notBefore: year(2021), notAfter: year(2035), keyUsages: ['Certificate Sign', 'CRL Sign'],
  }, subject.key.publicKey)
  return {
    encrypt: {
      root: encryptRoot, issuing: issuingOf(encryptRoot, name('US', "Let's Encrypt", 'E7')), crossSigned: cross(encryptRoot, trustRoot),
    },
    trust: {
      root: trustRoot, issuing: issuingOf(trustRoot, name('US', 'Google Trust Services', 'WE1')), crossSigned: cross(trustRoot, encryptRoot),
    },
    bundle: [encryptRoot, trustRoot].map((r) => certificatePem(r.certificate)).join(''),
  }
}
