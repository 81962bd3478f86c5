/** The rules for Ingresses and IngressClasses (pkg/apis/networking/validation/validation.go). */
import type { FieldError } from '../field-error.ts'
import { forbidden, invalid, notSupported, required, tooLong } from '../field-error.ts'
import type { HTTPIngressPath, Ingress, IngressBackend, IngressClass, IngressClassParametersReference } from '../generated/api-types.ts'
import { check, checkLabel, checkSubdomain, immutable } from '../validation/fields.ts'
import { HTTP_PATH_TEXT, isHttpPath, isPathSegment, isPortName, isPortNumber, isSubdomain, isWildcardSubdomain } from '../validation/formats.ts'
import { isAddress } from '../validation/ip.ts'

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class'
const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix']
const CONTROLLER_BYTES_MAX = 250

export function validateIngress(ingress: Ingress, before: Ingress | undefined): FieldError[] {
  const spec = ingress.spec ?? {}
  const errors: FieldError[] = []
  const rules = spec.rules ?? []
  if (rules.length === 0 && spec.defaultBackend === undefined) {
    errors.push(invalid('spec', null, 'either `defaultBackend` or `rules` must be specified'))
  }
  if (spec.defaultBackend !== undefined) errors.push(...validateBackend(spec.defaultBackend, 'spec.defaultBackend'))
  rules.forEach((rule, i) => {
    const at = `spec.rules[${i}]`
    if (rule.host) errors.push(...validateHost(rule.host, `${at}.host`))
    if (rule.http === undefined) return
    const paths = rule.http.paths ?? []
    if (paths.length === 0) errors.push(required(`${at}.http.paths`))
    errors.push(...paths.flatMap((path, p) => validatePath(path, `${at}.http.paths[${p}]`)))
  })
  ;(spec.tls ?? []).forEach((tls, i) => {
    const at = `spec.tls[${i}]`
    errors.push(...(tls.hosts ?? []).flatMap((host, h) =>
      check(host.includes('*') ? isWildcardSubdomain : isSubdomain, host, `${at}.hosts[${h}]`)))
    if (tls.secretName) errors.push(...checkSubdomain(tls.secretName, `${at}.secretName`))
  })
  const name = spec.ingressClassName
  if (name !== undefined) errors.push(...checkSubdomain(name, 'spec.ingressClassName'))
  const annotated = ingress.metadata.annotations?.[CLASS_ANNOTATION]
  if (before === undefined && annotated !== undefined && name !== undefined && annotated !== name) {
    errors.push(invalid(`annotations.${CLASS_ANNOTATION}`, annotated, 'must match `ingressClassName` when both are specified'))
  }
  return errors
}

function validateHost(host: string, at: string): FieldError[] {
  return [
    ...(isAddress(host) ? [invalid(at, host, 'must be a DNS name, not an IP address')] : []),
    ...check(host.includes('*') ? isWildcardSubdomain : isSubdomain, host, at),
  ]
}

function validatePath({ path = '', pathType, backend }: HTTPIngressPath, at: string): FieldError[] {
  if (pathType === undefined || pathType === '') return [required(`${at}.pathType`, 'pathType must be specified')]
  const errors: FieldError[] = []
  const wrong = (text: string): number => errors.push(invalid(`${at}.path`, path, text))
  if (pathType === 'Exact' || pathType === 'Prefix') {
    if (!path.startsWith('/')) wrong('must be an absolute path')
    for (const part of ['//', '/./', '/../', '%2f', '%2F']) if (path.includes(part)) wrong(`must not contain '${part}'`)
    for (const end of ['/..', '/.']) if (path.endsWith(end)) wrong(`cannot end with '${end}'`)
  } else if (pathType === 'ImplementationSpecific') {
    if (path !== '' && !path.startsWith('/')) wrong('must be an absolute path')
  } else errors.push(notSupported(`${at}.pathType`, pathType, PATH_TYPES))
  return [...errors, ...validateBackend(backend ?? {}, `${at}.backend`)]
}

function validateBackend({ resource, service }: IngressBackend, at: string): FieldError[] {
  if (resource !== undefined && service !== undefined) {
    return [invalid(at, '', 'cannot set both resource and service backends')]
  }
  if (resource !== undefined) return validateReference(resource, `${at}.resource`)
  if (service === undefined) return [invalid(at, '', 'resource or service backend is required')]
  const errors = service.name ? checkLabel(service.name, `${at}.service.name`) : [required(`${at}.service.name`)]
  const { name, number } = service.port ?? {}
  if (name && number) errors.push(invalid(at, '', 'cannot set both port name & port number'))
  else if (name) errors.push(...check(isPortName, name, `${at}.service.port.name`))
  else if (number) errors.push(...isPortNumber(number).map((text) => invalid(`${at}.service.port.number`, number, text)))
  else errors.push(required(at, 'port name or number is required'))
  return errors
}

function validateReference(reference: { apiGroup?: string; kind?: string; name?: string }, at: string): FieldError[] {
  return [
    ...(reference.apiGroup === undefined ? [] : checkSubdomain(reference.apiGroup, `${at}.apiGroup`)),
    ...(['kind', 'name'] as const).flatMap((field) =>
      reference[field] ? check(isPathSegment, reference[field], `${at}.${field}`) : [required(`${at}.${field}`)]),
  ]
}

export function validateIngressClass(ingressClass: IngressClass, before: IngressClass | undefined): FieldError[] {
  const spec = ingressClass.spec ?? {}
  const controller = spec.controller ?? ''
  const at = 'spec.controller'
  const errors = before === undefined ? [] : immutable(controller, before.spec?.controller ?? '', at)
  if (controller === '') errors.push(required(at))
  else {
    if (controller.length > CONTROLLER_BYTES_MAX) errors.push(tooLong(at, CONTROLLER_BYTES_MAX))
    errors.push(...validateDomainPath(controller, at))
  }
  return spec.parameters === undefined ? errors : [...errors, ...validateParameters(spec.parameters, 'spec.parameters')]
}

function validateDomainPath(value: string, at: string): FieldError[] {
  const slash = value.indexOf('/')
  if (slash <= 0 || slash === value.length - 1) {
    return [invalid(at, value, 'must be a domain-prefixed path (such as "acme.io/foo")')]
  }
  const path = value.slice(slash + 1)
  return [...check(isSubdomain, value.slice(0, slash), at), ...(isHttpPath(path) ? [] : [invalid(at, path, HTTP_PATH_TEXT)])]
}

function validateParameters(parameters: IngressClassParametersReference, at: string): FieldError[] {
  const errors = validateReference(parameters, at)
  const { scope, namespace } = parameters
  if (scope === undefined) return [...errors, required(`${at}.scope`)]
  if (!['Cluster', 'Namespace'].includes(scope)) return [...errors, notSupported(`${at}.scope`, scope, ['Cluster', 'Namespace'])]
  if (scope === 'Namespace') {
    if (namespace === undefined) errors.push(required(`${at}.namespace`, "`parameters.scope` is set to 'Namespace'"))
    else errors.push(...checkLabel(namespace, `${at}.namespace`))
  } else if (namespace !== undefined) errors.push(forbidden(`${at}.namespace`, "`parameters.scope` is set to 'Cluster'"))
  return errors
}
