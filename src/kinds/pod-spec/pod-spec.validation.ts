/** The rules for a pod's spec, in a pod or in a template (pkg/apis/core/validation/validation.go, ValidatePodSpec). */
import type { FieldError } from '../field-error.ts'
import { duplicate, forbidden, invalid, notFound, notSupported, required, tooLong } from '../field-error.ts'
import type { PodSpec, PodTemplateSpec } from '../generated/api-types.ts'
import { check, checkLabel, checkQualified, checkSubdomain } from '../validation/fields.ts'
import { isLabelKey, isSubdomain, isUnderscoreSubdomain, rangeText } from '../validation/formats.ts'
import { checkAddress } from '../validation/ip.ts'
import { validateAnnotations, validateLabels } from '../validation/labels.ts'
import { validateContainers, validateEphemeralContainers, validateInitContainers } from './container.validation.ts'
import { validateContainerResources, validatePodResources } from './resources.validation.ts'
import { validateAffinity, validateSpreadConstraints, validateTolerations } from './scheduling.validation.ts'
import { validateOs, validatePodSecurityContext } from './security.validation.ts'
import { mountable, validateVolumes } from './volumes.validation.ts'

const MAX_INT32 = 2 ** 31 - 1

export interface PodSpecOptions {
  /** The spec is a pod's own, not a template's. */
  readonly isPod?: boolean
  readonly podName?: string | undefined
}

