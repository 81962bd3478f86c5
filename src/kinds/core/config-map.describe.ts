/** The description of a config map, with all it holds. */
import { byCodePoint, sortedEntries } from '../../lib/json.ts'
import { type Row, row } from '../../lib/rows.ts'
import { eventRows } from '../describe/events.ts'
import { metadataRows } from '../describe/metadata.ts'
import type { ConfigMap } from '../generated/api-types.ts'
import type { Reader } from '../kind.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, ConfigMapDescriber. */
export function describeConfigMap(map: ConfigMap, cluster: Reader, showEvents: boolean): Row[] {
  const { metadata, data = {}, binaryData = {} } = map
  return [
    ...metadataRows(metadata),
    row(0, ''),
    row(0, 'Data'),
    row(0, '===='),
    ...Object.keys(data).sort(byCodePoint).flatMap((key) => [
      row(0, `${key}:`), row(0, '----'), row(0, data[key]!), row(0, ''),
    ]),
    row(0, ''),
    row(0, 'BinaryData'),
    row(0, '===='),
    ...sortedEntries(binaryData).map(([key, value]) =>
      row(0, `${key}: ${Buffer.from(String(value), 'base64').length} bytes`)),
    row(0, ''),
    ...(showEvents ? eventRows(map, cluster) : []),
  ]
}
