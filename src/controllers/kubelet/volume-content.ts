/** What a pod's volumes hold, and what keeps one from being mounted. */
import { ConfigMap } from '../../kinds/core/config-map.ts'
import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim.ts'
import { Secret } from '../../kinds/core/secret.ts'
import { ServiceAccount } from '../../kinds/core/service-account.ts'
import type { Container, DownwardAPIVolumeFile, KeyToPath, Pod, Volume } from '../../kinds/generated/api-types.ts'
import type { Reader } from '../../kinds/kind.ts'
import { fieldValue } from './downward.ts'
import { resourceValue } from './environment.ts'

type Content = ReadonlyMap<string, string | Uint8Array>

/** The message of FailedMount for the first volume that cannot be set up; undefined: all can. */
export function mountFailure(pod: Pod, cluster: Reader): string | undefined {
  for (const volume of pod.spec.volumes ?? []) {
    const missing = missingIn(volume, pod, cluster)
    if (missing !== undefined) return `MountVolume.SetUp failed for volume "${volume.name}" : ${missing}`
  }
  return undefined
}

function missingIn(volume: Volume, pod: Pod, cluster: Reader): string | undefined {
  const { namespace } = pod.metadata
  const map = (name: string | undefined, items: readonly KeyToPath[] | undefined, optional: boolean | undefined): string | undefined => {
    const found = cluster.get(ConfigMap, namespace, name ?? '')
    if (found === undefined) return optional === true ? undefined : `configmap "${name}" not found`
    const absent = (items ?? []).find(({ key }) => found.data?.[key] === undefined && found.binaryData?.[key] === undefined)
    return absent === undefined || optional === true ? undefined : `configmap references non-existent config key: ${absent.key}`
  }
  const secret = (name: string | undefined, items: readonly KeyToPath[] | undefined, optional: boolean | undefined): string | undefined => {
    const found = cluster.get(Secret, namespace, name ?? '')
    if (found === undefined) return optional === true ? undefined : `secret "${name}" not found`
    const absent = (items ?? []).find(({ key }) => found.data?.[key] === undefined)
    return absent === undefined || optional === true ? undefined : `references non-existent secret key: ${absent.key}`
  }
  if (volume.configMap !== undefined) return map(volume.configMap.name, volume.configMap.items, volume.configMap.optional)
  if (volume.secret !== undefined) return secret(volume.secret.secretName, volume.secret.items, volume.secret.optional)
  if (volume.persistentVolumeClaim !== undefined) {
    const { claimName } = volume.persistentVolumeClaim
    return cluster.get(PersistentVolumeClaim, namespace, claimName) === undefined ? `persistentvolumeclaim "${claimName}" not found` : undefined
  }
  for (const source of volume.projected?.sources ?? []) {
    const missing = source.configMap !== undefined ? map(source.configMap.name, source.configMap.items, source.configMap.optional)
      : source.secret !== undefined ? secret(source.secret.name, source.secret.items, source.secret.optional)
      : source.serviceAccountToken !== undefined && cluster.get(ServiceAccount, namespace, pod.spec.serviceAccountName ?? 'default') === undefined
        ? `failed to fetch token: serviceaccounts "${pod.spec.serviceAccountName}" not found` : undefined
    if (missing !== undefined) return missing
  }
  return undefined
}

/** Signs a token for the pod's account, as TokenRequest does. */
export type TokenOf = (pod: Pod) => string

/** Files of the volumes whose content comes from the API; undefined for those that hold what is written to them. */
export function volumeContent(volume: Volume, pod: Pod, podIP: string, cluster: Reader, tokenOf: TokenOf): Content | undefined {
  const { namespace } = pod.metadata
  if (volume.configMap !== undefined) return mapFiles(namespace, volume.configMap.name, volume.configMap.items, cluster)
  if (volume.secret !== undefined) return secretFiles(namespace, volume.secret.secretName, volume.secret.items, cluster)
  if (volume.downwardAPI !== undefined) return downward(volume.downwardAPI.items, pod, podIP, cluster)
  if (volume.projected === undefined) return undefined
  const files = new Map<string, string | Uint8Array>()
  for (const source of volume.projected.sources ?? []) {
    const part: Content = source.configMap !== undefined ? mapFiles(namespace, source.configMap.name, source.configMap.items, cluster)
      : source.secret !== undefined ? secretFiles(namespace, source.secret.name, source.secret.items, cluster)
      : source.downwardAPI !== undefined ? downward(source.downwardAPI.items, pod, podIP, cluster)
      : source.serviceAccountToken !== undefined ? new Map([[source.serviceAccountToken.path, tokenOf(pod)]]) : new Map()
    for (const [path, content] of part) files.set(path, content)
  }
  return files
}

function mapFiles(namespace: string | undefined, name: string | undefined, items: readonly KeyToPath[] | undefined, cluster: Reader): Content {
  const map = cluster.get(ConfigMap, namespace, name ?? '')
  const all = new Map<string, string | Uint8Array>(Object.entries(map?.data ?? {}))
  for (const [key, value] of Object.entries(map?.binaryData ?? {})) all.set(key, bytes(value))
  return selected(all, items)
}

function secretFiles(namespace: string | undefined, name: string | undefined, items: readonly KeyToPath[] | undefined, cluster: Reader): Content {
  const data = cluster.get(Secret, namespace, name ?? '')?.data ?? {}
  return selected(new Map(Object.entries(data).map(([key, value]) => [key, bytes(value)])), items)
}

function downward(items: readonly DownwardAPIVolumeFile[] | undefined, pod: Pod, podIP: string, cluster: Reader): Content {
  return new Map((items ?? []).map(({ path, fieldRef, resourceFieldRef }) => {
    if (fieldRef !== undefined) return [path, fieldValue(fieldRef.fieldPath, pod, podIP, cluster)]
    const container = containersOf(pod).find((c) => c.name === resourceFieldRef?.containerName) ?? pod.spec.containers[0]!
    return [path, resourceValue(resourceFieldRef?.resource ?? '', resourceFieldRef?.divisor, container, pod, cluster)]
  }))
}

const containersOf = (pod: Pod): readonly Container[] => [...pod.spec.containers, ...(pod.spec.initContainers ?? [])]

const selected = (all: Content, items: readonly KeyToPath[] | undefined): Content =>
  items === undefined || items.length === 0 ? all
    : new Map(items.flatMap(({ key, path }) => (all.has(key) ? [[path, all.get(key)!]] : [])))

const bytes = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'))
