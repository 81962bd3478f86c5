/** The checks of the level "restricted", in the order in which findings are told. */
import type { Container, Volume } from '../../../kinds/generated/api-types.ts'
import { baselineChecks, baselineOnly } from './baseline.ts'
import type { Check } from './check.ts'
import { aboutContainers, containersOf, named, plural, quoted, sortedSet } from './check.ts'

const VOLUME_TYPES = [
  'configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image', 'persistentVolumeClaim', 'projected', 'secret',
]

/** pod-security-admission/policy/check_allowPrivilegeEscalation.go and its neighbours. */
const allowPrivilegeEscalation = aboutContainers('allowPrivilegeEscalation != false',
  (c) => c.securityContext?.allowPrivilegeEscalation !== false,
  (c) => `${c} must set securityContext.allowPrivilegeEscalation=false`)

const capabilities: Check = (spec) => {
  const added = (c: Container): string[] =>
    (c.securityContext?.capabilities?.add ?? []).filter((cap) => cap !== 'NET_BIND_SERVICE')
  const keeping = containersOf(spec).filter((c) => !(c.securityContext?.capabilities?.drop ?? []).includes('ALL')).map((c) => c.name)
  const adding = containersOf(spec).filter((c) => added(c).length > 0)
  const details = [
    ...(keeping.length > 0 ? [`${named('container', keeping)} must set securityContext.capabilities.drop=["ALL"]`] : []),
    ...(adding.length > 0
      ? [`${named('container', adding.map((c) => c.name))} must not include ${quoted(sortedSet(adding.flatMap(added)))} in securityContext.capabilities.add`]
      : []),
  ]
  return details.length === 0 ? undefined : { reason: 'unrestricted capabilities', detail: details.join('; ') }
}

const volumeType = (volume: Volume): string => Object.keys(volume).find((key) => key !== 'name') ?? 'emptyDir'

const restrictedVolumes: Check = (spec) => {
  const wrong = (spec.volumes ?? []).filter((v) => !VOLUME_TYPES.includes(volumeType(v)))
  if (wrong.length === 0) return undefined
  const types = sortedSet(wrong.map(volumeType))
  const names = wrong.map((v) => v.name)
  return {
    reason: 'restricted volume types',
    detail: `${named('volume', names)} ${plural(names, 'uses', 'use')} restricted volume ${plural(types, 'type', 'types')} ${quoted(types)}`,
  }
}

const runAsNonRoot: Check = (spec) => {
  if (spec.hostUsers === false) return undefined
  const pod = spec.securityContext?.runAsNonRoot
  const explicit = containersOf(spec).filter((c) => c.securityContext?.runAsNonRoot === false).map((c) => c.name)
  const implicit = containersOf(spec).filter((c) => c.securityContext?.runAsNonRoot === undefined).map((c) => c.name)
  const setters = [...(pod === false ? ['pod'] : []), ...(explicit.length > 0 ? [named('container', explicit)] : [])]
  if (setters.length > 0) return { reason: 'runAsNonRoot != true', detail: `${setters.join(' and ')} must not set securityContext.runAsNonRoot=false` }
  if (implicit.length === 0 || pod === true) return undefined
  return { reason: 'runAsNonRoot != true', detail: `pod or ${named('container', implicit)} must set securityContext.runAsNonRoot=true` }
}

const runAsUser: Check = (spec) => {
  if (spec.hostUsers === false) return undefined
  const containers = containersOf(spec).filter((c) => c.securityContext?.runAsUser === 0).map((c) => c.name)
  const setters = [
    ...(spec.securityContext?.runAsUser === 0 ? ['pod'] : []), ...(containers.length > 0 ? [named('container', containers)] : []),
  ]
  return setters.length === 0 ? undefined : { reason: 'runAsUser=0', detail: `${setters.join(' and ')} must not set runAsUser=0` }
}

const seccompProfile: Check = (spec) => {
  const fine = (type: string | undefined): boolean => type === 'RuntimeDefault' || type === 'Localhost'
  const pod = spec.securityContext?.seccompProfile?.type
  const wrong = (type: string | undefined): boolean => type !== undefined && !fine(type)
  const explicit = containersOf(spec).filter((c) => wrong(c.securityContext?.seccompProfile?.type))
  const setters = [...(wrong(pod) ? ['pod'] : []), ...(explicit.length > 0 ? [named('container', explicit.map((c) => c.name))] : [])]
  if (setters.length > 0) {
    const types = sortedSet([...(wrong(pod) ? [pod!] : []), ...explicit.map((c) => c.securityContext!.seccompProfile!.type)])
    return { reason: 'seccompProfile', detail: `${setters.join(' and ')} must not set securityContext.seccompProfile.type to ${quoted(types)}` }
  }
  const implicit = containersOf(spec).filter((c) => c.securityContext?.seccompProfile === undefined).map((c) => c.name)
  if (fine(pod) || implicit.length === 0) return undefined
  return {
    reason: 'seccompProfile',
    detail: `pod or ${named('container', implicit)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`,
  }
}

const replaced: readonly Check[] = Object.values(baselineOnly)

export const restrictedChecks: readonly Check[] = [
  ...baselineChecks.filter((check) => !replaced.includes(check)),
  allowPrivilegeEscalation, capabilities, restrictedVolumes, runAsNonRoot, runAsUser, seccompProfile,
]
