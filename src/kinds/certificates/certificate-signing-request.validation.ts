/** The rules for certificate signing requests (pkg/apis/certificates/validation/validation.go). */
import type { FieldError } from '../field-error.ts'
import { duplicate, invalid, notSupported, required } from '../field-error.ts'
import type { CertificateSigningRequest } from '../generated/api-types.ts'
import { fromBase64 } from '../../lib/base64.ts'
import { check, immutable } from '../validation/fields.ts'
import { isDnsLabel, isSubdomain } from '../validation/formats.ts'

const USAGES = [
  'any', 'cert sign', 'client auth', 'code signing', 'content commitment', 'crl sign', 'data encipherment', 'decipher only',
  'digital signature', 'email protection', 'encipher only', 'ipsec end system', 'ipsec tunnel', 'ipsec user', 'key agreement',
  'key encipherment', 'microsoft sgc', 'netscape sgc', 'ocsp signing', 's/mime', 'server auth', 'signing', 'timestamping',
]
const SECONDS_MIN = 600

export function validateSigningRequest(
  request: CertificateSigningRequest, before: CertificateSigningRequest | undefined,
): FieldError[] {
  const spec = request.spec!
  if (before !== undefined) return immutable(spec, before.spec, 'spec')
  const errors: FieldError[] = []
  const pem = new TextDecoder().decode(fromBase64(spec.request ?? ''))
  if (!/-----BEGIN CERTIFICATE REQUEST-----[\s\S]+-----END CERTIFICATE REQUEST-----/.test(pem)) {
    errors.push(invalid('spec.request', spec.request ?? '', 'PEM block type must be CERTIFICATE REQUEST'))
  }
  const usages = spec.usages ?? []
  if (usages.length === 0) errors.push(required('spec.usages'))
  usages.forEach((usage, i) => {
    if (!USAGES.includes(usage)) errors.push(notSupported(`spec.usages[${i}]`, usage, USAGES))
    if (usages.indexOf(usage) < i) errors.push(duplicate(`spec.usages[${i}]`, usage))
  })
  errors.push(...validateSignerName(spec.signerName ?? ''))
  const seconds = spec.expirationSeconds
  if (seconds !== undefined && seconds < SECONDS_MIN) {
    errors.push(invalid('spec.expirationSeconds', seconds, 'may not specify a duration less than 600 seconds (10 minutes)'))
  }
  return errors
}

/** A domain and a path: `kubernetes.io/kube-apiserver-client`. */
function validateSignerName(name: string): FieldError[] {
  const at = 'spec.signerName'
  if (name === '') return [required(at)]
  const segments = name.split('/')
  if (segments.length !== 2) {
    return [invalid(at, name, 'must be a fully qualified domain and path of the form \'example.com/signer-name\'')]
  }
  const [domain, path] = segments as [string, string]
  const errors = domain.split('.').length < 2
    ? [invalid(at, domain, 'should be a domain with at least two segments separated by dots')]
    : domain.split('.').flatMap((label) => check(isDnsLabel, label, at))
  return [...errors, ...check(isSubdomain, path, at)]
}
