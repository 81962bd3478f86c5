/** Who may approve and sign certificate requests, and which subject no signer gives away. */
import { CertificateSigningRequest } from '../../kinds/certificates/certificate-signing-request.ts'
import type { CertificateSigningRequest as RequestObject } from '../../kinds/generated/api-types.ts'
import type { Reader } from '../../kinds/kind.ts'
import { sameValue } from '../../lib/same-value.ts'
import { decide } from '../auth/authorize.ts'
import type { Judge, Shape } from '../context.ts'
import type { UserInfo } from '../request.ts'
import { refused } from './refusal.ts'

const CLIENT_SIGNER = 'kubernetes.io/kube-apiserver-client'

/** Who asks is written into the request itself (pkg/registry/certificates/certificates/strategy.go, PrepareForCreate). */
export const certificateRequester: Shape = ({ kind, operation, request: { user } }, draft) => {
  if (kind !== (CertificateSigningRequest as unknown) || operation !== 'CREATE') return
  const { username: _, uid: __, groups: ___, extra: ____, ...spec } = draft['spec']
  draft['spec'] = {
    ...spec, username: user.name, groups: [...user.groups],
    ...(user.uid === undefined || user.uid === '' ? {} : { uid: user.uid }),
    ...(user.extra === undefined || Object.keys(user.extra).length === 0 ? {} : { extra: user.extra }),
  }
}

/** plugin/pkg/admission/certificates/{approval,signing,subjectrestriction}/admission.go */
export const certificates: Judge = (admission, object, { reader }) => {
  if (admission.kind !== (CertificateSigningRequest as unknown) || object === undefined) return
  const asked = object as RequestObject
  const { signerName } = asked.spec
  const { user } = admission.request
  if (admission.operation === 'CREATE' && admission.subresource === undefined) {
    if (signerName === CLIENT_SIGNER && organizationsOf(asked.spec.request).includes('system:masters')) {
      throw refused(admission, object, `use of ${CLIENT_SIGNER} signer with system:masters group is not allowed`)
    }
  } else if (admission.subresource === 'approval') {
    if (!maySign('approve', signerName, user, reader)) throw refused(admission, object, `user not permitted to approve requests with signerName "${signerName}"`)
  } else if (admission.subresource === 'status') {
    const before = admission.before as RequestObject
    const signs = !sameValue(before.status?.certificate, asked.status?.certificate)
    if (signs && !maySign('sign', signerName, user, reader)) {
      throw refused(admission, object, `user not permitted to sign requests with signerName "${signerName}"`)
    }
  }
}

/** The verb on the signer itself, or on all signers of its domain. */
function maySign(verb: string, signerName: string, user: UserInfo, reader: Reader): boolean {
  const base = { user, verb, group: 'certificates.k8s.io', resource: 'signers', subresource: '', namespace: '' }
  return [signerName, `${signerName.slice(0, signerName.indexOf('/'))}/*`].some((name) => decide({ ...base, name }, reader).allowed)
}

/** The values of organizationName in a PEM request, found by its object identifier 2.5.4.10. */
function organizationsOf(request: string): string[] {
  const pem = Buffer.from(request, 'base64').toString()
  const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64')
  const found: string[] = []
  for (let at = der.indexOf(ORGANIZATION); at >= 0; at = der.indexOf(ORGANIZATION, at + 1)) {
    const length = der[at + ORGANIZATION.length + 1] ?? 0
    const start = at + ORGANIZATION.length + 2
    found.push(der.subarray(start, start + length).toString())
  }
  return found
}

const ORGANIZATION = Buffer.from([0x06, 0x03, 0x55, 0x04, 0x0a])
