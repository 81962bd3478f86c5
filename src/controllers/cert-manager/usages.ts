/** Subjects and usages as cert-manager words them, and as X.509 encodes them. */
import type { ExtendedUsage, KeyUsage } from '../../pki/extensions.ts'
import type { Name } from '../../pki/name.ts'
import type { CertificateSpec } from './kinds.ts'

const KEY: Readonly<Record<string, KeyUsage>> = {
  signing: 'Digital Signature', 'digital signature': 'Digital Signature', 'content commitment': 'Non Repudiation',
  'key encipherment': 'Key Encipherment', 'data encipherment': 'Data Encipherment', 'key agreement': 'Key Agreement',
  'cert sign': 'Certificate Sign', 'crl sign': 'CRL Sign', 'encipher only': 'Encipher Only', 'decipher only': 'Decipher Only',
}

const EXTENDED: Readonly<Record<string, ExtendedUsage>> = { 'server auth': 'serverAuth', 'client auth': 'clientAuth', 'code signing': 'codeSigning' }

export interface Usages {
  readonly keyUsages: readonly KeyUsage[]
  readonly extendedUsages: readonly ExtendedUsage[]
}

/** pkg/util/pki/keyusage.go: digital signature and key encipherment unless others are named. */
export function requestedUsages({ usages, isCA }: Pick<CertificateSpec, 'usages' | 'isCA'>): Usages {
  const named = usages === undefined || usages.length === 0 ? ['digital signature', 'key encipherment'] : usages
  return {
    keyUsages: [...new Set([...named.flatMap((u) => KEY[u] ?? []), ...(isCA === true ? ['Certificate Sign' as const] : [])])],
    extendedUsages: named.flatMap((u) => EXTENDED[u] ?? []),
  }
}

export function subjectOf({ subject, commonName }: CertificateSpec): Name {
  const all = (type: string, values: readonly string[] = []): Name => values.map((value) => ({ type, value }))
  return [
    ...all('C', subject?.countries), ...all('ST', subject?.provinces), ...all('L', subject?.localities), ...all('O', subject?.organizations),
    ...all('OU', subject?.organizationalUnits), ...(commonName === undefined || commonName === '' ? [] : [{ type: 'CN', value: commonName }]),
  ]
}
