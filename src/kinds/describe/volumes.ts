/** Volumes of pods and pod templates in descriptions. */
import { parseQuantity } from '../../lib/quantity.ts'
import { type Row, row } from '../../lib/rows.ts'
import type { PersistentVolumeClaimTemplate, ProjectedVolumeSource, Volume } from '../generated/api-types.ts'
import { claimRows } from './claim.ts'
import { sourceRows } from './volume-sources.ts'

/** Upstream: `describe.go`, describeVolumes. */
export function volumeRows(volumes: readonly Volume[] | undefined, space: '' | '  '): Row[] {
  if (!volumes?.length) return [row(0, `${space}Volumes:`, '<none>')]
  const indent = space === '' ? '' : ' '
  return [
    row(0, `${space}Volumes:`),
    ...volumes.flatMap((volume) => [row(1, `${indent}${volume.name}:`), ...oneVolumeRows(volume)]),
  ]
}

function oneVolumeRows(volume: Volume): Row[] {
  const { emptyDir, projected, downwardAPI, ephemeral } = volume
  if (emptyDir) {
    const limit = parseQuantity(emptyDir.sizeLimit ?? '0')
    return [
      row(2, 'Type:', "EmptyDir (a temporary directory that shares a pod's lifetime)"),
      row(2, 'Medium:', emptyDir.medium ?? ''),
      row(2, 'SizeLimit:', limit.sign() > 0 ? limit.toString() : '<unset>'),
    ]
  }
  if (projected) return projectedRows(projected)
  if (downwardAPI) {
    return [
      row(2, 'Type:', 'DownwardAPI (a volume populated by information about the pod)'),
      row(2, 'Items:'),
      ...(downwardAPI.items ?? []).map((item) =>
        row(3, `${item.fieldRef?.fieldPath ?? item.resourceFieldRef?.resource ?? ''} -> ${item.path}`)),
    ]
  }
  if (ephemeral) {
    return [
      row(2, 'Type:',
        'EphemeralVolume (an inline specification for a volume that gets created and deleted ' +
          'with the pod)'),
      ...nestedClaimRows(ephemeral.volumeClaimTemplate),
    ]
  }
  return sourceRows(volume, false) ?? [row(1, '<unknown>')]
}

/** kubectl writes labels and annotations in two steps, and its nested writer indents both. */
function nestedClaimRows(template: PersistentVolumeClaimTemplate | undefined): Row[] {
  if (!template) return []
  const { metadata = {}, spec } = template
  return claimRows({ metadata, spec }, undefined).map(({ level, cells: [title = '', text = ''] }) => {
    const twice = ['Labels:', 'Annotations:', ''].includes(title)
    return row(level + 2, title, twice ? `    ${text}` : text)
  })
}

function projectedRows({ sources = [] }: ProjectedVolumeSource): Row[] {
  const rows = [
    row(2, 'Type:', 'Projected (a volume that contains injected data from multiple sources)'),
  ]
  for (const { secret, downwardAPI, configMap, serviceAccountToken } of sources) {
    if (secret) {
      rows.push(row(2, 'SecretName:', secret.name ?? ''), optionalRow(secret.optional))
    } else if (downwardAPI) rows.push(row(2, 'DownwardAPI:', 'true'))
    else if (configMap) {
      rows.push(row(2, 'ConfigMapName:', configMap.name ?? ''), optionalRow(configMap.optional))
    } else if (serviceAccountToken) {
      const seconds = serviceAccountToken.expirationSeconds ?? 0
      rows.push(row(2, 'TokenExpirationSeconds:', String(seconds)))
    }
  }
  return rows
}

const optionalRow = (optional: boolean | undefined): Row =>
  row(2, 'Optional:', String(optional ?? false))
