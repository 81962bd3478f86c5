/** The rules for containers: regular ones, init containers, ephemeral ones. */
import type { FieldError } from '../field-error.ts'
import { duplicate, forbidden, invalid, notFound, notSupported, required, tooMany } from '../field-error.ts'
import type { Container, ContainerPort, EphemeralContainer, PodSpec, Volume } from '../generated/api-types.ts'
import { checkLabel } from '../validation/fields.ts'
import { isPortName, isPortNumber } from '../validation/formats.ts'
import { validateEnv, validateEnvFrom } from './env.validation.ts'
import { validateLifecycle, validateProbe } from './handlers.validation.ts'
import { validateMounts, validateDevices } from './mounts.validation.ts'
import { validateContainerResources } from './resources.validation.ts'
import { isSidecar } from './resources.ts'
import { validateSecurityContext } from './security.validation.ts'

export interface ContainerContext {
  readonly spec: PodSpec
  readonly volumes: ReadonlyMap<string, Volume>
  readonly claims: ReadonlySet<string>
}

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const
const PROTOCOLS = ['SCTP', 'TCP', 'UDP']
const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never']

export function validateContainers(context: ContainerContext, path: string): FieldError[] {
  const containers = context.spec.containers ?? []
  if (containers.length === 0) return [required(path)]
  const names = new Set<string>()
  const errors = containers.flatMap((container, i) => {
    const at = `${path}[${i}]`
    const own = validateCommon(container, context, at)
    if (names.has(container.name)) own.push(duplicate(`${at}.name`, container.name))
    names.add(container.name)
    return [...own, ...validateLongRunning(container, context.spec, at), ...validateRestartPolicy(container, at)]
  })
  return [...errors, ...hostPortConflicts(containers, path)]
}

export function validateInitContainers(context: ContainerContext, path: string): FieldError[] {
  const names = new Set((context.spec.containers ?? []).map((c) => c.name))
  return (context.spec.initContainers ?? []).flatMap((container, i) => {
    const at = `${path}[${i}]`
    const errors = [...validateCommon(container, context, at), ...validateInitRestartPolicy(container, at)]
    if (names.has(container.name)) errors.push(duplicate(`${at}.name`, container.name))
    else if (container.name) names.add(container.name)
    errors.push(...hostPortConflicts([container], path))
    if (isSidecar(container)) return [...errors, ...validateLongRunning(container, context.spec, at)]
    for (const field of ['lifecycle', ...PROBES] as const) {
      if (container[field] !== undefined) {
        errors.push(forbidden(`${at}.${field}`, 'may not be set for init containers without restartPolicy=Always'))
      }
    }
    return errors
  })
}

/** What ephemeral containers may not have, in the order of Go's struct. */
const NOT_EPHEMERAL = ['ports', 'resources', 'resizePolicy', 'restartPolicy', 'restartPolicyRules', 'livenessProbe', 'readinessProbe',
  'startupProbe', 'lifecycle'] as const

export function validateEphemeralContainers(context: ContainerContext, path: string): FieldError[] {
  const others = [...(context.spec.containers ?? []), ...(context.spec.initContainers ?? [])].map((c) => c.name)
  const names = new Set(others)
  return (context.spec.ephemeralContainers ?? []).flatMap((ephemeral: EphemeralContainer, i) => {
    const at = `${path}[${i}]`
    const container = ephemeral as unknown as Container
    const errors = [...validateCommon(container, context, at), ...validateImageBlanks(container, at)]
    if (names.has(container.name)) errors.push(duplicate(`${at}.name`, container.name))
    names.add(container.name)
    if (ephemeral.targetContainerName && !others.includes(ephemeral.targetContainerName)) {
      errors.push(notFound(`${at}.targetContainerName`, ephemeral.targetContainerName))
    }
    for (const field of NOT_EPHEMERAL) {
      const value = container[field]
      const empty = value === undefined || (typeof value === 'object' && Object.keys(value).length === 0)
      if (!empty) errors.push(forbidden(`${at}.${field}`, 'cannot be set for an Ephemeral Container'))
    }
    ;(container.volumeMounts ?? []).forEach((mount, m) => {
      for (const field of ['subPath', 'subPathExpr'] as const) {
        if (mount[field]) errors.push(forbidden(`${at}.volumeMounts[${m}].${field}`, 'cannot be set for an Ephemeral Container'))
      }
    })
    return errors
  })
}

export const validateImageBlanks = (container: Container, at: string): FieldError[] =>
  (container.image ?? '').trim() === (container.image ?? '') ? []
    : [invalid(`${at}.image`, container.image, 'must not have leading or trailing whitespace')]

/** validateContainerCommon. */
function validateCommon(container: Container, { spec, volumes, claims }: ContainerContext, at: string): FieldError[] {
  const errors: FieldError[] = []
  if (!container.name) errors.push(required(`${at}.name`))
  else errors.push(...checkLabel(container.name, `${at}.name`))
  if (!container.image) errors.push(required(`${at}.image`))
  const message = container.terminationMessagePolicy ?? ''
  if (message === '') errors.push(required(`${at}.terminationMessagePolicy`))
  else if (!['File', 'FallbackToLogsOnError'].includes(message)) {
    errors.push(notSupported(`${at}.terminationMessagePolicy`, message, ['File', 'FallbackToLogsOnError']))
  }
  errors.push(
    ...validatePorts(container.ports ?? [], `${at}.ports`),
    ...validateEnv(container.env ?? [], `${at}.env`),
    ...validateEnvFrom(container.envFrom ?? [], `${at}.envFrom`),
    ...validateMounts(container, volumes, `${at}.volumeMounts`),
    ...validateDevices(container, volumes, `${at}.volumeDevices`))
  const pull = container.imagePullPolicy ?? ''
  if (pull === '') errors.push(required(`${at}.imagePullPolicy`))
  else if (!PULL_POLICIES.includes(pull)) errors.push(notSupported(`${at}.imagePullPolicy`, pull, PULL_POLICIES))
  return [
    ...errors,
    ...validateContainerResources(container.resources ?? {}, claims, `${at}.resources`),
    ...validateResizePolicy(container, spec, `${at}.resizePolicy`),
    ...validateSecurityContext(container.securityContext, spec.hostUsers !== false, `${at}.securityContext`),
  ]
}

