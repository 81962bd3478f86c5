/** The file system of a container: its image's files, and the pod's volumes where they are mounted. */
import { ConfigMap } from '../../kinds/core/config-map.ts'
import { Secret } from '../../kinds/core/secret.ts'
import type { Pod, Volume } from '../../kinds/generated/api-types.ts'
import type { Reader } from '../../kinds/kind.ts'
import type { Files } from '../../lib/files.ts'
import type { MemoryFiles } from '../../lib/memory-files.ts'
import { createFiles } from '../../lib/memory-files.ts'
import { podResolvConf } from '../../network/dns/resolv-conf.ts'
import type { ContainerRun } from './container-run.ts'
import type { TokenOf } from './volume-content.ts'
import { volumeContent } from './volume-content.ts'

const DIRECTORIES = ['/tmp/', '/root/', '/etc/', '/usr/bin/', '/var/run/', '/var/log/', '/proc/', '/dev/', '/home/', '/opt/', '/mnt/']

/** Volumes that keep what is written to them, by what they are kept under; one for each runtime. */
export type Storage = Map<string, MemoryFiles>

export function containerFiles(run: ContainerRun, cluster: Reader, now: () => number, storage: Storage, tokenOf: TokenOf): MemoryFiles {
  const { pod, container, image, podIP } = run
  const hostname = pod.spec.hostname ?? pod.metadata.name
  const files = createFiles({
    now,
    initial: {
      ...Object.fromEntries(DIRECTORIES.map((path) => [path, ''])),
      '/etc/hostname': `${hostname}\n`,
      '/etc/hosts': hosts(podIP, hostname, pod.spec.hostAliases ?? []),
      '/etc/resolv.conf': podResolvConf(pod),
      ...image.files,
    },
  })
  for (const mount of container.volumeMounts ?? []) {
    const volume = pod.spec.volumes?.find((v) => v.name === mount.name)
    if (volume === undefined) continue
    const content = volumeContent(volume, pod, podIP, cluster, tokenOf)
    const subPath = mount.subPath ?? ''
    if (content?.has(subPath)) files.write(mount.mountPath, content.get(subPath)!)
    else if (content !== undefined) files.attach(mount.mountPath, live(volume, run, cluster, now, tokenOf), { readOnly: true, subPath })
    else files.attach(mount.mountPath, stored(volume, pod, storage, now), { readOnly: mount.readOnly ?? false, subPath })
  }
  return files
}

/** Shows what the objects behind a volume hold now: the kubelet keeps such volumes up to date. */
function live(volume: Volume, { pod, podIP }: ContainerRun, cluster: Reader, now: () => number, tokenOf: TokenOf): Files {
  let seen: readonly unknown[] = []
  let files = createFiles({ now, volume: true })
  const fresh = (): MemoryFiles => {
    const sources = sourcesOf(volume, pod, cluster)
    if (sources.length !== seen.length || sources.some((s, i) => s !== seen[i])) {
      seen = sources
      const content = volumeContent(volume, pod, podIP, cluster, tokenOf) ?? new Map()
      files = createFiles({ now, volume: true, initial: Object.fromEntries([...content].map(([path, text]) => [`/${path}`, text])) })
    }
    return files
  }
  return new Proxy({} as Files, {
    get: (_, method: keyof Files) => (...args: unknown[]) => (fresh()[method] as (...a: unknown[]) => unknown)(...args),
  })
}

/** The objects that a volume shows; stored objects are never changed, so another object means another content. */
function sourcesOf(volume: Volume, pod: Pod, cluster: Reader): readonly unknown[] {
  const { namespace } = pod.metadata
  const of = (source: { configMap?: { name?: string }; secret?: { name?: string; secretName?: string } }): unknown[] => [
    source.configMap && cluster.get(ConfigMap, namespace, source.configMap.name ?? ''),
    source.secret && cluster.get(Secret, namespace, source.secret.secretName ?? source.secret.name ?? ''),
  ]
  return ['made', ...of(volume as never), ...(volume.projected?.sources ?? []).flatMap((s) => of(s as never))]
}

function stored(volume: Volume, { metadata: { uid, namespace }, spec: { nodeName } }: Pod, storage: Storage, now: () => number): MemoryFiles {
  const claim = volume.persistentVolumeClaim?.claimName
  const id = claim !== undefined ? `claim ${namespace}/${claim}`
    : volume.hostPath !== undefined ? `node ${nodeName} ${volume.hostPath.path}` : `pod ${uid} ${volume.name}`
  let files = storage.get(id)
  if (files === undefined) storage.set(id, (files = createFiles({ now, volume: true })))
  return files
}

function hosts(address: string, hostname: string, aliases: readonly { ip: string; hostnames?: string[] }[]): string {
  const own = [
    '# Kubernetes-managed hosts file.', '127.0.0.1\tlocalhost', '::1\tlocalhost ip6-localhost ip6-loopback', 'fe00::0\tip6-localnet',
    'fe00::0\tip6-mcastprefix', 'fe00::1\tip6-allnodes', 'fe00::2\tip6-allrouters', `${address}\t${hostname}`,
  ]
  const more = aliases.length === 0 ? [] : ['', '# Entries added by HostAliases.', ...aliases.map(({ ip, hostnames = [] }) => `${ip}\t${hostnames.join('\t')}`)]
  return `${[...own, ...more].join('\n')}\n`
}
