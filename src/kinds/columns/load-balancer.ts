/** The points where a load balancer lets traffic in, as tables and descriptions write them. */
import type { IngressLoadBalancerStatus, LoadBalancerStatus } from '../generated/api-types.ts'
import { byCodePoint } from '../../lib/json.ts'

/** Upstream: `printers.go`, loadBalancerStatusStringer with wide output, which the server always asks for. */
export function loadBalancerText(
  status: LoadBalancerStatus | IngressLoadBalancerStatus | undefined,
): string {
  const points = (status?.ingress ?? []).map((point) => point.ip || point.hostname || '')
  return [...new Set(points.filter((point) => point !== ''))].sort(byCodePoint).join(',')
}
