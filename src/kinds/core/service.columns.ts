/** Columns of services. Upstream: `pkg/printers/internalversion/printers.go`, printService. */
import { column, said, wideColumn } from '../columns/column.ts'
import { loadBalancerText } from '../columns/load-balancer.ts'
import type { Service, ServicePort } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'
import { labelsText } from '../selector-text.ts'

const externalIp = ({ spec, status }: Service): string => {
  const own = spec.externalIPs ?? []
  switch (spec.type) {
    case 'ExternalName': return spec.externalName ?? ''
    case 'LoadBalancer': {
      const all = [...loadBalancerText(status?.loadBalancer).split(',').filter(Boolean), ...own]
      return all.length === 0 ? '<pending>' : all.join(',')
    }
    case 'ClusterIP': case 'NodePort': return own.length === 0 ? '<none>' : own.join(',')
    default: return '<unknown>'
  }
}

const portText = (port: ServicePort): string => {
  const node = port.nodePort ? `:${port.nodePort}` : ''
  return `${port.port}${node}/${port.protocol}`
}

export const serviceColumns: readonly Column<Service>[] = [
  nameColumn,
  column('Type', said('core.v1.ServiceSpec', 'type'), (svc) => svc.spec.type ?? ''),
  column('Cluster-IP', said('core.v1.ServiceSpec', 'clusterIP'), (svc) =>
    svc.spec.clusterIPs?.[0] ?? '<none>'),
  column('External-IP', said('core.v1.ServiceSpec', 'externalIPs'), externalIp),
  column('Port(s)', said('core.v1.ServiceSpec', 'ports'), (svc) =>
    (svc.spec.ports ?? []).map(portText).join(',') || '<none>'),
  ageColumn,
  wideColumn('Selector', said('core.v1.ServiceSpec', 'selector'), (svc) =>
    labelsText(svc.spec.selector)),
]
