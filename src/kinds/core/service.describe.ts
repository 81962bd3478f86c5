/** The description of a service. */
import { type Row, row } from '../../lib/rows.ts'
import { endpointSlicesText, slicesOf } from '../describe/endpoint-slices.ts'
import { eventRows } from '../describe/events.ts'
import { metadataRows } from '../describe/metadata.ts'
import { unlessForbidden } from '../describe/reading.ts'
import type { LoadBalancerIngress, Service } from '../generated/api-types.ts'
import type { Reader } from '../kind.ts'
import { labelsText } from '../selector-text.ts'

/** Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`, describeService. */
export function describeService(service: Service, cluster: Reader, showEvents: boolean): Row[] {
  const { metadata, spec } = service
  return [
    ...metadataRows(metadata),
    row(0, 'Selector:', labelsText(spec.selector)),
    row(0, 'Type:', spec.type ?? ''),
    ...addressRows(service),
    ...portRows(service, cluster),
    row(0, 'Session Affinity:', spec.sessionAffinity ?? ''),
    ...known('External Traffic Policy:', spec.externalTrafficPolicy),
    ...known('Internal Traffic Policy:', spec.internalTrafficPolicy),
    ...known('HealthCheck NodePort:', spec.healthCheckNodePort),
    ...known('LoadBalancer Source Ranges:', spec.loadBalancerSourceRanges?.join(',')),
    ...known('Traffic Distribution:', spec.trafficDistribution),
    ...(showEvents ? eventRows(service, cluster) : []),
  ]
}

const known = (title: string, value: string | number | undefined): Row[] =>
  value ? [row(0, title, String(value))] : []

function addressRows({ spec, status }: Service): Row[] {
  return [
    ...known('IP Family Policy:', spec.ipFamilyPolicy),
    row(0, 'IP Families:', spec.ipFamilies?.join(',') || '<none>'),
    row(0, 'IP:', spec.clusterIP ?? ''),
    row(0, 'IPs:', spec.clusterIPs?.join(',') || '<none>'),
    ...known('External IPs:', spec.externalIPs?.join(',')),
    ...known('Desired LoadBalancer IP:', spec.loadBalancerIP),
    ...known('External Name:', spec.externalName),
    ...known('LoadBalancer Ingress:', (status?.loadBalancer?.ingress ?? []).map(pointText).join(', ')),
  ]
}

/** "34.1.2.3 (VIP)"; upstream: `describe.go`, buildIngressString. */
function pointText({ ip, ipMode, hostname }: LoadBalancerIngress): string {
  if (!ip) return hostname ?? ''
  return ipMode ? `${ip} (${ipMode})` : ip
}

function portRows({ metadata, spec }: Service, cluster: Reader): Row[] {
  const { namespace, name: service } = metadata
  const slices = unlessForbidden(() => slicesOf(cluster, namespace, service), () => [])
  return (spec.ports ?? []).flatMap((port) => {
    const name = port.name || '<unset>'
    return [
      row(0, 'Port:', name, `${port.port}/${port.protocol ?? ''}`),
      row(0, 'TargetPort:', `${port.targetPort ?? 0}/${port.protocol ?? ''}`),
      ...(port.nodePort ? [row(0, 'NodePort:', name, `${port.nodePort}/${port.protocol ?? ''}`)] : []),
      row(0, 'Endpoints:', endpointSlicesText(slices, port.name ?? '')),
    ]
  })
}
