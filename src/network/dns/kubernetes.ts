/** CoreDNS' kubernetes plugin: records of Services, endpoints and pods (plugin/kubernetes/kubernetes.go). */
import { Namespace } from '../../kinds/core/namespace.ts'
import { Pod } from '../../kinds/core/pod.ts'
import { Service } from '../../kinds/core/service.ts'
import type { Service as ServiceObject } from '../../kinds/generated/api-types.ts'
import type { Reader } from '../../kinds/kind.ts'
import { isAddress } from '../address.ts'
import type { EndpointAddress } from '../endpoints.ts'
import { endpointsOf } from '../endpoints.ts'
import { podAt, serviceIndex, slicesOf } from '../indexes.ts'
import type { CorefilePlugin } from './corefile.ts'
import type { DnsAnswer, DnsRecord, Question } from './message.ts'
import { failure, inZone } from './message.ts'

const REVERSE = 'in-addr.arpa'
const DEFAULT_TTL = 5

/** Undefined: the name is none of the plugin's, or it lets the next plugin try. */
export function kubernetesAnswer(plugin: CorefilePlugin, question: Question, cluster: Reader): DnsAnswer | undefined {
  const zones = plugin.args.length === 0 ? ['cluster.local'] : plugin.args.map((z) => z.replace(/\.$/, ''))
  const zone = zones.find((z) => inZone(question.name, z))
  if (zone === undefined) return undefined
  const option = (name: string): readonly string[] | undefined => plugin.lines.find((l) => l[0] === name)?.slice(1)
  const ttl = Number(option('ttl')?.[0] ?? DEFAULT_TTL)
  const primary = zones.find((z) => !z.endsWith('.arpa')) ?? 'cluster.local'
  const records = zone.endsWith('.arpa')
    ? reverse(question.name, primary, ttl, cluster)
    : forwardRecords(question, zone, ttl, option('pods')?.[0] ?? 'disabled', cluster)
  const through = option('fallthrough')
  if (records === undefined && through !== undefined && (through.length === 0 || through.some((z) => inZone(question.name, z)))) return undefined
  const soa = soaRecord(zone.endsWith('.arpa') ? zone : primary, ttl, cluster.now)
  if (records === undefined) return failure('NXDOMAIN', [soa], true)
  const fitting = records.filter((r) => r.type === question.type || r.type === 'CNAME' || question.type === 'ANY')
  return { status: 'NOERROR', answer: fitting, authority: fitting.length === 0 ? [soa] : [], authoritative: true }
}

const soaRecord = (zone: string, ttl: number, now: number): DnsRecord => ({
  name: zone, ttl, type: 'SOA',
  data: `ns.dns.${zone}. hostmaster.${zone}. ${Math.floor(now / 1000)} 7200 1800 86400 ${ttl}`,
})

/** All records of a name; undefined when the name does not exist. */
function forwardRecords(question: Question, zone: string, ttl: number, pods: string, cluster: Reader): readonly DnsRecord[] | undefined {
  const { name } = question
  if (name === zone) return []
  const labels = name.slice(0, -zone.length - 1).split('.')
  const kind = labels.at(-1)
  if (name === `dns-version.${zone}`) return [{ name, ttl, type: 'TXT', data: '"1.1.0"' }]
  if (kind === 'pod') return podRecords(name, labels.slice(0, -1), ttl, pods, cluster)
  if (kind !== 'svc') return undefined
  if (labels.length === 1) return []
  const namespace = labels.at(-2)!
  if (cluster.get(Namespace, undefined, namespace) === undefined) return undefined
  if (labels.length === 2) return []
  const service = cluster.get(Service, namespace, labels.at(-3)!)
  if (service === undefined) return undefined
  return serviceRecords(name, labels.slice(0, -3), service, `${labels.slice(-3).join('.')}.${zone}`, ttl, cluster)
}

