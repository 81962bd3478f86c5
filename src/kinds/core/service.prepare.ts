/** What becomes of a Service's address, ports and policies when it is written (registry/core/service/strategy.go). */
import type { Service } from '../generated/api-types.ts'
import { sameValue } from '../../lib/same-value.ts'
import { isExternallyAccessible, needsClusterIP, needsHealthCheckPort, needsNodePorts, nodePortsOf } from './service.fields.ts'

export function prepareService(service: Service): void {
  service.status = { loadBalancer: {} }
  const spec = service.spec!
  if (spec.clusterIP && (spec.clusterIPs ?? []).length === 0) spec.clusterIPs = [spec.clusterIP]
}

export function prepareServiceForUpdate(service: Service, before: Service): void {
  normalizeClusterIPs(service, before)
  patchAllocatedValues(service, before)
  dropTypeDependentFields(service, before)
}

/** Whoever changes only one of `clusterIP` and `clusterIPs` means both. */
function normalizeClusterIPs({ spec }: Service, before: Service): void {
  const now = spec!
  const old = before.spec!
  if ((now.clusterIP ?? '') === (old.clusterIP ?? '')) {
    if (now.clusterIP && (now.clusterIPs ?? []).length === 0) now.clusterIPs = [now.clusterIP]
    return
  }
  const untouched = sameValue(now.clusterIPs ?? [], old.clusterIPs ?? [])
  if (!now.clusterIP) {
    if (untouched) delete now.clusterIPs
  } else if (untouched || (now.clusterIPs ?? []).length === 0) now.clusterIPs = [now.clusterIP]
}

/** What was given out stays when the update does not mention it. */
function patchAllocatedValues(service: Service, before: Service): void {
  const now = service.spec!
  const old = before.spec!
  if (needsClusterIP(before) && needsClusterIP(service)) {
    if (!now.clusterIP && old.clusterIP) now.clusterIP = old.clusterIP
    if ((now.clusterIPs ?? []).length === 0 && now.clusterIP === old.clusterIP && old.clusterIPs) now.clusterIPs = [...old.clusterIPs]
  }
  if (needsNodePorts(before) && needsNodePorts(service)) {
    const wanted = new Set(nodePortsOf(service))
    const taken = new Set(nodePortsOf(before).filter((port) => wanted.has(port)))
    const byName = new Map((old.ports ?? []).map((port) => [port.name ?? '', port.nodePort]))
    for (const port of now.ports ?? []) {
      const had = byName.get(port.name ?? '')
      if (port.nodePort || !had || taken.has(had)) continue
      port.nodePort = had
      taken.add(had)
    }
  }
  if (needsHealthCheckPort(before) && needsHealthCheckPort(service) && !now.healthCheckNodePort && old.healthCheckNodePort) {
    now.healthCheckNodePort = old.healthCheckNodePort
  }
}

/** What the old type needed and the new one does not goes, unless the update changed it. */
function dropTypeDependentFields(service: Service, before: Service): void {
  const now = service.spec!
  const old = before.spec!
  const drop = (field: keyof typeof now): void => {
    if (sameValue(now[field], old[field])) delete now[field]
  }
  if (needsClusterIP(before) && !needsClusterIP(service)) {
    if (sameValue(now.clusterIPs, old.clusterIPs)) {
      delete now.clusterIP
      delete now.clusterIPs
    }
    drop('ipFamilies')
    drop('ipFamilyPolicy')
    drop('internalTrafficPolicy')
  }
  if (needsNodePorts(before) && !needsNodePorts(service)) {
    const same = (now.ports ?? []).length === (old.ports ?? []).length &&
      (now.ports ?? []).every((port, i) => (port.nodePort ?? 0) === (old.ports![i]!.nodePort ?? 0))
    if (same) for (const port of now.ports ?? []) delete port.nodePort
  }
  if (needsHealthCheckPort(before) && !needsHealthCheckPort(service)) drop('healthCheckNodePort')
  if (old.type === 'LoadBalancer' && now.type !== 'LoadBalancer') {
    drop('allocateLoadBalancerNodePorts')
    drop('loadBalancerClass')
  }
  if (isExternallyAccessible(before) && !isExternallyAccessible(service)) drop('externalTrafficPolicy')
}
