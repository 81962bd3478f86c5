/** CertificateSigningRequest of certificates.k8s.io/v1. */
import type { CertificateSigningRequest as CertificateSigningRequestObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { certificateSigningRequestColumns } from './certificate-signing-request.columns.ts'
import { describeCertificateSigningRequest } from './certificate-signing-request.describe.ts'

export const CertificateSigningRequest = defineKind<CertificateSigningRequestObject>('certificates.k8s.io', 'v1', 'CertificateSigningRequest', {
  describe: describeCertificateSigningRequest,
  columns: certificateSigningRequestColumns,
})
