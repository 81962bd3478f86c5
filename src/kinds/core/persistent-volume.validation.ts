/** The rules for persistent volumes. */
import type { FieldError } from '../field-error.ts'
import { forbidden, invalid, notSupported, required } from '../field-error.ts'
import type { PersistentVolume, PersistentVolumeSpec } from '../generated/api-types.ts'
import { goDiff } from '../go-diff.ts'
import { localVolume, persistentCsi, remoteVolumeRules } from '../pod-spec/remote-volumes.validation.ts'
import { quantitiesOf } from '../pod-spec/resources.validation.ts'
import { validateNodeSelector } from '../pod-spec/scheduling.validation.ts'
import { ONE_TYPE, validateHostPath, validateNfs } from '../pod-spec/volumes.validation.ts'
import { sameValue } from '../../lib/same-value.ts'
import { checkSubdomain, immutable } from '../validation/fields.ts'
import { checkPositiveQuantity } from '../validation/resource-names.ts'
import { VOLUME_MODES, checkAccessModes } from './persistent-volume-claim.validation.ts'

type Rule = (source: any, at: string) => FieldError[]

/** In the order in which upstream asks (ValidatePersistentVolumeSpec). */
const SOURCES: readonly (readonly [field: string, rule: Rule])[] = [
  ['hostPath', validateHostPath], ['gcePersistentDisk', remoteVolumeRules.gcePersistentDisk],
  ['awsElasticBlockStore', remoteVolumeRules.awsElasticBlockStore], ['glusterfs', remoteVolumeRules.glusterfs],
  ['flocker', remoteVolumeRules.flocker], ['nfs', validateNfs], ['rbd', remoteVolumeRules.rbd],
  ['quobyte', remoteVolumeRules.quobyte], ['cephfs', remoteVolumeRules.cephfs], ['iscsi', remoteVolumeRules.iscsi],
  ['cinder', remoteVolumeRules.cinder], ['fc', remoteVolumeRules.fc], ['flexVolume', remoteVolumeRules.flexVolume],
  ['azureFile', remoteVolumeRules.azureFile], ['vsphereVolume', remoteVolumeRules.vsphereVolume],
  ['photonPersistentDisk', remoteVolumeRules.photonPersistentDisk], ['portworxVolume', remoteVolumeRules.portworxVolume],
  ['azureDisk', remoteVolumeRules.azureDisk], ['scaleIO', remoteVolumeRules.scaleIO], ['local', localVolume],
  ['storageos', remoteVolumeRules.storageos], ['csi', persistentCsi],
]
const RECLAIM_POLICIES = ['Delete', 'Recycle', 'Retain']

export function validateVolume(volume: PersistentVolume, before: PersistentVolume | undefined): FieldError[] {
  const spec = volume.spec ?? {}
  const errors = validateSpec(spec, 'spec')
  if (before === undefined) return errors
  const source = sourceOf(spec)
  const old = sourceOf(before.spec ?? {})
  if (!sameValue(source, old)) {
    errors.push(forbidden('spec.persistentvolumesource',
      `spec.persistentvolumesource is immutable after creation\n${goDiff(old, source, 'PersistentVolumeSource')}`))
  }
  return [...errors, ...immutable(spec.volumeMode, before.spec?.volumeMode, 'volumeMode')]
}

const sourceOf = (spec: PersistentVolumeSpec): object =>
  Object.fromEntries(SOURCES.flatMap(([field]) => {
    const source = (spec as Record<string, unknown>)[field]
    return source === undefined ? [] : [[field, source]]
  }))

function validateSpec(spec: PersistentVolumeSpec, path: string): FieldError[] {
  const errors: FieldError[] = []
  const modes = spec.accessModes ?? []
  if (modes.length === 0) errors.push(required(`${path}.accessModes`))
  errors.push(...checkAccessModes(modes, `${path}.accessModes`), ...validateCapacity(spec, `${path}.capacity`))
  const policy = spec.persistentVolumeReclaimPolicy
  if (policy && !RECLAIM_POLICIES.includes(policy)) {
    errors.push(notSupported(`${path}.persistentVolumeReclaimPolicy`, policy, RECLAIM_POLICIES))
  }
  if (spec.nodeAffinity !== undefined) {
    const at = `${path}.nodeAffinity.required`
    if (spec.nodeAffinity.required === undefined) errors.push(required(at, 'must specify required node constraints'))
    else errors.push(...validateNodeSelector(spec.nodeAffinity.required, at))
  }
  errors.push(...validateSources(spec, path))
  if (spec.hostPath !== undefined && /^\/*(\.\/*)*$/.test(spec.hostPath.path) && spec.hostPath.path.startsWith('/') && policy === 'Recycle') {
    errors.push(forbidden(`${path}.persistentVolumeReclaimPolicy`, "may not be 'recycle' for a hostPath mount of '/'"))
  }
  if (spec.storageClassName) errors.push(...checkSubdomain(spec.storageClassName, `${path}.storageClassName`))
  if (spec.volumeMode !== undefined && !VOLUME_MODES.includes(spec.volumeMode)) {
    errors.push(notSupported(`${path}.volumeMode`, spec.volumeMode, VOLUME_MODES))
  }
  if (spec.volumeAttributesClassName !== undefined) {
    const at = `${path}.volumeAttributesClassName`
    errors.push(...(spec.volumeAttributesClassName ? checkSubdomain(spec.volumeAttributesClassName, at) : [required(at, 'an empty string is disallowed')]))
    if (spec.csi === undefined) errors.push(required(`${path}.csi`, 'has to be specified when using volumeAttributesClassName'))
  }
  return errors
}

function validateCapacity(spec: PersistentVolumeSpec, at: string): FieldError[] {
  const capacity = quantitiesOf(spec.capacity)
  const errors: FieldError[] = capacity.length === 0 ? [required(at)] : []
  if (spec.capacity?.['storage'] === undefined || capacity.length > 1) {
    errors.push(notSupported(at, spec.capacity ?? null, ['storage']))
  }
  for (const [name, quantity] of capacity) {
    if (quantity.sign() < 0) errors.push(invalid(`${at}[${name}]`, quantity.value(), 'must be a valid resource quantity'))
    errors.push(...checkPositiveQuantity(quantity, `${at}[${name}]`))
  }
  return errors
}

function validateSources(spec: PersistentVolumeSpec, path: string): FieldError[] {
  const errors: FieldError[] = []
  let found = 0
  for (const [field, rule] of SOURCES) {
    const source = (spec as Record<string, unknown>)[field]
    if (source === undefined) continue
    if (found++ > 0) {
      errors.push(forbidden(`${path}.${field === 'cephfs' ? 'cephFS' : field}`, ONE_TYPE))
      continue
    }
    errors.push(...rule(source, `${path}.${field === 'gcePersistentDisk' ? 'persistentDisk' : field}`))
    if (field === 'local' && spec.nodeAffinity === undefined) {
      errors.push(required(`${path}.nodeAffinity`, 'Local volume requires node affinity'))
    }
  }
  return found === 0 ? [...errors, required(path, 'must specify a volume type')] : errors
}
