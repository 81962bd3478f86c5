/** Whether a certificate covers a host, as OpenSSL and as Go decide it. */
import type { Certificate } from './certificate.ts'
import { commonName } from './name.ts'

/** Go's VerifyHostname: subject alternative names only (crypto/x509/verify.go). */
export function coversHost(certificate: Certificate, host: string): boolean {
  if (isIp(host)) return certificate.names.ips.includes(host)
  return certificate.names.dns.some((pattern) => nameMatches(pattern, host))
}

/** The common name alone, for controllers that still look at it. */
export const commonNameCovers = (certificate: Certificate, host: string): boolean => {
  const name = commonName(certificate.subject)
  return name !== undefined && nameMatches(name, host)
}

/** X509_check_host: the common name counts only when there are no DNS names at all. */
export function opensslCoversHost(certificate: Certificate, host: string): string | undefined {
  const names = certificate.names.dns.length > 0 ? certificate.names.dns : [commonName(certificate.subject) ?? '']
  return names.find((pattern) => nameMatches(pattern, host))
}

const isIp = (host: string): boolean => /^\d{1,3}(\.\d{1,3}){3}$/.test(host)

/** "*.foo.test" stands for exactly one label. */
function nameMatches(pattern: string, host: string): boolean {
  const p = pattern.toLowerCase().replace(/\.$/, '')
  const h = host.toLowerCase().replace(/\.$/, '')
  if (p === '' || h === '') return false
  if (!p.startsWith('*.')) return p === h
  const dot = h.indexOf('.')
  return dot > 0 && p.split('.').length > 2 && h.slice(dot) === p.slice(1)
}
