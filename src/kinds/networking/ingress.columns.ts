/** Columns of ingresses. Upstream: `pkg/printers/internalversion/printers.go`, printIngress. */
import { column } from '../columns/column.ts'
import { loadBalancerText } from '../columns/load-balancer.ts'
import type { Ingress } from '../generated/api-types.ts'
import { ageColumn, type Column, nameColumn } from '../kind.ts'

const HOSTS_MAX = 3

const hosts = ({ spec }: Ingress): string => {
  const rules = spec.rules ?? []
  const named: string[] = []
  for (const { host } of rules) {
    if (named.length === HOSTS_MAX) {
      return `${named.join(',')} + ${rules.length - HOSTS_MAX} more...`
    }
    if (host) named.push(host)
  }
  return named.length === 0 ? '*' : named.join(',')
}

export const ingressColumns: readonly Column<Ingress>[] = [
  nameColumn,
  column('Class',
    'The name of the IngressClass resource that should be used for additional configuration',
    (ingress) => ingress.spec.ingressClassName ?? '<none>'),
  column('Hosts', 'Hosts that incoming requests are matched against before the ingress rule',
    hosts),
  column('Address', 'Address is a list containing ingress points for the load-balancer',
    (ingress) => loadBalancerText(ingress.status?.loadBalancer)),
  column('Ports', 'Ports of TLS configurations that open', (ingress) =>
    ingress.spec.tls?.length ? '80, 443' : '80'),
  ageColumn,
]