function validateLongRunning(container: Container, spec: PodSpec, at: string): FieldError[] {
  return [
    ...(container.lifecycle === undefined ? [] : validateLifecycle(container.lifecycle, spec, `${at}.lifecycle`)),
    ...PROBES.flatMap((field) => validateProbe(container[field], field, spec.terminationGracePeriodSeconds, at)),
  ]
}

function validatePorts(ports: readonly ContainerPort[], path: string): FieldError[] {
  const names = new Set<string>()
  return ports.flatMap(({ name, containerPort, hostPort, protocol }, i) => {
    const at = `${path}[${i}]`
    const errors: FieldError[] = []
    if (name) {
      const wrong = isPortName(name)
      errors.push(...wrong.map((text) => invalid(`${at}.name`, name, text)))
      if (wrong.length === 0 && names.has(name)) errors.push(duplicate(`${at}.name`, name))
      if (wrong.length === 0) names.add(name)
    }
    if (!containerPort) errors.push(required(`${at}.containerPort`))
    else errors.push(...isPortNumber(containerPort).map((text) => invalid(`${at}.containerPort`, containerPort, text)))
    if (hostPort) errors.push(...isPortNumber(hostPort).map((text) => invalid(`${at}.hostPort`, hostPort, text)))
    if (!protocol) errors.push(required(`${at}.protocol`))
    else if (!PROTOCOLS.includes(protocol)) errors.push(notSupported(`${at}.protocol`, protocol, PROTOCOLS))
    return errors
  })
}

function hostPortConflicts(containers: readonly Container[], path: string): FieldError[] {
  const taken = new Set<string>()
  return containers.flatMap((container, c) => (container.ports ?? []).flatMap(({ hostPort, hostIP, protocol }, p) => {
    if (!hostPort) return []
    const key = `${protocol}/${hostIP ?? ''}/${hostPort}`
    if (taken.has(key)) return [duplicate(`${path}[${c}].ports[${p}].hostPort`, key)]
    taken.add(key)
    return []
  }))
}

function validateResizePolicy(container: Container, spec: PodSpec, at: string): FieldError[] {
  const seen = new Set<string>()
  return (container.resizePolicy ?? []).flatMap(({ resourceName, restartPolicy }, i) => {
    const errors: FieldError[] = []
    if (seen.has(resourceName)) errors.push(duplicate(`${at}[${i}]`, resourceName))
    seen.add(resourceName)
    if (!resourceName) errors.push(required(at))
    else if (!['cpu', 'memory'].includes(resourceName)) errors.push(notSupported(at, resourceName, ['cpu', 'memory']))
    const policies = ['NotRequired', 'RestartContainer']
    if (!restartPolicy) errors.push(required(at))
    else if (!policies.includes(restartPolicy)) errors.push(notSupported(at, restartPolicy, policies))
    if (spec.restartPolicy === 'Never' && restartPolicy !== 'NotRequired') {
      errors.push(invalid(at, restartPolicy, "must be 'NotRequired' when pod `restartPolicy` is 'Never'"))
    }
    return errors
  })
}

const RESTART_POLICIES = ['Always', 'Never', 'OnFailure']
const RULES_MAX = 20

function validateInitRestartPolicy(container: Container, at: string): FieldError[] {
  if (container.restartPolicy === 'Always') {
    return (container.restartPolicyRules ?? []).length === 0 ? []
      : [forbidden(`${at}.restartPolicyRules`, 'restartPolicyRules are not allowed for init containers with restart policy Always')]
  }
  return validateRestartPolicy(container, at)
}

function validateRestartPolicy({ restartPolicy, restartPolicyRules: rules = [] }: Container, at: string): FieldError[] {
  const errors: FieldError[] = []
  if (restartPolicy === undefined) {
    if (rules.length === 0) return errors
    errors.push(required(`${at}.restartPolicy`, 'must specify restartPolicy when restart rules are used'))
  } else if (!RESTART_POLICIES.includes(restartPolicy)) {
    errors.push(notSupported(`${at}.restartPolicy`, restartPolicy, RESTART_POLICIES))
  }
  if (rules.length > RULES_MAX) errors.push(tooMany(`${at}.restartPolicyRules`, rules.length, RULES_MAX))
  rules.forEach(({ action, exitCodes }, i) => {
    const path = `${at}.restartPolicyRules[${i}]`
    if (action !== 'Restart') errors.push(notSupported(`${path}.action`, action ?? '', ['Restart']))
    if (exitCodes === undefined) errors.push(required(`${path}.exitCodes`, 'must be specified'))
    else {
      if (!['In', 'NotIn'].includes(exitCodes.operator)) {
        errors.push(notSupported(`${path}.exitCodes.operator`, exitCodes.operator ?? '', ['In', 'NotIn']))
      }
      if ((exitCodes.values ?? []).length > 255) errors.push(tooMany(`${path}.exitCodes.values`, exitCodes.values!.length, 255))
    }
  })
  return errors
}
