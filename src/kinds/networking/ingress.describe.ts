/** The description of an ingress. */
import { type Row, row } from '../../lib/rows.ts'
import { loadBalancerText } from '../columns/load-balancer.ts'
import { endpointSlicesText, slicesOf } from '../describe/endpoint-slices.ts'
import { eventRows } from '../describe/events.ts'
import { annotationRows, labelRows } from '../describe/metadata.ts'
import { getOf, unlessForbidden } from '../describe/reading.ts'
import type {
  Ingress, IngressBackend, IngressServiceBackend, IngressTLS, Service,
} from '../generated/api-types.ts'
import type { Reader } from '../kind.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, describeIngressV1. */
export function describeIngress(ingress: Ingress, cluster: Reader, showEvents: boolean): Row[] {
  const { metadata, spec, status } = ingress
  const backend = (to: IngressBackend): string => backendText(to, metadata.namespace, cluster)
  const fallback = spec.defaultBackend ? backend(spec.defaultBackend) : '<default>'
  const rules = (spec.rules ?? []).flatMap(({ host, http }) => {
    if (!http) return []
    return [
      row(1, host || '*', ''),
      ...http.paths.map((path) => row(2, '', `${path.path ?? ''} `, backend(path.backend))),
    ]
  })
  return [
    row(0, 'Name:', metadata.name),
    ...labelRows('Labels', metadata.labels),
    row(0, 'Namespace:', metadata.namespace ?? ''),
    row(0, 'Address:', loadBalancerText(status?.loadBalancer)),
    row(0, 'Ingress Class:', spec.ingressClassName ?? '<none>'),
    row(0, 'Default backend:', fallback),
    ...(spec.tls?.length ? [row(0, 'TLS:'), ...spec.tls.map(tlsRow)] : []),
    row(0, 'Rules:'),
    row(1, 'Host', 'Path', 'Backends'),
    row(1, '----', '----', '--------'),
    ...(rules.length === 0 ? [row(1, '*', '*', fallback)] : rules),
    ...annotationRows('Annotations', metadata.annotations),
    ...(showEvents ? eventRows(ingress, cluster) : []),
  ]
}

const tlsRow = ({ hosts = [], secretName }: IngressTLS): Row =>
  row(1, secretName
    ? `${secretName} terminates ${hosts.join(',')}`
    : `SNI routes ${hosts.join(',')}`)

/** "web:80 (10.1.1.2:80)"; upstream: `describe.go`, describeBackendV1. */
function backendText(
  { service, resource }: IngressBackend, namespace: string | undefined, cluster: Reader,
): string {
  if (service) {
    const to = `${service.name}:${service.port?.name || (service.port?.number ?? 0)}`
    return unlessForbidden(() => {
      const slices = slicesOf(cluster, namespace, service.name)
      const found = getOf<Service>(cluster, '', 'Service', namespace, service.name)
      return found
        ? `${to} (${endpointSlicesText(slices, portNameIn(found, service))})`
        : `${to} (<error: services "${service.name}" not found>)`
    }, (reason) => `${to} (<error: ${reason}>)`)
  }
  if (!resource) return ''
  const { apiGroup = '<none>', kind, name } = resource
  return `APIGroup: ${apiGroup}, Kind: ${kind}, Name: ${name}`
}

/** The name of the service's port that the backend means. */
function portNameIn({ spec }: Service, { port }: IngressServiceBackend): string {
  let name = ''
  for (const candidate of spec.ports ?? []) {
    const meant = port?.number ? candidate.port === port.number : candidate.name === port?.name
    if (meant) name = candidate.name ?? ''
  }
  return name
}
