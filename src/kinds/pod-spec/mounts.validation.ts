/** The rules for what a container mounts. */
import type { FieldError } from '../field-error.ts'
import { forbidden, invalid, notFound, notSupported, required } from '../field-error.ts'
import type { Container, Volume, VolumeMount } from '../generated/api-types.ts'
import { localPath } from './paths.ts'

type Volumes = ReadonlyMap<string, Volume>

export function validateMounts(container: Container, volumes: Volumes, path: string): FieldError[] {
  const devices = new Map((container.volumeDevices ?? []).map((d) => [d.name, d.devicePath]))
  const devicePaths = new Set(devices.values())
  const taken = new Set<string>()
  return (container.volumeMounts ?? []).flatMap((mount, i) => {
    const at = `${path}[${i}]`
    const { name, mountPath, subPath, subPathExpr } = mount
    const errors: FieldError[] = []
    if (!name) errors.push(required(`${at}.name`))
    if (!volumes.has(name)) errors.push(notFound(`${at}.name`, name ?? ''))
    if (!mountPath) errors.push(required(`${at}.mountPath`))
    if (taken.has(mountPath)) errors.push(invalid(`${at}.mountPath`, mountPath, 'must be unique'))
    taken.add(mountPath)
    if (devices.has(name)) errors.push(invalid(`${at}.name`, name, 'must not already exist in volumeDevices'))
    if (devicePaths.has(mountPath)) {
      errors.push(invalid(`${at}.mountPath`, mountPath, 'must not already exist as a path in volumeDevices'))
    }
    if (subPath) errors.push(...localPath(subPath, `${path}.subPath`))
    if (subPathExpr) {
      if (subPath) errors.push(invalid(`${at}.subPathExpr`, subPathExpr, 'subPathExpr and subPath are mutually exclusive'))
      errors.push(...localPath(subPathExpr, `${path}.subPathExpr`))
    }
    return [...errors, ...validatePropagation(mount, container, path), ...validateRecursive(mount, path)]
  })
}

function validatePropagation({ mountPropagation: mode }: VolumeMount, container: Container, path: string): FieldError[] {
  if (mode === undefined) return []
  const modes = ['Bidirectional', 'HostToContainer', 'None']
  const errors: FieldError[] = modes.includes(mode) ? [] : [notSupported(`${path}.mountPropagation`, mode, modes)]
  if (mode === 'Bidirectional' && container.securityContext?.privileged !== true) {
    errors.push(forbidden(`${path}.mountPropagation`, 'Bidirectional mount propagation is available only to privileged containers'))
  }
  return errors
}

function validateRecursive({ recursiveReadOnly, readOnly, mountPropagation }: VolumeMount, path: string): FieldError[] {
  const at = `${path}.recursiveReadOnly`
  if (recursiveReadOnly === undefined || recursiveReadOnly === 'Disabled') return []
  const values = ['Disabled', 'Enabled', 'IfPossible']
  if (!values.includes(recursiveReadOnly)) return [notSupported(at, recursiveReadOnly, values)]
  return [
    ...(readOnly ? [] : [forbidden(at, 'may only be specified when readOnly is true')]),
    ...(mountPropagation === undefined || mountPropagation === 'None' ? []
      : [forbidden(at, 'may only be specified when mountPropagation is None or not specified')]),
  ]
}

export function validateDevices(container: Container, volumes: Volumes, path: string): FieldError[] {
  const mounts = new Map((container.volumeMounts ?? []).map((m) => [m.name, m.mountPath]))
  const mountPaths = new Set(mounts.values())
  const paths = new Set<string>()
  const names = new Set<string>()
  return (container.volumeDevices ?? []).flatMap(({ name, devicePath }, i) => {
    const at = `${path}[${i}]`
    const volume = volumes.get(name)
    const errors: FieldError[] = []
    if (!name) errors.push(required(`${at}.name`))
    if (names.has(name)) errors.push(invalid(`${at}.name`, name, 'must be unique'))
    if (volume === undefined) errors.push(notFound(`${at}.name`, name ?? ''))
    else if (volume.persistentVolumeClaim === undefined && volume.ephemeral === undefined) {
      errors.push(invalid(`${at}.name`, name, 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode'))
    }
    if (!devicePath) errors.push(required(`${at}.devicePath`))
    if (paths.has(devicePath)) errors.push(invalid(`${at}.devicePath`, devicePath, 'must be unique'))
    if ((devicePath ?? '').split('/').includes('..')) {
      errors.push(invalid(`${at}.devicePath`, devicePath, "can not contain backsteps ('..')"))
    } else paths.add(devicePath)
    if (mounts.has(name)) errors.push(invalid(`${at}.name`, name, 'must not already exist in volumeMounts'))
    if (mountPaths.has(devicePath)) {
      errors.push(invalid(`${at}.devicePath`, devicePath, 'must not already exist as a path in volumeMounts'))
    }
    if (name) names.add(name)
    return errors
  })
}
