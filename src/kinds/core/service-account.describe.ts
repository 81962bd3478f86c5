/** The description of a service account. */
import { type Row, row } from '../../lib/rows.ts'
import { eventRows } from '../describe/events.ts'
import { metadataRows } from '../describe/metadata.ts'
import { getOf } from '../describe/reading.ts'
import type { Secret, ServiceAccount } from '../generated/api-types.ts'
import type { Reader } from '../kind.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, describeServiceAccount. */
export function describeServiceAccount(
  account: ServiceAccount, cluster: Reader, showEvents: boolean,
): Row[] {
  const { metadata, imagePullSecrets = [], secrets = [] } = account
  const namesRows = (title: string, names: readonly string[]): Row[] =>
    (names.length === 0 ? ['<none>'] : names.map((name) => known(name))).map((text, index) =>
      row(0, index === 0 ? title : ' '.repeat(title.length), text))
  const known = (name: string): string =>
    getOf<Secret>(cluster, '', 'Secret', metadata.namespace, name) ? name : `${name} (not found)`
  return [
    ...metadataRows(metadata),
    ...namesRows('Image pull secrets:', imagePullSecrets.map((s) => s.name ?? '')),
    ...(metadata.annotations?.['kubernetes.io/enforce-mountable-secrets'] === 'true'
      ? namesRows('Mountable secrets: ', secrets.map((s) => s.name ?? ''))
      : []),
    ...(showEvents ? eventRows(account, cluster) : []),
  ]
}
