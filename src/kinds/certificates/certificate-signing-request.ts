/** CertificateSigningRequest of certificates.k8s.io/v1. */
import type { CertificateSigningRequest as CertificateSigningRequestObject } from '../generated/api-types.ts'
import { defineKind } from '../kind.ts'
import { certificateSigningRequestColumns } from './certificate-signing-request.columns.ts'
import { describeCertificateSigningRequest } from './certificate-signing-request.describe.ts'
import { validateSigningRequest } from './certificate-signing-request.validation.ts'
import { signingRequestFields } from '../core/selectable.ts'

export const CertificateSigningRequest = defineKind<CertificateSigningRequestObject>('certificates.k8s.io', 'v1', 'CertificateSigningRequest', {
  describe: describeCertificateSigningRequest,
  columns: certificateSigningRequestColumns,
  validate: validateSigningRequest,
  selectable: signingRequestFields,
})
