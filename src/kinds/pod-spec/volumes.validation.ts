/** The rules for a pod's volumes (pkg/apis/core/validation/validation.go, ValidateVolumes). */
import type { FieldError } from '../field-error.ts'
import { duplicate, forbidden, invalid, notSupported, required } from '../field-error.ts'
import type { KeyToPath, Volume } from '../generated/api-types.ts'
import { validateClaimSpec } from '../core/persistent-volume-claim.validation.ts'
import { parseQuantity } from '../../lib/quantity.ts'
import { checkLabel } from '../validation/fields.ts'
import { labelName, subdomainName } from '../validation/metadata.ts'
import { MODE_TEXT, isMode, localPath, noBacksteps } from './paths.ts'
import { validateDownwardFile, validateProjected } from './projected.validation.ts'
import { remoteVolumeRules } from './remote-volumes.validation.ts'

export const ONE_TYPE = 'may not specify more than 1 volume type'

/** `podName` is known for pods, not for templates. */
export function validateVolumes(volumes: readonly Volume[], podName: string | undefined, path: string): FieldError[] {
  const errors: FieldError[] = []
  const names = new Set<string>()
  const created = new Set(podName ? volumes.filter((v) => v.ephemeral).map((v) => `${podName}-${v.name}`) : [])
  volumes.forEach((volume, i) => {
    const at = `${path}[${i}]`
    const own = validateSource(volume, podName, at)
    if (!volume.name) own.push(required(`${at}.name`))
    else own.push(...checkLabel(volume.name, `${at}.name`))
    if (names.has(volume.name)) own.push(duplicate(`${at}.name`, volume.name))
    if (own.length === 0) names.add(volume.name)
    errors.push(...own)
    const claim = volume.persistentVolumeClaim?.claimName
    if (claim !== undefined && created.has(claim)) {
      errors.push(invalid(`${at}.persistentVolumeClaim.claimName`, claim,
        'must not reference a PVC that gets created for an ephemeral volume'))
    }
  })
  return errors
}

/** The volumes a container may mount: those without complaints of their own. */
export function mountable(volumes: readonly Volume[], podName: string | undefined): Map<string, Volume> {
  const found = new Map<string, Volume>()
  for (const volume of volumes) {
    const sound = validateSource(volume, podName, '').length === 0 && volume.name && labelName(volume.name, false).length === 0
    if (sound && !found.has(volume.name)) found.set(volume.name, volume)
  }
  return found
}

type Rule = (source: any, at: string, volume: Volume, podName: string | undefined) => FieldError[]

/** In the order in which upstream asks. The second name is where upstream says the field is. */
const SOURCES: readonly (readonly [field: string, rule: Rule, shown?: string])[] = [
  ['emptyDir', (source, at) => (source.sizeLimit !== undefined && parseQuantity(source.sizeLimit).sign() < 0
    ? [forbidden(`${at}.sizeLimit`, 'SizeLimit field must be a valid resource quantity')] : [])],
  ['hostPath', validateHostPath],
  ['gitRepo', (source, at) => [
    ...(source.repository ? [] : [required(`${at}.repository`)]), ...localPath(source.directory ?? '', `${at}.directory`)]],
  ['gcePersistentDisk', remoteVolumeRules.gcePersistentDisk],
  ['awsElasticBlockStore', remoteVolumeRules.awsElasticBlockStore],
  ['secret', (source, at) => (source.secretName ? [] : [required(`${at}.secretName`)]).concat(validateItems(source, at))],
  ['nfs', validateNfs],
  ['iscsi', remoteVolumeRules.iscsi],
  ['glusterfs', remoteVolumeRules.glusterfs],
  ['flocker', remoteVolumeRules.flocker],
  ['persistentVolumeClaim', (source, at) => (source.claimName ? [] : [required(`${at}.claimName`)])],
  ['rbd', remoteVolumeRules.rbd],
  ['cinder', remoteVolumeRules.cinder],
  ['cephfs', remoteVolumeRules.cephfs, 'cephFS'],
  ['quobyte', remoteVolumeRules.quobyte],
  ['downwardAPI', validateDownward, 'downwarAPI'],
  ['fc', remoteVolumeRules.fc],
  ['flexVolume', remoteVolumeRules.flexVolume],
  ['configMap', (source, at) => (source.name ? [] : [required(`${at}.name`)]).concat(validateItems(source, at))],
  ['azureFile', remoteVolumeRules.azureFile],
  ['vsphereVolume', remoteVolumeRules.vsphereVolume],
  ['photonPersistentDisk', remoteVolumeRules.photonPersistentDisk],
  ['portworxVolume', remoteVolumeRules.portworxVolume],
  ['azureDisk', remoteVolumeRules.azureDisk],
  ['storageos', remoteVolumeRules.storageos],
  ['projected', (source, at) => validateProjected(source, at)],
  ['scaleIO', remoteVolumeRules.scaleIO],
  ['csi', remoteVolumeRules.csi],
  ['ephemeral', validateEphemeral],
  ['image', (source, at) => [
    ...(source.reference ? [] : [required(`${at}.reference`)]),
    ...(['Always', 'IfNotPresent', 'Never'].includes(source.pullPolicy) ? []
      : [notSupported(`${at}.pullPolicy`, source.pullPolicy ?? '', ['Always', 'IfNotPresent', 'Never'])])]],
]

