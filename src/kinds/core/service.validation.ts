/** The rules for Services (pkg/apis/core/validation/validation.go, ValidateServiceCreate and -Update). */
import type { FieldError } from '../field-error.ts'
import { duplicate, forbidden, invalid, notSupported, required } from '../field-error.ts'
import type { Service, ServicePort } from '../generated/api-types.ts'
import { sameValue } from '../../lib/same-value.ts'
import { checkLabel, checkPort, checkQualified, checkSubdomain, oneOf } from '../validation/fields.ts'
import { isPortNumber } from '../validation/formats.ts'
import { checkAddress, checkEndpointAddress, checkNetwork, isAddress } from '../validation/ip.ts'
import { validateLabels } from '../validation/labels.ts'
import { validateServiceAddresses, validateUpgrade } from './service-addresses.validation.ts'
import { isExternallyAccessible, needsHealthCheckPort } from './service.fields.ts'

const PROTOCOLS = ['SCTP', 'TCP', 'UDP']
const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']
const AFFINITY_SECONDS_MAX = 86_400

export function validateService(service: Service, before: Service | undefined): FieldError[] {
  const spec = service.spec!
  return [
    ...(before === undefined ? [] : validateUpgrade(service, before)),
    ...validateType(service),
    ...validatePorts(service),
    ...(spec.selector === undefined ? [] : validateLabels(spec.selector, 'spec.selector')),
    ...validateAffinity(service),
    ...validateServiceAddresses(service),
    ...(spec.externalIPs ?? []).flatMap((ip, i) =>
      isAddress(ip) ? checkEndpointAddress(ip, `spec.externalIPs[${i}]`) : checkAddress(ip, `spec.externalIPs[${i}]`)),
    ...oneOf(spec.type, TYPES, 'spec.type'),
    ...validatePortUse(service),
    ...validateLoadBalancer(service, before),
    ...validateTrafficPolicies(service),
  ]
}

const isHeadless = (service: Service): boolean => sameValue(service.spec?.clusterIPs, ['None'])