export function validatePodSpec(spec: PodSpec, path: string, { isPod = false, podName }: PodSpecOptions = {}): FieldError[] {
  const claims = new Set((spec.resourceClaims ?? []).map((c) => c.name).filter((n) => n))
  const context = { spec, claims, volumes: mountable(spec.volumes ?? [], podName) }
  return [
    ...validateVolumes(spec.volumes ?? [], podName, `${path}.volumes`),
    ...validateClaims(spec, `${path}.resourceClaims`),
    ...validateContainers(context, `${path}.containers`),
    ...validateInitContainers(context, `${path}.initContainers`),
    ...validateEphemeralContainers(context, `${path}.ephemeralContainers`),
    ...validatePodResources(spec, claims, path),
    ...validateHostNetwork(spec, isPod, path),
    ...choice(spec.restartPolicy, ['Always', 'OnFailure', 'Never'], `${path}.restartPolicy`),
    ...choice(spec.dnsPolicy, ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'], `${path}.dnsPolicy`),
    ...validateLabels(spec.nodeSelector, `${path}.nodeSelector`),
    ...validatePodSecurityContext(spec, `${path}.securityContext`),
    ...(spec.shareProcessNamespace && spec.hostPID
      ? [invalid(`${path}.shareProcessNamespace`, true, 'ShareProcessNamespace and HostPID cannot both be enabled')] : []),
    ...validateAffinity(spec.affinity, `${path}.affinity`),
    ...validateDns(spec, `${path}.dnsConfig`),
    ...(spec.readinessGates ?? []).flatMap((g, i) => checkQualified(g.conditionType ?? '', `${path}.readinessGates[${i}].conditionType`)),
    ...validateGates(spec, `${path}.schedulingGates`),
    ...validateSpreadConstraints(spec.topologySpreadConstraints ?? [], `${path}.topologySpreadConstraints`),
    ...validateHostUsers(spec, path),
    ...validateHostname(spec, path),
    ...validateReferences(spec, path),
    ...validateOs(spec, path),
    ...validateFileKeys(spec, path),
  ]
}

/** ValidatePodTemplateSpec. */
export function validatePodTemplate(template: PodTemplateSpec, path: string): FieldError[] {
  const spec = template.spec ?? {} as never
  return [
    ...validateLabels(template.metadata?.labels, `${path}.labels`),
    ...validateAnnotations(template.metadata?.annotations, `${path}.annotations`),
    ...validatePodSpec(spec, `${path}.spec`),
    ...((spec.ephemeralContainers ?? []).length > 0
      ? [forbidden(`${path}.spec.ephemeralContainers`, 'ephemeral containers not allowed in pod template')] : []),
  ]
}

function choice(value: string | undefined, values: readonly string[], at: string): FieldError[] {
  if (!value) return [required(at)]
  return values.includes(value) ? [] : [notSupported(at, value, values)]
}

function validateClaims(spec: PodSpec, path: string): FieldError[] {
  const names = new Set<string>()
  return (spec.resourceClaims ?? []).flatMap((claim, i) => {
    const at = `${path}[${i}]`
    const { name, resourceClaimName: direct, resourceClaimTemplateName: template } = claim
    const errors: FieldError[] = []
    if (!name) errors.push(required(`${at}.name`))
    else if (names.has(name)) errors.push(duplicate(`${at}.name`, name))
    else errors.push(...checkLabel(name, `${at}.name`))
    names.add(name)
    const shown = { Name: name, ResourceClaimName: direct ?? null, ResourceClaimTemplateName: template ?? null }
    if (direct !== undefined && template !== undefined) {
      errors.push(invalid(at, shown, 'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified'))
    }
    if (direct === undefined && template === undefined) {
      errors.push(invalid(at, shown, 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`'))
    }
    if (direct !== undefined) errors.push(...checkSubdomain(direct, `${at}.resourceClaimName`))
    if (template !== undefined) errors.push(...checkSubdomain(template, `${at}.resourceClaimTemplateName`))
    return errors
  })
}

function validateHostNetwork(spec: PodSpec, isPod: boolean, path: string): FieldError[] {
  if (!spec.hostNetwork) return []
  return (spec.containers ?? []).flatMap((container, c) => (container.ports ?? []).flatMap((port, p) => {
    const host = port.hostPort ?? 0
    if ((!isPod && host === 0) || host === port.containerPort) return []
    return [invalid(`${path}.containers[${c}].ports[${p}].hostPort`, host, 'must match `containerPort` when `hostNetwork` is true')]
  }))
}

function validateDns({ dnsPolicy, dnsConfig }: PodSpec, at: string): FieldError[] {
  if (dnsPolicy === 'None') {
    if (dnsConfig === undefined) return [required(at, 'must provide `dnsConfig` when `dnsPolicy` is None')]
    if ((dnsConfig.nameservers ?? []).length === 0) {
      return [required(`${at}.nameservers`, 'must provide at least one DNS nameserver when `dnsPolicy` is None')]
    }
  }
  const { nameservers = [], searches = [], options = [] } = dnsConfig ?? {}
  const errors: FieldError[] = []
  if (nameservers.length > 3) errors.push(invalid(`${at}.nameservers`, nameservers, 'must not have more than 3 nameservers'))
  errors.push(...nameservers.flatMap((ip, i) => checkAddress(ip, `${at}.nameservers[${i}]`)))
  if (searches.length > 32) errors.push(invalid(`${at}.searches`, searches, 'must not have more than 32 search paths'))
  if (searches.join(' ').length > 2048) {
    errors.push(invalid(`${at}.searches`, searches, 'must not have more than 2048 characters (including spaces) in the search list'))
  }
  searches.forEach((search, i) => {
    if (search !== '.') errors.push(...check(isUnderscoreSubdomain, search.replace(/\.$/, ''), `${at}.searches[${i}]`))
  })
  options.forEach((option, i) => {
    if (!option.name) errors.push(required(`${at}.options[${i}]`, 'must not be empty'))
  })
  return errors
}

function validateGates(spec: PodSpec, path: string): FieldError[] {
  const seen = new Set<string>()
  return (spec.schedulingGates ?? []).flatMap(({ name }, i) => {
    const errors = check(isLabelKey, name ?? '', `${path}[${i}]`)
    if (seen.has(name)) errors.push(duplicate(`${path}[${i}]`, name))
    seen.add(name)
    return errors
  })
}

function validateHostUsers(spec: PodSpec, path: string): FieldError[] {
  if (spec.hostUsers !== false) return []
  const text = 'when `hostUsers` is false'
  const errors: FieldError[] = []
  if (spec.hostNetwork) errors.push(forbidden(`${path}.hostNetwork`, text))
  if (spec.hostPID) errors.push(forbidden(`${path}.HostPID`, text))
  if (spec.hostIPC) errors.push(forbidden(`${path}.HostIPC`, text))
  for (const field of ['initContainers', 'containers', 'ephemeralContainers'] as const) {
    ;(spec[field] ?? []).forEach((container, i) => {
      if ((container.volumeDevices ?? []).length > 0) errors.push(forbidden(`${path}.${field}[${i}].volumeDevices`, text))
    })
  }
  return errors
}

function validateHostname(spec: PodSpec, path: string): FieldError[] {
  const at = `${path}.hostnameOverride`
  const name = spec.hostnameOverride
  if (name === undefined) return []
  return [
    ...(spec.setHostnameAsFQDN ? [forbidden(at, 'may not be specified when setHostnameAsFQDN is true')] : []),
    ...(spec.hostNetwork ? [forbidden(at, 'may not be specified when hostNetwork is true')] : []),
    ...(name.length > 64 ? [tooLong(at, 64)] : []),
    ...checkSubdomain(name, at),
  ]
}

/** Names of other things, deadlines, tolerations, overhead. */
function validateReferences(spec: PodSpec, path: string): FieldError[] {
  const errors: FieldError[] = []
  if (spec.serviceAccountName) errors.push(...checkSubdomain(spec.serviceAccountName, `${path}.serviceAccountName`))
  if (spec.nodeName) errors.push(...check(isSubdomain, spec.nodeName, `${path}.nodeName`))
  const deadline = spec.activeDeadlineSeconds
  if (deadline !== undefined && (deadline < 1 || deadline > MAX_INT32)) {
    errors.push(invalid(`${path}.activeDeadlineSeconds`, deadline, rangeText(1, MAX_INT32)))
  }
  if (spec.hostname) errors.push(...checkLabel(spec.hostname, `${path}.hostname`))
  if (spec.subdomain) errors.push(...checkLabel(spec.subdomain, `${path}.subdomain`))
  errors.push(...validateTolerations(spec.tolerations ?? [], `${path}.tolerations`))
  ;(spec.hostAliases ?? []).forEach((alias, i) => {
    errors.push(
      ...checkAddress(alias.ip ?? '', `${path}.hostAliases[${i}].ip`),
      ...(alias.hostnames ?? []).flatMap((h, j) => checkSubdomain(h, `${path}.hostAliases[${i}].hostnames[${j}]`)))
  })
  if (spec.priorityClassName) errors.push(...checkSubdomain(spec.priorityClassName, `${path}.priorityClassName`))
  if (spec.runtimeClassName !== undefined) errors.push(...checkSubdomain(spec.runtimeClassName, `${path}.runtimeClassName`))
  if (spec.preemptionPolicy !== undefined) {
    errors.push(...choice(spec.preemptionPolicy, ['PreemptLowerPriority', 'Never'], `${path}.preemptionPolicy`))
  }
  if (spec.overhead !== undefined) errors.push(...validateContainerResources({ limits: spec.overhead }, new Set(), `${path}.overhead`))
  return errors
}

function validateFileKeys(spec: PodSpec, path: string): FieldError[] {
  const volumes = new Map((spec.volumes ?? []).map((v) => [v.name, v]))
  return (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((field) =>
    (spec[field] ?? []).flatMap((container, c) => (container.env ?? []).flatMap((env, e) => {
      const name = env.valueFrom?.fileKeyRef?.volumeName
      if (name === undefined) return []
      const at = `${path}.${field}[${c}].env[${e}].valueFrom.fileKeyRef.volumeName`
      const volume = volumes.get(name)
      if (volume === undefined) return [notFound(at, name)]
      return volume.emptyDir === undefined ? [invalid(at, name, 'referenced volume must be of type emptyDir')] : []
    })))
}