function validateSource(volume: Volume, podName: string | undefined, path: string): FieldError[] {
  const errors: FieldError[] = []
  let found = 0
  for (const [field, rule, shown] of SOURCES) {
    const source = (volume as unknown as Record<string, unknown>)[field]
    if (source === undefined) continue
    if (found > 0) errors.push(forbidden(`${path}.${shown ?? field}`, ONE_TYPE))
    else {
      found++
      errors.push(...rule(source, `${path}.${field === 'gcePersistentDisk' ? 'persistentDisk' : field}`, volume, podName))
    }
  }
  if (found === 0) errors.push(required(path, 'must specify a volume type'))
  return errors
}

const HOST_PATH_TYPES = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket']

export function validateHostPath(source: { path?: string; type?: string }, at: string): FieldError[] {
  if (!source.path) return [required(`${at}.path`)]
  return [
    ...noBacksteps(source.path, `${at}.path`),
    ...(HOST_PATH_TYPES.includes(source.type ?? '') ? [] : [notSupported(`${at}.type`, source.type, HOST_PATH_TYPES)]),
  ]
}

export function validateNfs(source: { server?: string; path?: string }, at: string): FieldError[] {
  return [
    ...(source.server ? [] : [required(`${at}.server`)]),
    ...(source.path ? [] : [required(`${at}.path`)]),
    ...(source.path?.startsWith('/') ? [] : [invalid(`${at}.path`, source.path ?? '', 'must be an absolute path')]),
  ]
}

function validateItems(source: { defaultMode?: number; items?: KeyToPath[] }, at: string): FieldError[] {
  return [
    ...(isMode(source.defaultMode) ? [] : [invalid(`${at}.defaultMode`, source.defaultMode, MODE_TEXT)]),
    ...(source.items ?? []).flatMap((item, i) => validateKeyToPath(item, `${at}.items[${i}]`)),
  ]
}

export function validateKeyToPath(item: KeyToPath, at: string): FieldError[] {
  return [
    ...(item.key ? [] : [required(`${at}.key`)]),
    ...(item.path ? [] : [required(`${at}.path`)]),
    ...localPath(item.path ?? '', `${at}.path`, true),
    ...(isMode(item.mode) ? [] : [invalid(`${at}.mode`, item.mode, MODE_TEXT)]),
  ]
}

function validateDownward(source: any, at: string): FieldError[] {
  return [
    ...(isMode(source.defaultMode) ? [] : [invalid(`${at}.defaultMode`, source.defaultMode, MODE_TEXT)]),
    ...(source.items ?? []).flatMap((file: never) => validateDownwardFile(file, at)),
  ]
}

function validateEphemeral(source: any, at: string, volume: Volume, podName: string | undefined): FieldError[] {
  if (source.volumeClaimTemplate === undefined) return [required(`${at}.volumeClaimTemplate`)]
  const errors = validateClaimSpec(source.volumeClaimTemplate.spec ?? {}, `${at}.volumeClaimTemplate.spec`)
  if (podName && volume.name) {
    const claim = `${podName}-${volume.name}`
    for (const text of subdomainName(claim, false)) {
      errors.push(invalid(`${at.slice(0, -'.ephemeral'.length)}.name`, volume.name, `PVC name "${claim}": ${text}`))
    }
  }
  return errors
}
