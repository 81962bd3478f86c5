/** cert-manager's admission webhook (internal/apis/certmanager/validation). */
import type { Obj } from '../../kinds/object.ts'
import { goDuration, parseGoDuration } from '../../lib/duration.ts'
import type { Certificate, Issuer } from './kinds.ts'

const HOUR_MS = 3_600_000
const RENEW_BEFORE_MIN_MS = 300_000

/** Why an object is refused; undefined: it may pass. */
export function checkCertManager(kind: string, object: Obj): string | undefined {
  const errors = kind === 'Certificate' ? certificateErrors(object as Certificate) : kind === 'Issuer' || kind === 'ClusterIssuer' ? issuerErrors(object as Issuer) : []
  return errors.length === 0 ? undefined : errors.length === 1 ? errors[0] : `[${errors.join(', ')}]`
}

function certificateErrors({ spec }: Certificate): string[] {
  const errors: string[] = []
  if ((spec.secretName ?? '') === '') errors.push('spec.secretName: Required value: must be specified')
  if ((spec.issuerRef?.name ?? '') === '') errors.push('spec.issuerRef.name: Required value: must be specified')
  const kind = spec.issuerRef?.kind ?? 'Issuer'
  if ((spec.issuerRef?.group ?? 'cert-manager.io') === 'cert-manager.io' && kind !== 'Issuer' && kind !== 'ClusterIssuer') {
    errors.push(`spec.issuerRef.kind: Invalid value: "${kind}": must be one of Issuer or ClusterIssuer`)
  }
  const names = [spec.dnsNames, spec.uris, spec.emailAddresses, spec.ipAddresses].some((list) => (list ?? []).length > 0)
  if ((spec.commonName ?? '') === '' && !names && (spec as { literalSubject?: string }).literalSubject === undefined) {
    errors.push('spec: Invalid value: "": at least one of commonName (from the commonName field or from a literalSubject), dnsNames, uriSANs, ipAddresses, emailSANs or otherNames must be set')
  }
  if ((spec.commonName ?? '').length > 64) errors.push(`spec.commonName: Too long: may not be more than 64 bytes`)
  for (const [i, ip] of (spec.ipAddresses ?? []).entries()) if (!/^[\d.]+$|:/.test(ip)) errors.push(`spec.ipAddresses[${i}]: Invalid value: "${ip}": invalid IP address`)
  return [...errors, ...durationErrors(spec)]
}

function durationErrors({ duration, renewBefore }: Certificate['spec']): string[] {
  const errors: string[] = []
  const ms = (text: string): number => {
    const parsed = parseGoDuration(text)
    return typeof parsed === 'number' ? parsed : 0
  }
  const life = duration === undefined ? 90 * 24 * HOUR_MS : ms(duration)
  const shown = goDuration
  if (life < HOUR_MS) errors.push(`spec.duration: Invalid value: ${shown(life)}: certificate duration must be greater than 1h0m0s`)
  if (renewBefore === undefined) return errors
  const before = ms(renewBefore)
  if (before < RENEW_BEFORE_MIN_MS) errors.push(`spec.renewBefore: Invalid value: ${shown(before)}: certificate renewBefore must be greater than 5m0s`)
  if (life <= before) errors.push(`spec.renewBefore: Invalid value: ${shown(before)}: certificate duration ${shown(life)} must be greater than renewBefore ${shown(before)}`)
  return errors
}

const TYPES = ['acme', 'ca', 'selfSigned', 'vault', 'venafi'] as const

function issuerErrors({ spec }: Issuer): string[] {
  const given = TYPES.filter((type) => (spec as Record<string, unknown>)[type] !== undefined)
  if (given.length === 0) return ['spec: Required value: at least one issuer must be configured']
  const errors = given.slice(1).map((type) => `spec.${type}: Forbidden: may not specify more than one issuer type`)
  if (spec.ca !== undefined && (spec.ca.secretName ?? '') === '') errors.push('spec.ca.secretName: Required value')
  if (spec.acme !== undefined) {
    if ((spec.acme.privateKeySecretRef?.name ?? '') === '') errors.push('spec.acme.privateKeySecretRef.name: Required value: private key secret name is a required field')
    if ((spec.acme.server ?? '') === '') errors.push('spec.acme.server: Required value: acme server URL is a required field')
    for (const [i, solver] of (spec.acme.solvers ?? []).entries()) {
      if (solver.http01 === undefined && solver.dns01 === undefined) errors.push(`spec.acme.solvers[${i}]: Required value: no solver type configured`)
    }
  }
  return errors
}
