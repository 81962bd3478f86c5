/** Columns of certificate requests. Upstream: `pkg/printers/internalversion/printers.go`, printCertificateSigningRequest. */
import { column, said } from '../columns/column.ts'
import type { CertificateSigningRequest } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'
import { humanDuration } from '../../lib/duration.ts'

/** "Approved,Issued" and the like; denied wins over approved. */
export function csrStatus({ status }: CertificateSigningRequest): string {
  const has = (type: string): boolean => status?.conditions?.some((c) => c.type === type) ?? false
  const first = has('Denied') ? 'Denied' : has('Approved') ? 'Approved' : 'Pending'
  return `${first}${has('Failed') ? ',Failed' : ''}${status?.certificate ? ',Issued' : ''}`
}

const SPEC = 'certificates.v1.CertificateSigningRequestSpec'

export const certificateSigningRequestColumns: readonly Column<CertificateSigningRequest>[] = [
  nameColumn,
  ageColumn,
  column('SignerName', said(SPEC, 'signerName'), (csr) => csr.spec.signerName),
  column('Requestor', said(SPEC, 'request'), (csr) => csr.spec.username ?? ''),
  column('RequestedDuration', said(SPEC, 'expirationSeconds'), ({ spec }) =>
    spec.expirationSeconds === undefined ? '<none>' : humanDuration(spec.expirationSeconds * 1000)),
  column('Condition', said('certificates.v1.CertificateSigningRequestStatus', 'conditions'),
    csrStatus),
]
