/** What a pod may know about itself: fieldRef. */
import { Node } from '../../kinds/core/node.ts'
import type { Pod } from '../../kinds/generated/api-types.ts'
import type { Reader } from '../../kinds/kind.ts'

/** pkg/fieldpath/fieldpath.go and pkg/kubelet/kubelet_pods.go, podFieldSelectorRuntimeValue */
export function fieldValue(path: string, pod: Pod, podIP: string, cluster: Reader): string {
  const key = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path)
  if (key) return pod.metadata[key[1] as 'labels' | 'annotations']?.[key[2]!] ?? ''
  const addresses = cluster.get(Node, undefined, pod.spec.nodeName ?? '')?.status?.addresses ?? []
  const hostIP = addresses.find((a) => a.type === 'InternalIP')?.address ?? ''
  switch (path) {
    case 'metadata.name': return pod.metadata.name
    case 'metadata.namespace': return pod.metadata.namespace ?? ''
    case 'metadata.uid': return pod.metadata.uid ?? ''
    case 'metadata.labels': return formatted(pod.metadata.labels)
    case 'metadata.annotations': return formatted(pod.metadata.annotations)
    case 'spec.nodeName': return pod.spec.nodeName ?? ''
    case 'spec.serviceAccountName': return pod.spec.serviceAccountName ?? ''
    case 'status.hostIP': case 'status.hostIPs': return hostIP
    case 'status.podIP': case 'status.podIPs': return podIP
    default: return ''
  }
}

const formatted = (map: { readonly [key: string]: string } | undefined): string =>
  Object.keys(map ?? {}).sort().map((key) => `${key}=${JSON.stringify(map![key])}`).join('\n')