function serviceRecords(
  name: string, below: readonly string[], service: ServiceObject, fqdn: string, ttl: number, cluster: Reader,
): readonly DnsRecord[] | undefined {
  const asked = below.length === 2 && below[0]!.startsWith('_') && below[1]!.startsWith('_')
    ? { port: below[0]!.slice(1), protocol: below[1]!.slice(1) }
    : undefined
  const srv = (port: number, target: string, weight: number): DnsRecord => ({ name, ttl, type: 'SRV', data: `0 ${weight} ${port} ${target}.` })
  const fits = (port: { name?: string; protocol?: string }): boolean =>
    asked === undefined || ((port.name ?? '') === asked.port && (port.protocol ?? 'TCP').toLowerCase() === asked.protocol)
  if (service.spec.type === 'ExternalName') {
    return below.length > 0 ? undefined : [{ name, ttl, type: 'CNAME', data: `${(service.spec.externalName ?? '').replace(/\.$/, '')}.` }]
  }
  if (service.spec.clusterIP !== 'None') {
    if (below.length > 0 && asked === undefined) return undefined
    const ports = (service.spec.ports ?? []).filter(fits)
    if (asked !== undefined && ports.length === 0) return undefined
    return [
      { name, ttl, type: 'A', data: service.spec.clusterIP ?? '' },
      ...ports.map((p) => srv(p.port, fqdn, Math.floor(100 / ports.length))),
    ]
  }
  const ports = (service.spec.ports ?? []).length === 0 ? [{ name: '', protocol: 'TCP' }] : service.spec.ports ?? []
  const all = ports.filter(fits).flatMap((p) =>
    headless(cluster, service, p.name ?? '', p.protocol ?? 'TCP'))
    .filter((e) => below.length !== 1 || hostnameOf(e) === below[0])
  if (all.length === 0 || (below.length > 1 && asked === undefined)) return undefined
  const addresses = [...new Set(all.map((e) => e.address))]
  return [
    ...addresses.map((data): DnsRecord => ({ name, ttl, type: 'A', data })),
    ...all.map((e) => srv(e.port, `${hostnameOf(e)}.${fqdn}`, Math.floor(100 / all.length))),
  ]
}

/** Endpoints of a headless Service; one without ports has slices without ports. */
function headless(cluster: Reader, service: ServiceObject, port: string, protocol: string): readonly EndpointAddress[] {
  const { namespace = '', name } = service.metadata
  if ((service.spec.ports ?? []).length > 0) return endpointsOf(cluster, namespace, name, port, protocol).filter((e) => e.ready)
  return slicesOf(cluster, namespace, name).flatMap((slice) => (slice.endpoints ?? [])
    .filter((e) => e.conditions?.ready !== false)
    .map((e) => ({ address: e.addresses[0]!, port: 0, ready: true, serving: true, ...(e.hostname === undefined ? {} : { hostname: e.hostname }) })))
}

const hostnameOf = (endpoint: EndpointAddress): string => endpoint.hostname ?? endpoint.address.replaceAll('.', '-')

function podRecords(name: string, labels: readonly string[], ttl: number, mode: string, cluster: Reader): readonly DnsRecord[] | undefined {
  const namespace = labels.at(-1)
  if (mode === 'disabled') return undefined
  if (namespace === undefined) return []
  if (cluster.get(Namespace, undefined, namespace) === undefined) return undefined
  if (labels.length === 1) return []
  const address = labels.length === 2 ? labels[0]!.replaceAll('-', '.') : ''
  if (!isAddress(address)) return undefined
  if (mode === 'verified') {
    const pod = podAt(cluster, address)
    if (pod === undefined || pod.metadata.namespace !== namespace || !cluster.list(Pod, namespace).includes(pod)) return undefined
  }
  return [{ name, ttl, type: 'A', data: address }]
}

function reverse(name: string, zone: string, ttl: number, cluster: Reader): readonly DnsRecord[] | undefined {
  if (!name.endsWith(`.${REVERSE}`)) return undefined
  const address = name.slice(0, -REVERSE.length - 1).split('.').reverse().join('.')
  const service = serviceIndex(cluster).addresses.get(address)
  const ptr = (data: string): DnsRecord => ({ name, ttl, type: 'PTR', data: `${data}.` })
  if (service !== undefined && service.spec.clusterIP === address) {
    return [ptr(`${service.metadata.name}.${service.metadata.namespace}.svc.${zone}`)]
  }
  const pod = podAt(cluster, address)
  const found = pod === undefined ? [] : cluster.list(Service, pod.metadata.namespace).flatMap((s) =>
    slicesOf(cluster, s.metadata.namespace ?? '', s.metadata.name).flatMap((slice) => slice.endpoints ?? [])
      .filter((e) => e.addresses.includes(address))
      .map((e) => ptr(`${e.hostname ?? address.replaceAll('.', '-')}.${s.metadata.name}.${s.metadata.namespace}.svc.${zone}`)))
  return found.length === 0 ? undefined : found.slice(0, 1)
}
