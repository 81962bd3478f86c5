/** The rules for the security contexts of pods and containers. */
import type { FieldError } from '../field-error.ts'
import { duplicate, forbidden, invalid, notSupported, required } from '../field-error.ts'
import type {
  AppArmorProfile, PodSpec, SeccompProfile, SecurityContext, WindowsSecurityContextOptions,
} from '../generated/api-types.ts'
import { goDump } from '../go-dump.ts'
import { isSubdomain, isUserOrGroup } from '../validation/formats.ts'
import { localPath } from './paths.ts'

const id = (value: number | undefined, at: string): FieldError[] =>
  value === undefined ? [] : isUserOrGroup(value).map((text) => invalid(at, value, text))

/** ValidateSecurityContext. */
export function validateSecurityContext(context: SecurityContext | undefined, hostUsers: boolean, at: string): FieldError[] {
  if (context === undefined) return []
  const errors = [...id(context.runAsUser, `${at}.runAsUser`), ...id(context.runAsGroup, `${at}.runAsGroup`)]
  const mount = context.procMount
  if (mount !== undefined) {
    if (!['Default', 'Unmasked'].includes(mount)) errors.push(notSupported(`${at}.procMount`, mount, ['Default', 'Unmasked']))
    if (hostUsers && mount === 'Unmasked') {
      errors.push(invalid(`${at}.procMount`, mount, '`hostUsers` must be false to use `Unmasked`'))
    }
  }
  errors.push(...validateSeccomp(context.seccompProfile, `${at}.seccompProfile`))
  if (context.allowPrivilegeEscalation === false) {
    const shown = goDump(context, 'SecurityContext')
    if (context.privileged === true) {
      errors.push(invalid(at, shown, 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true'))
    }
    if (context.capabilities?.add?.includes('CAP_SYS_ADMIN')) {
      errors.push(invalid(at, shown, 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN'))
    }
  }
  return [...errors, ...validateWindows(context.windowsOptions, `${at}.windowsOptions`), ...validateAppArmor(context.appArmorProfile, `${at}.appArmorProfile`)]
}

/** validatePodSpecSecurityContext. */
export function validatePodSecurityContext(spec: PodSpec, at: string): FieldError[] {
  const context = spec.securityContext
  if (context === undefined) return []
  const errors = [
    ...id(context.fsGroup, `${at}.fsGroup`), ...id(context.runAsUser, `${at}.runAsUser`), ...id(context.runAsGroup, `${at}.runAsGroup`),
    ...(context.supplementalGroups ?? []).flatMap((group, i) => id(group, `${at}.supplementalGroups[${i}]`)),
    ...validateSysctls(spec, `${at}.sysctls`),
  ]
  const choice = (field: 'fsGroupChangePolicy' | 'supplementalGroupsPolicy' | 'seLinuxChangePolicy', values: string[]): void => {
    const value = context[field]
    if (value !== undefined && !values.includes(value)) errors.push(notSupported(`${at}.${field}`, value, values))
  }
  choice('fsGroupChangePolicy', ['Always', 'OnRootMismatch'])
  errors.push(
    ...validateSeccomp(context.seccompProfile, `${at}.seccompProfile`),
    ...validateWindows(context.windowsOptions, `${at}.windowsOptions`),
    ...validateAppArmor(context.appArmorProfile, `${at}.appArmorProfile`))
  choice('supplementalGroupsPolicy', ['Merge', 'Strict'])
  choice('seLinuxChangePolicy', ['MountOption', 'Recursive'])
  return errors
}

const SYSCTL = '([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?'
const SYSCTL_RE = new RegExp(`^${SYSCTL}$`)
const SYSCTL_MAX = 253
const IPC_SYSCTL = /^(kernel\.(shm|msg|sem)|fs\.mqueue\.)/

function validateSysctls(spec: PodSpec, at: string): FieldError[] {
  const names = new Set<string>()
  return (spec.securityContext?.sysctls ?? []).flatMap(({ name }, i) => {
    const path = `${at}[${i}].name`
    const errors: FieldError[] = []
    if (!name) errors.push(required(path))
    else if (name.length > SYSCTL_MAX || !SYSCTL_RE.test(name)) {
      errors.push(invalid(path, name, `must have at most ${SYSCTL_MAX} characters and match regex ^${SYSCTL}$`))
    } else if (names.has(name)) errors.push(duplicate(path, name))
    const dotted = (name ?? '').replaceAll('/', '.')
    if (spec.hostNetwork && dotted.startsWith('net.')) errors.push(invalid(path, name, "may not be specified when 'hostNetwork' is true"))
    else if (spec.hostIPC && IPC_SYSCTL.test(dotted)) errors.push(invalid(path, name, "may not be specified when 'hostIPC' is true"))
    names.add(name)
    return errors
  })
}

function validateSeccomp(profile: SeccompProfile | undefined, at: string): FieldError[] {
  if (profile === undefined) return []
  const { type, localhostProfile } = profile
  const errors: FieldError[] = []
  const types = ['Localhost', 'RuntimeDefault', 'Unconfined']
  if (!type) errors.push(required(`${at}.type`, 'type is required when seccompProfile is set'))
  else if (!types.includes(type)) errors.push(notSupported(`${at}.type`, type, types))
  const path = `${at}.localhostProfile`
  if (type === 'Localhost') {
    if (localhostProfile === undefined) errors.push(required(path, 'must be set when seccomp type is Localhost'))
    else errors.push(...localPath(localhostProfile, path))
  } else if (localhostProfile !== undefined) {
    errors.push(invalid(path, goDump(profile, 'SeccompProfile'), 'can only be set when seccomp type is Localhost'))
  }
  return errors
}

function validateAppArmor(profile: AppArmorProfile | undefined, at: string): FieldError[] {
  if (profile === undefined) return []
  const path = `${at}.localhostProfile`
  const { type, localhostProfile: local } = profile
  if (!type) return [required(`${at}.type`, 'type is required when appArmorProfile is set')]
  if (type === 'RuntimeDefault' || type === 'Unconfined') {
    return local === undefined ? [] : [invalid(path, local, 'can only be set when AppArmor type is Localhost')]
  }
  if (type !== 'Localhost') return [notSupported(`${at}.type`, type, ['Localhost', 'RuntimeDefault', 'Unconfined'])]
  if (local === undefined || local === '') return [required(path, 'must be set when AppArmor type is Localhost')]
  return local.trim() === local ? [] : [invalid(path, local, 'must not be padded with whitespace')]
}

function validateWindows(options: WindowsSecurityContextOptions | undefined, at: string): FieldError[] {
  if (options === undefined) return []
  const errors: FieldError[] = []
  const { gmsaCredentialSpecName, gmsaCredentialSpec, runAsUserName } = options
  if (gmsaCredentialSpecName !== undefined) {
    errors.push(...isSubdomain(gmsaCredentialSpecName).map((text) => invalid(`${at}.gmsaCredentialSpecName`, gmsaCredentialSpecName, text)))
  }
  if (gmsaCredentialSpec === '') {
    errors.push(invalid(`${at}.gmsaCredentialSpec`, '', 'gmsaCredentialSpec cannot be an empty string'))
  }
  if (runAsUserName === '') errors.push(invalid(`${at}.runAsUserName`, '', 'runAsUserName cannot be an empty string'))
  else if ((runAsUserName ?? '').split('\\').length > 2) {
    errors.push(invalid(`${at}.runAsUserName`, runAsUserName, 'runAsUserName cannot contain more than one backslash'))
  }
  return errors
}

const WINDOWS_POD = ['appArmorProfile', 'seLinuxOptions', 'seccompProfile', 'fsGroup', 'fsGroupChangePolicy', 'sysctls',
  'runAsUser', 'runAsGroup', 'supplementalGroups', 'supplementalGroupsPolicy', 'seLinuxChangePolicy']
const WINDOWS_CONTAINER = ['appArmorProfile', 'seLinuxOptions', 'seccompProfile', 'capabilities', 'readOnlyRootFilesystem',
  'privileged', 'allowPrivilegeEscalation', 'procMount', 'runAsUser', 'runAsGroup']

/** validateOS, validateLinux and validateWindows. */
export function validateOs(spec: PodSpec, path: string): FieldError[] {
  const name = spec.os?.name
  if (spec.os === undefined) return []
  if (!name) return [required(`${path}.os.name`, 'cannot be empty')]
  if (name !== 'linux' && name !== 'windows') return [notSupported(`${path}.os`, name, ['linux', 'windows'])]
  const containers = (['initContainers', 'containers', 'ephemeralContainers'] as const)
    .flatMap((field) => (spec[field] ?? []).map((c, i) => [c, `${path}.${field}[${i}].securityContext`] as const))
  const pod: Record<string, unknown> = spec.securityContext as never ?? {}
  if (name === 'linux') {
    const text = 'windows options cannot be set for a linux pod'
    return [
      ...(pod['windowsOptions'] === undefined ? [] : [forbidden(`${path}.securityContext.windowsOptions`, text)]),
      ...containers.flatMap(([c, at]) => (c.securityContext?.windowsOptions === undefined ? [] : [forbidden(`${at}.windowsOptions`, text)])),
    ]
  }
  const text = 'cannot be set for a windows pod'
  const given = (object: object, fields: readonly string[], at: string): FieldError[] =>
    fields.filter((field) => (object as Record<string, unknown>)[field]).map((field) => forbidden(`${at}.${field}`, text))
  return [
    ...given(pod, WINDOWS_POD, `${path}.securityContext`),
    ...given(spec, ['hostUsers', 'hostPID', 'hostIPC', 'shareProcessNamespace'], path),
    ...containers.flatMap(([c, at]) => given(c.securityContext ?? {}, WINDOWS_CONTAINER, at)),
  ]
}
