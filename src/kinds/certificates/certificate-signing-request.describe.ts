/** The description of a certificate request. */
import { humanDuration } from '../../lib/duration.ts'
import { type Row, row } from '../../lib/rows.ts'
import { eventRows } from '../describe/events.ts'
import { rfc1123 } from '../describe/time.ts'
import type { CertificateSigningRequest } from '../generated/api-types.ts'
import type { Reader } from '../kind.ts'
import { labelsText } from '../selector-text.ts'
import { csrStatus } from './certificate-signing-request.columns.ts'
import { requestedNames } from './requested-names.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, describeCertificateSigningRequest. */
export function describeCertificateSigningRequest(
  csr: CertificateSigningRequest, cluster: Reader, showEvents: boolean,
): Row[] {
  const { metadata, spec } = csr
  const seconds = spec.expirationSeconds
  return [
    row(0, 'Name:', metadata.name),
    row(0, 'Labels:', labelsText(metadata.labels)),
    row(0, 'Annotations:', labelsText(metadata.annotations)),
    row(0, 'CreationTimestamp:', rfc1123(metadata.creationTimestamp)),
    row(0, 'Requesting User:', spec.username ?? ''),
    ...(spec.signerName ? [row(0, 'Signer:', spec.signerName)] : []),
    ...(seconds === undefined ? [] : [row(0, 'Requested Duration:', humanDuration(seconds * 1000))]),
    row(0, 'Status:', csrStatus(csr)),
    row(0, 'Subject:'),
    ...nameRows(spec.request),
    ...(showEvents ? eventRows(csr, cluster) : []),
  ]
}

const SUBJECT = [
  ['Organization', 'O'], ['Organizational Unit', 'OU'], ['Country', 'C'], ['Locality', 'L'],
  ['Province', 'ST'], ['StreetAddress', 'STREET'], ['PostalCode', 'POSTAL'],
] as const

function nameRows(request: string): Row[] {
  const names = requestedNames(request)
  const list = (title: string, values: readonly string[] | undefined): Row[] =>
    (values ?? []).map((value, index) =>
      index === 0 ? row(0, '', `${title}:`, value) : row(0, '', value))
  const alternatives = [
    ...list('DNS Names', names?.dns), ...list('Email Addresses', names?.emails),
    ...list('URIs', names?.uris), ...list('IP Addresses', names?.ips),
  ]
  return [
    row(0, '', 'Common Name:', names?.subject['CN']?.at(-1) ?? ''),
    row(0, '', 'Serial Number:', names?.subject['SERIAL']?.at(-1) ?? ''),
    ...SUBJECT.flatMap(([title, attribute]) => list(title, names?.subject[attribute])),
    ...(alternatives.length > 0 ? [row(0, 'Subject Alternative Names:'), ...alternatives] : []),
  ]
}
