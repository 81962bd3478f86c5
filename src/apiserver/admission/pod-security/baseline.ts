/** The checks of the level "baseline", in the order in which findings are told. */
import type { Container } from '../../../kinds/generated/api-types.ts'
import type { Check } from './check.ts'
import { aboutContainers, containersOf, named, plural, quoted, sortedSet } from './check.ts'

const CAPABILITIES = [
  'AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE',
  'SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT',
]
const SYSCTLS = [
  'kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.tcp_syncookies', 'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start', 'net.ipv4.ip_local_reserved_ports', 'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_keepalive_intvl', 'net.ipv4.tcp_keepalive_probes', 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem',
]
const SELINUX_TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t']
const APPARMOR_ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/'

/** pod-security-admission/policy/check_appArmorProfile.go and its neighbours. */
const appArmorProfile: Check = (spec, metadata) => {
  const unconfined = (c: { securityContext?: { appArmorProfile?: { type: string } } }): boolean =>
    c.securityContext?.appArmorProfile !== undefined && !['RuntimeDefault', 'Localhost'].includes(c.securityContext.appArmorProfile.type)
  const typeOf = (c: { securityContext?: { appArmorProfile?: { type: string } } }): string => c.securityContext!.appArmorProfile!.type
  const containers = containersOf(spec).filter(unconfined)
  const setters = [
    ...(unconfined(spec) ? ['pod'] : []),
    ...(containers.length > 0 ? [named('container', containers.map((c) => c.name))] : []),
  ]
  const types = sortedSet([...(unconfined(spec) ? [typeOf(spec)] : []), ...containers.map(typeOf)])
  const annotations = Object.entries(metadata.annotations ?? {})
    .filter(([key, value]) => key.startsWith(APPARMOR_ANNOTATION) && value !== '' && value !== 'runtime/default' && !value.startsWith('localhost/'))
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`).sort()
  const details = [
    ...(setters.length > 0 ? [`${setters.join(' and ')} must not set AppArmor profile type to ${quoted(types)}`] : []),
    ...(annotations.length > 0 ? [`${plural(annotations, 'annotation', 'annotations')} ${annotations.join(', ')}`] : []),
  ]
  const count = types.length + annotations.length
  return details.length === 0 ? undefined : { reason: `forbidden AppArmor ${count === 1 ? 'profile' : 'profiles'}`, detail: details.join('; ') }
}

const capabilities: Check = (spec) => {
  const wrong = (c: Container): string[] => (c.securityContext?.capabilities?.add ?? []).filter((cap) => !CAPABILITIES.includes(cap))
  const containers = containersOf(spec).filter((c) => wrong(c).length > 0)
  if (containers.length === 0) return undefined
  const caps = quoted(sortedSet(containers.flatMap(wrong)))
  return {
    reason: 'non-default capabilities',
    detail: `${named('container', containers.map((c) => c.name))} must not include ${caps} in securityContext.capabilities.add`,
  }
}

const hostNamespaces: Check = (spec) => {
  const set = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((field) => spec[field] === true)
  return set.length === 0 ? undefined : { reason: 'host namespaces', detail: set.map((field) => `${field}=true`).join(', ') }
}

const hostPathVolumes: Check = (spec) => {
  const names = (spec.volumes ?? []).filter((v) => v.hostPath !== undefined).map((v) => v.name)
  return names.length === 0 ? undefined : { reason: 'hostPath volumes', detail: named('volume', names) }
}

const hostPorts: Check = (spec) => {
  const portsOf = (c: Container): number[] => (c.ports ?? []).map((p) => p.hostPort ?? 0).filter((p) => p !== 0)
  const containers = containersOf(spec).filter((c) => portsOf(c).length > 0)
  if (containers.length === 0) return undefined
  const ports = sortedSet(containers.flatMap(portsOf).map(String))
  const names = containers.map((c) => c.name)
  return {
    reason: 'hostPort',
    detail: `${named('container', names)} ${plural(names, 'uses', 'use')} ${plural(ports, 'hostPort', 'hostPorts')} ${ports.join(', ')}`,
  }
}

const hostProbes: Check = (spec) => {
  const hostsOf = (c: Container): string[] => [
    c.livenessProbe, c.readinessProbe, c.startupProbe, c.lifecycle?.postStart, c.lifecycle?.preStop,
  ].flatMap((h) => [h?.httpGet?.host, h?.tcpSocket?.host]).filter((h): h is string => h !== undefined && h !== '')
  const containers = containersOf(spec).filter((c) => hostsOf(c).length > 0)
  if (containers.length === 0) return undefined
  const hosts = sortedSet(containers.flatMap(hostsOf))
  const names = containers.map((c) => c.name)
  return {
    reason: 'probe or lifecycle host',
    detail: `${named('container', names)} ${plural(names, 'uses', 'use')} probe or lifecycle ${plural(hosts, 'host', 'hosts')} ${quoted(hosts)}`,
  }
}

const privileged = aboutContainers('privileged',
  (c) => c.securityContext?.privileged === true, (c) => `${c} must not set securityContext.privileged=true`)

const procMount: Check = (spec) => {
  if (spec.hostUsers === false) return undefined
  const containers = containersOf(spec).filter((c) => (c.securityContext?.procMount ?? 'Default') !== 'Default')
  if (containers.length === 0) return undefined
  const types = quoted(sortedSet(containers.map((c) => c.securityContext!.procMount!)))
  return { reason: 'procMount', detail: `${named('container', containers.map((c) => c.name))} must not set securityContext.procMount to ${types}` }
}

const seLinuxOptions: Check = (spec) => {
  type Options = { type?: string; user?: string; role?: string }
  const wrongOf = (o: Options | undefined): string[] => o === undefined ? [] : [
    ...(SELINUX_TYPES.includes(o.type ?? '') ? [] : [`type ${JSON.stringify(o.type)}`]),
    ...(o.user ? ['user may not be set'] : []),
    ...(o.role ? ['role may not be set'] : []),
  ]
  const podWrong = wrongOf(spec.securityContext?.seLinuxOptions)
  const containers = containersOf(spec).filter((c) => wrongOf(c.securityContext?.seLinuxOptions).length > 0)
  const setters = [
    ...(podWrong.length > 0 ? ['pod'] : []),
    ...(containers.length > 0 ? [named('container', containers.map((c) => c.name))] : []),
  ]
  if (setters.length === 0) return undefined
  const all = [...podWrong, ...containers.flatMap((c) => wrongOf(c.securityContext?.seLinuxOptions))]
  const types = sortedSet(all.filter((t) => t.startsWith('type ')).map((t) => t.slice(5)))
  const data = [
    ...(types.length > 0 ? [`${plural(types, 'type', 'types')} ${types.join(', ')}`] : []),
    ...['user may not be set', 'role may not be set'].filter((text) => all.includes(text)),
  ]
  return { reason: 'seLinuxOptions', detail: `${setters.join(' and ')} set forbidden securityContext.seLinuxOptions: ${data.join('; ')}` }
}

const seccompProfile: Check = (spec) => {
  const wrong = (type: string | undefined): boolean => type !== undefined && type !== 'RuntimeDefault' && type !== 'Localhost'
  const podType = spec.securityContext?.seccompProfile?.type
  const containers = containersOf(spec).filter((c) => wrong(c.securityContext?.seccompProfile?.type))
  const setters = [
    ...(wrong(podType) ? ['pod'] : []),
    ...(containers.length > 0 ? [named('container', containers.map((c) => c.name))] : []),
  ]
  if (setters.length === 0) return undefined
  const types = sortedSet([...(wrong(podType) ? [podType!] : []), ...containers.map((c) => c.securityContext!.seccompProfile!.type)])
  return { reason: 'seccompProfile', detail: `${setters.join(' and ')} must not set securityContext.seccompProfile.type to ${quoted(types)}` }
}

const sysctls: Check = (spec) => {
  const names = (spec.securityContext?.sysctls ?? []).map((s) => s.name).filter((n) => !SYSCTLS.includes(n))
  return names.length === 0 ? undefined : { reason: 'forbidden sysctls', detail: names.join(', ') }
}

const windowsHostProcess: Check = (spec) => {
  const containers = containersOf(spec).filter((c) => c.securityContext?.windowsOptions?.hostProcess === true)
  const setters = [
    ...(spec.securityContext?.windowsOptions?.hostProcess === true ? ['pod'] : []),
    ...(containers.length > 0 ? [named('container', containers.map((c) => c.name))] : []),
  ]
  return setters.length === 0 ? undefined : {
    reason: 'hostProcess', detail: `${setters.join(' and ')} must not set securityContext.windowsOptions.hostProcess=true`,
  }
}

/** Those that the restricted level replaces by a stricter one stand apart. */
export const baselineOnly = { capabilities, hostPathVolumes, seccompProfile }

export const baselineChecks: readonly Check[] = [
  appArmorProfile, capabilities, hostNamespaces, hostPathVolumes, hostPorts, hostProbes, privileged, procMount,
  seLinuxOptions, seccompProfile, sysctls, windowsHostProcess,
]
