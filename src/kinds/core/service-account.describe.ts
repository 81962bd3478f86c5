/** The description of a service account. */
import type { Row } from '../../lib/rows.ts'
import { eventRows } from '../describe/events.ts'
import { listRows, metadataRows } from '../describe/metadata.ts'
import type { ServiceAccount } from '../generated/api-types.ts'
import type { Reader } from '../kind.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, describeServiceAccount. */
export function describeServiceAccount(
  account: ServiceAccount, cluster: Reader, showEvents: boolean,
): Row[] {
  const { metadata, imagePullSecrets = [] } = account
  return [
    ...metadataRows(metadata),
    ...listRows('Image pull secrets', imagePullSecrets.map((secret) => secret.name ?? '')),
    ...(showEvents ? eventRows(account, cluster) : []),
  ]
}