function validateType(service: Service): FieldError[] {
  const spec = service.spec!
  const errors: FieldError[] = []
  if ((spec.ports ?? []).length === 0 && !isHeadless(service) && spec.type !== 'ExternalName') errors.push(required('spec.ports'))
  if ((spec.type === 'LoadBalancer' || spec.type === 'NodePort') && isHeadless(service)) {
    errors.push(invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${spec.type} services`))
  }
  if (spec.type !== 'ExternalName') return errors
  const text = 'may not be set for ExternalName services'
  if ((spec.clusterIPs ?? []).length > 0) errors.push(forbidden('spec.clusterIPs', text))
  if ((spec.ipFamilies ?? []).length > 0) errors.push(forbidden('spec.ipFamilies', text))
  if (spec.ipFamilyPolicy !== undefined) errors.push(forbidden('spec.ipFamilyPolicy', text))
  const name = (spec.externalName ?? '').replace(/\.$/, '')
  return [...errors, ...(name ? checkSubdomain(name, 'spec.externalName') : [required('spec.externalName')])]
}

function validatePorts(service: Service): FieldError[] {
  const ports = service.spec!.ports ?? []
  const names = new Set<string>()
  return ports.flatMap((port, i) => {
    const at = `spec.ports[${i}]`
    const errors: FieldError[] = []
    if (!port.name) {
      if (ports.length > 1) errors.push(required(`${at}.name`))
    } else {
      errors.push(...checkLabel(port.name, `${at}.name`))
      if (names.has(port.name)) errors.push(duplicate(`${at}.name`, port.name))
      names.add(port.name)
    }
    return [...errors, ...validatePort(port, at)]
  })
}

function validatePort(port: ServicePort, at: string): FieldError[] {
  return [
    ...isPortNumber(port.port ?? 0).map((text) => invalid(`${at}.port`, port.port ?? 0, text)),
    ...oneOf(port.protocol, PROTOCOLS, `${at}.protocol`),
    ...checkPort(port.targetPort, `${at}.targetPort`),
    ...(port.appProtocol === undefined ? [] : checkQualified(port.appProtocol, `${at}.appProtocol`)),
  ]
}

function validateAffinity(service: Service): FieldError[] {
  const { sessionAffinity, sessionAffinityConfig } = service.spec!
  const errors = oneOf(sessionAffinity, ['ClientIP', 'None'], 'spec.sessionAffinity')
  const at = 'spec.sessionAffinityConfig'
  if (sessionAffinity === 'None' && sessionAffinityConfig !== undefined) {
    errors.push(forbidden(at, 'must not be set when session affinity is None'))
  }
  if (sessionAffinity !== 'ClientIP') return errors
  const seconds = sessionAffinityConfig?.clientIP?.timeoutSeconds
  const path = `${at}.clientIP.timeoutSeconds`
  if (seconds === undefined) errors.push(required(path, 'when session affinity type is ClientIP'))
  else if (seconds <= 0 || seconds > AFFINITY_SECONDS_MAX) {
    errors.push(invalid(path, seconds, `must be greater than 0 and less than ${AFFINITY_SECONDS_MAX}`))
  }
  return errors
}

function validatePortUse(service: Service): FieldError[] {
  const spec = service.spec!
  const errors: FieldError[] = []
  const ports = spec.ports ?? []
  ports.forEach((port, i) => {
    if (spec.type === 'ClusterIP' && port.nodePort) {
      errors.push(forbidden(`spec.ports[${i}].nodePort`, "may not be used when `type` is 'ClusterIP'"))
    }
  })
  ports.forEach((port, i) => {
    const twin = ports.slice(0, i).some((p) => p.nodePort === port.nodePort && p.protocol === port.protocol)
    if (port.nodePort && twin) errors.push(duplicate(`spec.ports[${i}].nodePort`, port.nodePort))
  })
  ports.forEach((port, i) => {
    if (!ports.slice(0, i).some((p) => p.port === port.port && p.protocol === port.protocol)) return
    errors.push(duplicate(`spec.ports[${i}]`,
      { Name: '', Protocol: port.protocol, AppProtocol: null, Port: port.port, TargetPort: 0, NodePort: 0 }))
  })
  return errors
}

const RANGES_ANNOTATION = 'service.beta.kubernetes.io/load-balancer-source-ranges'

function validateLoadBalancer(service: Service, before: Service | undefined): FieldError[] {
  const spec = service.spec!
  const isBalancer = spec.type === 'LoadBalancer'
  const only = "may only be used when `type` is 'LoadBalancer'"
  const errors: FieldError[] = []
  const ranges = spec.loadBalancerSourceRanges ?? []
  const annotated = service.metadata.annotations?.[RANGES_ANNOTATION]
  if (ranges.length > 0) {
    const at = 'spec.LoadBalancerSourceRanges'
    if (!isBalancer) errors.push(forbidden(at, only))
    errors.push(...ranges.flatMap((range, i) => checkNetwork(range.trim(), `${at}[${i}]`)))
  } else if (annotated !== undefined) {
    const at = `metadata.annotations[${RANGES_ANNOTATION}]`
    if (!isBalancer) errors.push(forbidden(at, only))
    if (annotated.trim() !== '') errors.push(...annotated.split(',').flatMap((range) => checkNetwork(range.trim(), at)))
  }
  if (spec.allocateLoadBalancerNodePorts !== undefined && !isBalancer) errors.push(forbidden('spec.allocateLoadBalancerNodePorts', only))
  if (spec.allocateLoadBalancerNodePorts === undefined && isBalancer) errors.push(required('allocateLoadBalancerNodePorts'))
  const at = 'spec.loadBalancerClass'
  if (before?.spec?.type === 'LoadBalancer' && isBalancer && before.spec.loadBalancerClass !== spec.loadBalancerClass) {
    errors.unshift(invalid(at, spec.loadBalancerClass ?? null, 'may not change once set'))
  }
  if (spec.loadBalancerClass !== undefined) {
    errors.push(...(isBalancer ? checkQualified(spec.loadBalancerClass, at) : [forbidden(at, only)]))
  }
  return errors
}

function validateTrafficPolicies(service: Service): FieldError[] {
  const spec = service.spec!
  const errors: FieldError[] = []
  if (isExternallyAccessible(service)) {
    errors.push(...oneOf(spec.externalTrafficPolicy, ['Cluster', 'Local'], 'spec.externalTrafficPolicy'))
  } else if (spec.externalTrafficPolicy) {
    errors.push(invalid('spec.externalTrafficPolicy', spec.externalTrafficPolicy, 'may only be set for externally-accessible services'))
  }
  const port = spec.healthCheckNodePort
  if (!needsHealthCheckPort(service)) {
    if (port) {
      errors.push(invalid('spec.healthCheckNodePort', port,
        "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"))
    }
  } else if (!port) errors.push(required('spec.healthCheckNodePort'))
  const internal = spec.internalTrafficPolicy
  if (internal === undefined) {
    if (spec.type !== 'ExternalName' && TYPES.includes(spec.type ?? '')) errors.push(required('spec.internalTrafficPolicy'))
  } else if (!['Cluster', 'Local'].includes(internal)) {
    errors.push(notSupported('spec.internalTrafficPolicy', internal, ['Cluster', 'Local']))
  }
  const distributions = ['PreferClose', 'PreferSameZone', 'PreferSameNode']
  if (spec.trafficDistribution !== undefined && !distributions.includes(spec.trafficDistribution)) {
    errors.push(notSupported('spec.trafficDistribution', spec.trafficDistribution, distributions))
  }
  return errors
}
