/** What the API server fills into a Service before addresses and ports are given out. */
import type { Service } from '../generated/api-types.ts'

/** pkg/apis/core/v1/defaults.go, SetDefaults_Service. */
export function defaultService(service: Service): void {
  const spec = (service.spec ??= {})
  spec.sessionAffinity ||= 'None'
  if (spec.sessionAffinity === 'None') delete spec.sessionAffinityConfig
  if (spec.sessionAffinity === 'ClientIP' && spec.sessionAffinityConfig?.clientIP?.timeoutSeconds === undefined) {
    spec.sessionAffinityConfig = { clientIP: { timeoutSeconds: 10800 } }
  }
  spec.type ||= 'ClusterIP'
  for (const port of spec.ports ?? []) {
    port.protocol ||= 'TCP'
    if (port.targetPort === undefined || port.targetPort === 0 || port.targetPort === '') port.targetPort = port.port
  }
  const open = spec.type === 'NodePort' || spec.type === 'LoadBalancer'
  if (open || (spec.externalIPs ?? []).length > 0) spec.externalTrafficPolicy ||= 'Cluster'
  if (open || spec.type === 'ClusterIP') spec.internalTrafficPolicy ??= 'Cluster'
  service.status ??= {}
  service.status.loadBalancer ??= {}
  if (spec.type === 'LoadBalancer') {
    spec.allocateLoadBalancerNodePorts ??= true
    for (const ingress of service.status.loadBalancer.ingress ?? []) if (ingress.ip) ingress.ipMode ??= 'VIP'
  }
}
