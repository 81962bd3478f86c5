/** The ACME servers of the lab's internet: accounts, orders, limits, and the validation that fetches the challenge. */
import type { World } from '../controller.ts'
import { fetchChallenge } from './self-check.ts'
import type { Issued } from '../../pki/issue.ts'
import { publicAuthorities } from '../../pki/public-authorities.ts'
import type { Certificate } from '../../pki/certificate.ts'
import { certificatePem } from '../../pki/certificate.ts'
import { createCertificateAuthority } from '../../pki/issue.ts'
import type { CertificateAuthority } from '../../pki/issue.ts'
import type { CertificateRequest } from '../../pki/request.ts'
import { createRandom } from '../../lib/random.ts'

const DAY_MS = 86_400_000
const LIFETIME_DAYS = 90
/** Boulder dates certificates back by an hour, against clocks that are slow. */
const BACKDATE_MS = 3_600_000
/** New certificates for the same set of names within a week, on the production server. */
const DUPLICATES_PER_WEEK = 5

export interface AcmeServer {
  readonly brand: 'encrypt' | 'trust' | 'staging'
  /** Refuses an order that is over a limit; undefined: it may go on. */
  limit(names: readonly string[]): string | undefined
  /** Fetches http://NAME/.well-known/acme-challenge/TOKEN from outside; undefined: as expected. */
  validate(name: string, token: string, key: string): string | undefined
  /** The chain for a request, leaf first, in PEM. */
  finalize(request: CertificateRequest, names: readonly string[]): string
}

const BRANDS: Readonly<Record<string, AcmeServer['brand']>> = {
  'acme-v02.api.letsencrypt.org': 'encrypt', 'acme-staging-v02.api.letsencrypt.org': 'staging', 'dv.acme-v02.api.pki.goog': 'trust',
}

/** A text says why there is no such server. */
export function acmeServer(url: string, world: World): AcmeServer | string {
  let host: string
  try {
    host = new URL(url).hostname
  } catch {
    return `Get "${url}": unsupported protocol scheme ""`
  }
  const brand = BRANDS[host] ?? (world.parts.network?.publicDns.has(host) === true ? 'encrypt' : undefined)
  if (brand === undefined) return `Get "${url}": dial tcp: lookup ${host} on 172.20.0.10:53: no such host`
  if (!/\/(directory|dir)?$/.test(new URL(url).pathname)) return `404 : 404 page not found`
  return {
    brand,
    limit: (names) => (brand === 'staging' ? undefined : duplicates(names, world)),
    validate: (name, token, key) => validate(name, token, key, world),
    finalize: (request, names) => finalize(brand, request, names, world),
  }
}

const issuedKey = (names: readonly string[]): string => `acme issued ${[...names].sort().join(' ')}`

function duplicates(names: readonly string[], world: World): string | undefined {
  const memory = world.parts.network!.context.memory
  const times = ((memory.get(issuedKey(names)) as number[] | undefined) ?? []).filter((t) => t > world.now - 7 * DAY_MS)
  if (times.length < DUPLICATES_PER_WEEK) return undefined
  return `429 urn:ietf:params:acme:error:rateLimited: too many certificates (${DUPLICATES_PER_WEEK}) already issued for this exact set of identifiers in the last 168h0m0s`
}

function validate(name: string, token: string, key: string, world: World): string | undefined {
  const network = world.parts.network!
  const url = `http://${name}/.well-known/acme-challenge/${token}`
  const fetched = fetchChallenge(url, network.outside, { hosts: '', resolvConf: 'nameserver 8.8.8.8\n' }, network)
  if ('failed' in fetched) {
    return fetched.kind === 'dns'
      ? `400 urn:ietf:params:acme:error:dns: DNS problem: NXDOMAIN looking up A for ${name} - check that a DNS record exists for this domain`
      : `400 urn:ietf:params:acme:error:connection: ${fetched.address}: Fetching ${url}: ${fetched.kind === 'timeout' ? 'Timeout during connect (likely firewall problem)' : 'Connection refused'}`
  }
  if (fetched.status !== 200) return `403 urn:ietf:params:acme:error:unauthorized: ${fetched.address}: Invalid response from ${url}: ${fetched.status}`
  if (fetched.body.trim() !== key) return `403 urn:ietf:params:acme:error:unauthorized: The key authorization file from the server did not match this challenge. Expected "${key}" (got "${fetched.body.slice(0, 60)}")`
  return undefined
}

let staging: CertificateAuthority | undefined
/** Nobody trusts the staging root. */
function stagingAuthority(): CertificateAuthority {
  staging ??= createCertificateAuthority({
    subject: [{ type: 'C', value: 'US' }, { type: 'O', value: "Let's Encrypt" }, { type: 'CN', value: '(STAGING) Puzzling Parsnip E7' }],
    notBefore: Date.UTC(2024, 0, 1), notAfter: Date.UTC(2040, 0, 1), random: createRandom(2016).bytes,
  })
  return staging
}

function finalize(brand: AcmeServer['brand'], request: CertificateRequest, names: readonly string[], world: World): string {
  const authority = brand === 'staging' ? stagingAuthority() : publicAuthorities()[brand].issuing
  const leaf: Certificate = authority.sign({
    subject: [{ type: 'CN', value: names[0] ?? '' }], hosts: names, notBefore: world.now - BACKDATE_MS,
    notAfter: world.now - BACKDATE_MS + LIFETIME_DAYS * DAY_MS - 1000, keyUsages: ['Digital Signature'], extendedUsages: ['serverAuth'],
    serial: Uint8Array.from([5, ...world.random.bytes(17)]),
  }, request.publicKey)
  const memory = world.parts.network!.context.memory
  memory.set(issuedKey(names), [...((memory.get(issuedKey(names)) as number[] | undefined) ?? []), world.now])
  return certificatePem(leaf) + (authority as Issued).certificatePem
}
