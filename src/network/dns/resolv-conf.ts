/** /etc/resolv.conf and /etc/hosts: what the kubelet writes for pods, what nodes have, and how programs read them. */
import type { Pod } from '../../kinds/generated/api-types.ts'

/** Address that kubelets are configured with (clusterDNS): the tenth of the Service range. */
const CLUSTER_DNS = '172.20.0.10'
const CLUSTER_DOMAIN = 'cluster.local'

export const NODE_RESOLV_CONF = 'nameserver 127.0.0.53\noptions edns0 trust-ad\nsearch .\n'
/** What pods with dnsPolicy Default get: the file behind the node's stub resolver. */
const UPSTREAM_RESOLV_CONF = 'nameserver 192.168.56.1\nsearch .\n'

/** pkg/kubelet/network/dns/dns.go (GetPodDNS, appendDNSConfig). */
export function podResolvConf(pod: Pod): string {
  const { dnsPolicy = 'ClusterFirst', dnsConfig, hostNetwork = false } = pod.spec ?? {}
  const namespace = pod.metadata.namespace ?? 'default'
  const cluster = dnsPolicy === 'ClusterFirstWithHostNet' || (dnsPolicy === 'ClusterFirst' && !hostNetwork)
  const base = cluster
    ? { nameservers: [CLUSTER_DNS], searches: [`${namespace}.svc.${CLUSTER_DOMAIN}`, `svc.${CLUSTER_DOMAIN}`, CLUSTER_DOMAIN], options: ['ndots:5'] }
    : dnsPolicy === 'None' ? { nameservers: [], searches: [], options: [] } : undefined
  if (base === undefined && dnsConfig === undefined) return UPSTREAM_RESOLV_CONF
  const { nameservers, searches, options } = base ?? { nameservers: ['192.168.56.1'], searches: ['.'], options: [] }
  const asked = (dnsConfig?.options ?? []).map((o) => (o.value === undefined || o.value === '' ? o.name ?? '' : `${o.name}:${o.value}`))
  const kept = options.filter((o) => !asked.some((a) => a.split(':')[0] === o.split(':')[0]))
  const all = {
    searches: [...new Set([...searches, ...(dnsConfig?.searches ?? [])])],
    nameservers: [...new Set([...nameservers, ...(dnsConfig?.nameservers ?? [])])],
    options: [...kept, ...asked],
  }
  return [
    ...(all.searches.length > 0 ? [`search ${all.searches.join(' ')}`] : []),
    ...all.nameservers.map((server) => `nameserver ${server}`),
    ...(all.options.length > 0 ? [`options ${all.options.join(' ')}`] : []),
    '',
  ].join('\n')
}

/** pkg/kubelet/kubelet_pods.go (managedHostsFileContent). */
export function podHosts(pod: Pod): string {
  const hostname = pod.spec?.hostname ?? pod.metadata.name
  const domain = pod.spec?.subdomain === undefined ? '' : `${hostname}.${pod.spec.subdomain}.${pod.metadata.namespace}.svc.${CLUSTER_DOMAIN}\t`
  const aliases = (pod.spec?.hostAliases ?? []).map((a) => `${a.ip}\t${(a.hostnames ?? []).join('\t')}\n`).join('')
  return '# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::0\tip6-localnet\n' +
    `fe00::0\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n${pod.status?.podIP ?? ''}\t${domain}${hostname}\n` +
    (aliases === '' ? '' : `\n# Entries added by HostAliases.\n${aliases}`)
}

export interface ResolverConfig {
  readonly nameservers: readonly string[]
  readonly search: readonly string[]
  readonly ndots: number
  readonly timeoutMs: number
  readonly attempts: number
}

/** resolv.conf(5) as glibc reads it. */
export function parseResolvConf(text: string): ResolverConfig {
  const lines = text.split('\n').map((l) => l.replace(/[#;].*/, '').trim().split(/\s+/))
  const options = lines.filter((l) => l[0] === 'options').flatMap((l) => l.slice(1))
  const option = (name: string, usual: number): number => Number(options.find((o) => o.startsWith(`${name}:`))?.split(':')[1] ?? usual)
  return {
    nameservers: lines.filter((l) => l[0] === 'nameserver').map((l) => l[1] ?? '').slice(0, 3),
    search: (lines.filter((l) => l[0] === 'search' || l[0] === 'domain').at(-1)?.slice(1) ?? []).filter((s) => s !== '.'),
    ndots: Math.min(15, option('ndots', 1)),
    timeoutMs: option('timeout', 5) * 1000,
    attempts: option('attempts', 2),
  }
}

/** The address that a hosts file gives a name. */
export function hostsAddress(text: string, name: string): string | undefined {
  for (const line of text.split('\n')) {
    const [address, ...names] = line.replace(/#.*/, '').trim().split(/\s+/)
    if (address !== undefined && !address.includes(':') && names.some((n) => n.toLowerCase() === name.toLowerCase())) return address
  }
  return undefined
}

/** The names to ask for, in order (res_search of glibc). */
export function candidates(name: string, config: ResolverConfig): readonly string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)]
  const listed = config.search.map((domain) => `${name}.${domain.replace(/\.$/, '')}`)
  const dots = name.split('.').length - 1
  return dots >= config.ndots ? [name, ...listed] : [...listed, name]
}

/** The same for BIND's tools: a name with enough dots is never looked for along the search list (bin/dig/dighost.c, next_origin). */
export const bindCandidates = (name: string, config: ResolverConfig): readonly string[] =>
  name.split('.').length - 1 >= config.ndots ? [name.replace(/\.$/, '')] : candidates(name, config)
