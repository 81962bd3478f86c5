/** Which fields a Service's type needs (pkg/api/service/util.go and registry/core/service/strategy.go). */
import type { Service } from '../generated/api-types.ts'

export const needsClusterIP = (service: Service): boolean => service.spec?.type !== 'ExternalName'

export const needsNodePorts = (service: Service): boolean =>
  service.spec?.type === 'NodePort' ||
  (service.spec?.type === 'LoadBalancer' && service.spec.allocateLoadBalancerNodePorts !== false)

export const needsHealthCheckPort = (service: Service): boolean =>
  service.spec?.type === 'LoadBalancer' && service.spec.externalTrafficPolicy === 'Local'

export const isExternallyAccessible = (service: Service): boolean =>
  service.spec?.type === 'NodePort' || service.spec?.type === 'LoadBalancer' || (service.spec?.externalIPs ?? []).length > 0

export function nodePortsOf(service: Service): number[] {
  const ports = (service.spec?.ports ?? []).flatMap((port) => (port.nodePort ? [port.nodePort] : []))
  return service.spec?.healthCheckNodePort ? [...ports, service.spec.healthCheckNodePort] : ports
}
