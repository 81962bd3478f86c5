/** A volume claim in descriptions: on its own, or as part of an ephemeral volume. */
import { type Row, row } from '../../lib/rows.ts'
import { age } from '../age.ts'
import { accessModesText, storageClassOf, storageText } from '../columns/storage.ts'
import type {
  PersistentVolumeClaimSpec, PersistentVolumeClaimStatus,
} from '../generated/api-types.ts'
import type { ObjectMeta } from '../object.ts'
import { annotationRows, labelRows } from './metadata.ts'

interface Claim {
  readonly metadata: Partial<ObjectMeta>
  readonly spec?: PersistentVolumeClaimSpec
  readonly status?: PersistentVolumeClaimStatus
}

/** Upstream: `describe.go`, printPersistentVolumeClaim; `now` is there for a claim of its own. */
export function claimRows({ metadata, spec, status }: Claim, now: number | undefined): Row[] {
  const full = now !== undefined
  const bound = Boolean(spec?.volumeName)
  const ending = metadata.deletionTimestamp
  const phase = ending && full
    ? `Terminating (lasts ${age(ending, now)})`
    : (status?.phase ?? '')
  const source = spec?.dataSource
  return [
    ...(full ? [row(0, 'Name:', metadata.name ?? ''), row(0, 'Namespace:', metadata.namespace ?? '')] : []),
    row(0, 'StorageClass:', storageClassOf({ metadata, ...(spec ? { spec } : {}) })),
    ...(full ? [row(0, 'Status:', phase)] : []),
    row(0, 'Volume:', spec?.volumeName ?? ''),
    ...labelRows('Labels', metadata.labels),
    ...annotationRows('Annotations', metadata.annotations),
    ...(full ? [row(0, 'Finalizers:', `[${(metadata.finalizers ?? []).join(' ')}]`)] : []),
    row(0, 'Capacity:', bound ? storageText(status?.capacity) : ''),
    row(0, 'Access Modes:', bound ? accessModesText(status?.accessModes) : ''),
    ...(spec?.volumeMode ? [row(0, 'VolumeMode:', spec.volumeMode)] : []),
    ...(source
      ? [
        row(0, 'DataSource:'),
        ...(source.apiGroup ? [row(1, 'APIGroup:', source.apiGroup)] : []),
        row(1, 'Kind:', source.kind),
        row(1, 'Name:', source.name),
      ]
      : []),
  ]
}
