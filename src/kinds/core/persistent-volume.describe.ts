/** The description of a volume. */
import { type Row, row } from '../../lib/rows.ts'
import { age } from '../age.ts'
import { accessModesText, storageClassOf, storageText } from '../columns/storage.ts'
import { eventRows } from '../describe/events.ts'
import { clusterMetadataRows } from '../describe/metadata.ts'
import { sourceRows } from '../describe/volume-sources.ts'
import type { PersistentVolume } from '../generated/api-types.ts'
import type { Reader } from '../kind.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, describePersistentVolume. */
export function describePersistentVolume(
  volume: PersistentVolume, cluster: Reader, showEvents: boolean,
): Row[] {
  const { metadata, spec, status } = volume
  const ending = metadata.deletionTimestamp
  const claim = spec.claimRef
  return [
    ...clusterMetadataRows(metadata),
    row(0, 'Finalizers:', `[${(metadata.finalizers ?? []).join(' ')}]`),
    row(0, 'StorageClass:', storageClassOf(volume)),
    row(0, 'Status:',
      ending ? `Terminating (lasts ${age(ending, cluster.now)})` : (status?.phase ?? '')),
    row(0, 'Claim:', claim ? `${claim.namespace ?? ''}/${claim.name ?? ''}` : ''),
    row(0, 'Reclaim Policy:', spec.persistentVolumeReclaimPolicy ?? ''),
    row(0, 'Access Modes:', accessModesText(spec.accessModes)),
    ...(spec.volumeMode ? [row(0, 'VolumeMode:', spec.volumeMode)] : []),
    row(0, 'Capacity:', storageText(spec.capacity)),
    ...affinityRows(volume),
    row(0, 'Message:', status?.message ?? ''),
    row(0, 'Source:'),
    ...(sourceRows(spec, true) ?? [row(1, '<unknown>')]),
    ...(showEvents ? eventRows(volume, cluster) : []),
  ]
}

/** Upstream: `describe.go`, printVolumeNodeAffinity. */
function affinityRows({ spec }: PersistentVolume): Row[] {
  const required = spec.nodeAffinity?.required
  if (!required) return [row(0, 'Node Affinity:', '<none>')]
  const terms = required.nodeSelectorTerms
  return [
    row(0, 'Node Affinity:', ''),
    row(1, 'Required Terms:', terms.length === 0 ? '<none>' : ''),
    ...terms.flatMap(({ matchExpressions = [] }, index) => {
      if (matchExpressions.length === 0) return [row(2, `Term ${index}:`, '<none>')]
      return matchExpressions.map(({ key, operator, values = [] }, at) => {
        const list = values.length > 0 ? ` [${values.join(', ')}]` : ''
        return row(2, at === 0 ? `Term ${index}:` : '', `${key} ${operator.toLowerCase()}${list}`)
      })
    }),
  ]
}
