/** Files that volumes put into a container: ConfigMaps, Secrets, the downward API's labels, as the kubelet projects them. */
import { ConfigMap } from '../kinds/core/config-map.ts'
import { Secret } from '../kinds/core/secret.ts'
import type { Container, KeyToPath, Pod, Volume } from '../kinds/generated/api-types.ts'
import type { Reader } from '../kinds/kind.ts'

/** The text of a file that a volume provides; undefined when no volume does. */
export function mountedFile(pod: Pod, container: Container, path: string, cluster: Reader): string | undefined {
  const mounts = [...(container.volumeMounts ?? [])].sort((a, b) => b.mountPath.length - a.mountPath.length)
  for (const mount of mounts) {
    const at = mount.mountPath.replace(/\/$/, '')
    if (path !== at && !path.startsWith(`${at}/`)) continue
    const volume = pod.spec?.volumes?.find((v) => v.name === mount.name)
    if (volume === undefined) return undefined
    const inside = mount.subPath === undefined ? path.slice(at.length + 1) : `${mount.subPath}${path.slice(at.length)}`
    return volumeFiles(pod, volume, cluster)?.get(inside)
  }
  return undefined
}

function volumeFiles(pod: Pod, volume: Volume, cluster: Reader): ReadonlyMap<string, string> | undefined {
  const { namespace = '' } = pod.metadata
  if (volume.configMap !== undefined) return configMapFiles(namespace, volume.configMap.name ?? '', volume.configMap.items, cluster)
  if (volume.secret !== undefined) return secretFiles(namespace, volume.secret.secretName ?? '', volume.secret.items, cluster)
  if (volume.projected === undefined) return undefined
  const files = new Map<string, string>()
  for (const source of volume.projected.sources ?? []) {
    const part = source.configMap !== undefined ? configMapFiles(namespace, source.configMap.name ?? '', source.configMap.items, cluster)
      : source.secret !== undefined ? secretFiles(namespace, source.secret.name ?? '', source.secret.items, cluster)
      : undefined
    for (const [name, text] of part ?? []) files.set(name, text)
  }
  return files
}

function configMapFiles(namespace: string, name: string, items: readonly KeyToPath[] | undefined, cluster: Reader): ReadonlyMap<string, string> {
  const map = cluster.get(ConfigMap, namespace, name)
  const all = new Map(Object.entries(map?.data ?? {}))
  for (const [key, value] of Object.entries(map?.binaryData ?? {})) all.set(key, decodeBase64(value))
  return selected(all, items)
}

function secretFiles(namespace: string, name: string, items: readonly KeyToPath[] | undefined, cluster: Reader): ReadonlyMap<string, string> {
  const secret = cluster.get(Secret, namespace, name)
  return selected(new Map(Object.entries(secret?.data ?? {}).map(([key, value]) => [key, decodeBase64(value)])), items)
}

const selected = (all: ReadonlyMap<string, string>, items: readonly KeyToPath[] | undefined): ReadonlyMap<string, string> =>
  items === undefined || items.length === 0 ? all : new Map(items.map((i) => [i.path, all.get(i.key) ?? '']))

export const decodeBase64 = (text: string): string => Buffer.from(text, 'base64').toString('utf8')
