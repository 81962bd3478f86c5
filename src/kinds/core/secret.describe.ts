/** The description of a secret, which names its keys and keeps their values to itself. */
import { sortedEntries } from '../../lib/json.ts'
import { type Row, row } from '../../lib/rows.ts'
import { metadataRows } from '../describe/metadata.ts'
import type { Secret } from '../generated/api-types.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, describeSecret. */
export function describeSecret({ metadata, type = '', data = {} }: Secret): Row[] {
  return [
    ...metadataRows(metadata),
    row(0, ''),
    row(0, 'Type:', type),
    row(0, ''),
    row(0, 'Data'),
    row(0, '===='),
    ...sortedEntries(data).map(([key, value]) => {
      const bytes = Buffer.from(String(value), 'base64')
      const shown = key === 'token' && type === 'kubernetes.io/service-account-token'
      return row(0, `${key}:`, shown ? bytes.toString('utf8') : `${bytes.length} bytes`)
    }),
  ]
}
