/** curl's side of TLS: the lines of -v, the checks of chain and name, the errors 35 and 60 (lib/vtls/openssl.c). */
import { MONTHS } from '../../../lib/http.ts'
import type { Io } from '../../../lib/process.ts'
import type { Target } from '../../../network/packet.ts'
import type { Certificate } from '../../../pki/certificate.ts'
import { parseCertificates } from '../../../pki/certificate.ts'
import { opensslCoversHost } from '../../../pki/hostname.ts'
import { commonName, curlName } from '../../../pki/name.ts'
import { verifyChain } from '../../../pki/verify.ts'
import type { NetworkPrograms } from '../network-context.ts'
import { TRUST_STORE, absolute, readOr, trustedCertificates } from '../network-context.ts'
import type { CurlOptions } from './options.ts'
import type { Url } from '../../../lib/url.ts'

export interface Secured {
  readonly http2: boolean
  /** The verdict that -w %{ssl_verify_result} shows. */
  readonly verifyResult: number
}

export interface CurlFailure {
  readonly code: number
  readonly message: string
}

const OPENSSL_VERSION = 'OpenSSL/3.0.19'

export function secure(
  target: Target, url: Url, options: CurlOptions, context: NetworkPrograms, io: Io, note: (line: string) => void,
): Secured | CurlFailure {
  const wantsHttp2 = !['http1.1', 'http1.0'].some((o) => options.has(o))
  const caFile = options.value('cacert')
  note(`ALPN: offers ${wantsHttp2 ? 'h2,http/1.1' : 'http/1.1'}`)
  const trusted = caFile === undefined ? trustedCertificates(io) : parseCertificates(readOr(io, absolute(io, caFile), ''))
  if (caFile !== undefined && trusted.length === 0 && !options.has('insecure')) {
    return { code: 77, message: `error setting certificate verify locations:  CAfile: ${caFile} CApath: /etc/ssl/certs` }
  }
  note('TLSv1.3 (OUT), TLS handshake, Client hello (1):')
  if (!options.has('insecure')) {
    note(` CAfile: ${caFile ?? TRUST_STORE}`)
    note(' CApath: /etc/ssl/certs')
  }
  const isAddress = /^[\d.]+$|^\[/.test(url.host)
  const shaken = context.network.handshake(target, isAddress ? undefined : url.host)
  if ('failed' in shaken) {
    const message = shaken.failed === 'not-tls'
      ? `${OPENSSL_VERSION}: error:0A00010B:SSL routines::wrong version number`
      : `OpenSSL SSL_connect: Connection reset by peer in connection to ${url.host}:${url.port} `
    note(message)
    return { code: 35, message }
  }
  for (const step of ['Server hello (2)', 'Encrypted Extensions (8)', 'Certificate (11)']) note(`TLSv1.3 (IN), TLS handshake, ${step}:`)
  const [leaf, ...others] = shaken.presented.chain
  const verdict = verifyChain(leaf!, others, trusted, context.now(), { partialChain: true })
  if (verdict.code !== 0 && !options.has('insecure')) {
    note(`TLSv1.3 (OUT), TLS alert, ${ALERTS[verdict.code] ?? 'unknown CA (560)'}:`)
    const message = `SSL certificate problem: ${verdict.text}`
    note(message)
    return { code: 60, message }
  }
  const http2 = wantsHttp2 && shaken.protocols.includes('h2')
  for (const step of ['(IN), TLS handshake, CERT verify (15)', '(IN), TLS handshake, Finished (20)', '(OUT), TLS change cipher, Change cipher spec (1)', '(OUT), TLS handshake, Finished (20)']) {
    note(`TLSv1.3 ${step}:`)
  }
  note('SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384')
  note(`ALPN: server accepted ${http2 ? 'h2' : 'http/1.1'}`)
  const failure = describe(leaf!, url.host, options.has('insecure'), note)
  if (failure !== undefined) return failure
  note(verdict.code === 0 ? ' SSL certificate verify ok.' : ` SSL certificate verify result: ${verdict.text} (${verdict.code}), continuing anyway.`)
  note(`using HTTP/${http2 ? '2' : '1.1'}`)
  return { http2, verifyResult: verdict.code }
}

const ALERTS: Readonly<Record<number, string>> = { 9: 'bad certificate (554)', 10: 'certificate expired (557)', 7: 'decrypt error (563)' }

/** The block "Server certificate:", and the name check in its middle. */
function describe(leaf: Certificate, host: string, insecure: boolean, note: (line: string) => void): CurlFailure | undefined {
  note('Server certificate:')
  note(` subject: ${curlName(leaf.subject) || '[NONE]'}`)
  note(` start date: ${date(leaf.notBefore)}`)
  note(` expire date: ${date(leaf.notAfter)}`)
  if (!insecure) {
    const failure = checkName(leaf, host, note)
    if (failure !== undefined) return failure
  }
  note(` issuer: ${curlName(leaf.issuer)}`)
  return undefined
}

function checkName(leaf: Certificate, host: string, note: (line: string) => void): CurlFailure | undefined {
  const named = leaf.names.dns.length > 0 || leaf.names.ips.length > 0
  if (leaf.names.ips.includes(host)) {
    note(` subjectAltName: host "${host}" matched cert's IP address!`)
    return undefined
  }
  const matched = /^[\d.]+$/.test(host) ? undefined : opensslCoversHost(leaf, host)
  if (named && matched !== undefined) {
    note(` subjectAltName: host "${host}" matched cert's "${matched}"`)
    return undefined
  }
  if (named) {
    note(` subjectAltName does not match ${host}`)
    const message = /^[\d.]+$/.test(host)
      ? `SSL: no alternative certificate subject name matches target host name '${host}'`
      : `SSL: no alternative certificate subject name matches target host name '${host}'`
    note(message)
    return { code: 60, message }
  }
  const common = commonName(leaf.subject)
  if (common === undefined) return { code: 60, message: 'SSL: unable to obtain common name from peer certificate' }
  if (matched !== undefined || common === host) {
    note(` common name: ${common} (matched)`)
    return undefined
  }
  const message = `SSL: certificate subject name '${common}' does not match target host name '${host}'`
  note(message)
  return { code: 60, message }
}

/** "Nov 24 03:55:11 2026 GMT" */
function date(ms: number): string {
  const d = new Date(ms)
  const iso = d.toISOString()
  return `${MONTHS[d.getUTCMonth()]} ${String(d.getUTCDate()).padStart(2, ' ')} ${iso.slice(11, 19)} ${d.getUTCFullYear()} GMT`
}
